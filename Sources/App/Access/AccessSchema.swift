// SPDX-License-Identifier: Apache-2.0
import Storage

/// Members, teams, sessions, tokens, audit.
enum AccessSchema {
    static let migrations = [
        Migration(
            "access-1",
            """
            create table member (
                id bigint primary key,
                name text not null, -- personal
                email text unique, -- personal
                role text not null check (role in ('marketing', 'sdr', 'sales', 'leader', 'operations')), -- not personal
                password text, -- personal
                created_at bigint not null,
                disabled_at bigint,
                import_id bigint not null default 0
            );
            create table team (
                id bigint primary key,
                name text not null unique, -- not personal
                import_id bigint not null default 0
            );
            create table membership (
                id bigint primary key,
                member_id bigint not null references member (id),
                team_id bigint references team (id),
                manager_id bigint references member (id),
                region text, -- not personal
                side text check (side in ('marketing', 'sales', 'joint')), -- not personal
                from_at bigint not null,
                to_at bigint,
                import_id bigint not null default 0
            );
            create index membership_member on membership (member_id, from_at);
            create table session (
                hash blob primary key, -- not personal
                member_id bigint not null references member (id),
                created_at bigint not null,
                seen_at bigint not null,
                expires_at bigint not null
            );
            create index session_member on session (member_id);
            create table token (
                id bigint primary key,
                kind text not null check (kind in ('join', 'api')), -- not personal
                hash blob not null unique, -- not personal
                member_id bigint not null references member (id),
                created_at bigint not null,
                expires_at bigint not null,
                used_at bigint
            );
            create table audit (
                id bigint primary key,
                at bigint not null,
                actor text not null, -- not personal
                verb text not null, -- not personal
                object text not null, -- not personal
                detail text not null -- personal
            );
            create index audit_at on audit (at, id);
            """),
        // Of a token for programs `used_at` says when it was revoked, and `seen_at` when it was used last.
        Migration(
            "access-2",
            """
            alter table token add column name text not null default ''; -- not personal
            alter table token add column scope text not null default ''; -- not personal
            alter table token add column seen_at bigint default null;
            """),
    ]
}

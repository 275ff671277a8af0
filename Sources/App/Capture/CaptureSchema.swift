// SPDX-License-Identifier: Apache-2.0
import Storage

/// Tables that the Capture folder writes.
enum CaptureSchema {
    static let migrations = [
        Migration(
            "capture-1",
            """
            create table import (
                id bigint primary key,
                name text not null, -- personal
                kind text not null, -- not personal
                system text not null, -- not personal
                state text not null check (state in ('running', 'publishing', 'done', 'undone', 'failed')), -- not personal
                started_at bigint not null,
                finished_at bigint,
                actor text not null, -- not personal
                owner text not null, -- not personal
                report text not null -- personal
            );
            create table import_row (
                import_id bigint not null,
                contact_id bigint not null,
                primary key (import_id, contact_id)
            );
            create table value_map (
                system text not null, -- not personal
                domain text not null, -- not personal
                raw text not null, -- not personal
                value text not null, -- not personal
                at bigint not null,
                primary key (system, domain, raw)
            );
            create table spend (
                id bigint primary key,
                day bigint not null,
                upto bigint not null,
                source bigint not null,
                campaign bigint not null,
                amount bigint not null,
                currency text not null, -- not personal
                import_id bigint not null
            );
            """),
        Migration(
            "capture-2",
            """
            create table import_draft (
                id bigint primary key,
                member_id bigint not null,
                created_at bigint not null,
                folder text not null, -- not personal
                options text not null, -- personal
                import_id bigint
            );
            """),
        Migration(
            "capture-3",
            """
            create table column_map (
                system text not null, -- not personal
                kind text not null, -- not personal
                heading text not null, -- not personal
                field text not null, -- not personal
                at bigint not null,
                primary key (system, kind, heading)
            );
            """),
    ]
}

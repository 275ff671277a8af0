// SPDX-License-Identifier: Apache-2.0
import Storage

/// Saved questions to the list of leads, and what was repaired from it, with what was there before.
enum LeadsSchema {
    static let migrations = [
        Migration(
            "leads-1",
            """
            create table segment (
                id bigint primary key,
                member_id bigint not null,
                name text not null, -- personal
                query text not null, -- personal
                shared bigint not null,
                created_at bigint not null
            );
            create index segment_member on segment (member_id, name);
            create table repair (
                id bigint primary key,
                member_id bigint not null,
                kind text not null check (kind in ('assign', 'recycle')), -- not personal
                owner_id bigint not null,
                reason text not null, -- not personal
                at bigint not null,
                undone_at bigint,
                undone_by bigint not null default 0
            );
            create table repair_lead (
                contact_id bigint not null,
                lead_id bigint not null,
                repair_id bigint not null,
                owner_before bigint not null,
                move_id bigint not null,
                primary key (contact_id, lead_id, repair_id)
            ) without rowid;
            create index repair_lead_repair on repair_lead (repair_id);
            """)
    ]
}

// SPDX-License-Identifier: Apache-2.0
import Storage

/// Tables that the Ledger folder writes. Tables with `contact_id` have it first in their key: on Citus it is the column they are distributed by.
/// `import_id` is 0 for what people and the engine recorded here; rows of an import that has not ended are not read.
enum LedgerSchema {
    static let migrations = first + later

    private static let first = [
        Migration(
            "ledger-1",
            """
            create table code (
                id bigint primary key,
                kind text not null, -- not personal
                value text not null, -- not personal
                unique (kind, value)
            );
            create table field (
                id bigint primary key,
                name text not null unique, -- not personal
                type text not null -- not personal
            );
            create table account (
                id bigint primary key,
                name text not null, -- not personal
                domain text not null, -- not personal
                parent_id bigint not null,
                owner_id bigint not null,
                country bigint not null,
                industry bigint not null,
                relationship text not null, -- not personal
                fields text not null, -- personal
                created_at bigint not null,
                import_id bigint not null
            );
            create index account_domain on account (domain);
            create table account_fact (
                account_id bigint not null,
                id bigint not null,
                at bigint not null,
                precision bigint not null,
                recorded_at bigint not null,
                source bigint not null,
                import_id bigint not null,
                data text not null, -- personal
                primary key (account_id, id)
            ) without rowid;
            create table contact (
                id bigint primary key,
                known bigint not null,
                excluded bigint not null,
                account_id bigint not null,
                country bigint not null,
                industry bigint not null,
                first_source bigint not null,
                latest_source bigint not null,
                created_at bigint not null,
                import_id bigint not null,
                email text not null, -- personal
                first_name text not null, -- personal
                last_name text not null, -- personal
                title text not null, -- personal
                phone text not null, -- personal
                company text not null, -- personal
                fields text not null -- personal
            );
            create table subject (
                contact_id bigint not null,
                id bigint not null,
                import_id bigint not null,
                line bigint not null,
                hash bigint not null,
                seen_import bigint not null,
                absent bigint not null,
                primary key (contact_id, id)
            ) without rowid;
            create table link (
                contact_id bigint not null,
                id bigint not null,
                subject_id bigint not null,
                from_contact_id bigint not null,
                at bigint not null,
                actor text not null, -- not personal
                undone bigint not null,
                primary key (contact_id, id)
            ) without rowid;
            create table identity (
                kind bigint not null,
                value text not null, -- personal
                contact_id bigint not null,
                subject_id bigint not null,
                import_id bigint not null,
                primary key (kind, value)
            ) without rowid;
            create table reference (
                kind bigint not null,
                value text not null, -- personal
                object_id bigint not null,
                hash bigint not null,
                import_id bigint not null,
                seen_import bigint not null,
                primary key (kind, value)
            ) without rowid;
            create table subject_before (
                contact_id bigint not null,
                subject_id bigint not null,
                import_id bigint not null,
                hash bigint not null,
                seen_import bigint not null,
                absent bigint not null,
                primary key (contact_id, subject_id, import_id)
            ) without rowid;
            create table reference_before (
                kind bigint not null,
                value text not null, -- personal
                import_id bigint not null,
                hash bigint not null,
                seen_import bigint not null,
                absent bigint not null,
                primary key (kind, value, import_id)
            ) without rowid;
            create table fact (
                contact_id bigint not null,
                id bigint not null,
                subject_id bigint not null,
                at bigint not null,
                precision bigint not null,
                recorded_at bigint not null,
                source bigint not null,
                import_id bigint not null,
                data text not null, -- personal
                primary key (contact_id, id)
            ) without rowid;
            create table touch (
                contact_id bigint not null,
                id bigint not null,
                subject_id bigint not null,
                at bigint not null,
                precision bigint not null,
                recorded_at bigint not null,
                side bigint not null,
                direction bigint not null,
                kind bigint not null,
                outcome bigint not null,
                channel bigint not null,
                campaign bigint not null,
                content bigint not null,
                evidence bigint not null,
                member_id bigint not null,
                deal_id bigint not null,
                import_id bigint not null,
                title text, -- personal
                primary key (contact_id, id)
            ) without rowid;
            create table lead (
                contact_id bigint not null,
                id bigint not null,
                subject_id bigint not null,
                line bigint not null,
                kind bigint not null,
                origin bigint not null,
                source bigint not null,
                campaign bigint not null,
                opened_at bigint not null,
                opened_precision bigint not null,
                ended_at bigint,
                stage bigint not null,
                stage_at bigint not null,
                owner_id bigint not null,
                first_owner_id bigint not null,
                reason bigint not null,
                due_at bigint,
                next_check_at bigint,
                import_id bigint not null,
                primary key (contact_id, id)
            ) without rowid;
            create table move (
                contact_id bigint not null,
                lead_id bigint not null,
                id bigint not null,
                at bigint not null,
                precision bigint not null,
                recorded_at bigint not null,
                from_stage bigint not null,
                to_stage bigint not null,
                basis bigint not null,
                reason bigint not null,
                version bigint not null,
                deal_id bigint not null,
                superseded_by bigint not null,
                import_id bigint not null,
                actor text, -- not personal
                primary key (contact_id, lead_id, id)
            ) without rowid;
            create table assignment (
                contact_id bigint not null,
                lead_id bigint not null,
                id bigint not null,
                owner_id bigint not null,
                from_at bigint not null,
                precision bigint not null,
                recorded_at bigint not null,
                import_id bigint not null,
                actor text, -- not personal
                why text, -- personal
                primary key (contact_id, lead_id, id)
            ) without rowid;
            create table deal (
                id bigint primary key,
                account_id bigint not null,
                name text not null, -- personal
                pipeline bigint not null,
                stage bigint not null,
                outcome bigint not null,
                amount bigint,
                currency text not null, -- not personal
                opened_at bigint not null,
                opened_precision bigint not null,
                closed_at bigint,
                closed_precision bigint not null,
                expected_day bigint,
                owner_id bigint not null,
                kind bigint not null,
                source bigint not null,
                campaign bigint not null,
                product bigint not null,
                reason bigint not null,
                absent bigint not null,
                fields text not null, -- personal
                import_id bigint not null
            );
            create table deal_event (
                deal_id bigint not null,
                id bigint not null,
                at bigint not null,
                precision bigint not null,
                recorded_at bigint not null,
                basis bigint not null,
                field text not null, -- not personal
                old_value text, -- personal
                new_value text, -- personal
                import_id bigint not null,
                primary key (deal_id, id)
            ) without rowid;
            create table deal_contact (
                contact_id bigint not null,
                deal_id bigint not null,
                subject_id bigint not null,
                lead_id bigint not null,
                role bigint not null,
                how bigint not null,
                confidence double precision not null check (confidence between 0 and 1),
                import_id bigint not null,
                primary key (contact_id, deal_id, subject_id)
            ) without rowid;
            create index deal_contact_deal on deal_contact (deal_id);
            create table deal_line (
                deal_id bigint not null,
                id bigint not null,
                product bigint not null,
                quantity double precision not null,
                amount bigint,
                currency text not null, -- not personal
                recurring bigint not null,
                import_id bigint not null,
                primary key (deal_id, id)
            ) without rowid;
            create table pipeline_stage (
                pipeline bigint not null,
                stage bigint not null,
                position bigint not null,
                outcome bigint not null,
                label text not null, -- not personal
                import_id bigint not null,
                primary key (pipeline, stage)
            );
            create table product (
                id bigint primary key,
                code bigint not null unique,
                family text not null, -- not personal
                price bigint,
                currency text not null, -- not personal
                import_id bigint not null
            );
            create table erased (
                hash text primary key, -- not personal
                at bigint not null
            );
            create table change (
                id bigint primary key,
                contact_id bigint not null,
                upto bigint not null,
                kind bigint not null,
                import_id bigint not null,
                recorded_at bigint not null,
                place bigint
            );
            """)
    ]
}

// SPDX-License-Identifier: Apache-2.0
import Storage

extension LedgerSchema {
    /// What the tables came to be afterwards. A migration that was released never changes.
    static let later = [
        Migration(
            "ledger-2",
            """
            create index change_place on change (place);
            create table search (
                word text not null, -- personal
                contact_id bigint not null,
                primary key (word, contact_id)
            ) without rowid;
            create table searched (
                contact_id bigint primary key,
                words text not null -- personal
            );
            """),
        Migration(
            "ledger-3",
            """
            alter table subject add column created bigint not null default 0;
            create table row_before (
                kind text not null, -- not personal
                object text not null, -- not personal
                import_id bigint not null,
                data text not null, -- personal
                primary key (kind, object, import_id)
            ) without rowid;
            """),
        // The records that tell of another's attempt are few: their index has only them.
        Migration(
            "ledger-4",
            """
            alter table lead add column part_of bigint not null default 0;
            create index lead_part on lead (contact_id) where part_of <> 0;
            """),
        // Programs name a lead by its id alone.
        Migration("ledger-5", "create index lead_id on lead (id);"),
    ]
}

// SPDX-License-Identifier: Apache-2.0
import Storage

/// Tables that the Outbox folder writes.
enum OutboxSchema {
    static let migrations = [
        Migration(
            "outbox-1",
            """
            create table job (
                id bigint primary key,
                kind text not null, -- not personal
                once text not null unique, -- not personal
                payload text not null, -- not personal
                state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')), -- not personal
                cancel bigint not null default 0,
                run_at bigint not null,
                attempts bigint not null default 0,
                owner text not null default '', -- not personal
                token bigint not null default 0,
                lease_until bigint not null default 0,
                progress text not null default '', -- personal
                problem text not null default '', -- personal
                created_at bigint not null,
                finished_at bigint
            );
            create index job_due on job (kind, state, run_at, id);
            """),
        Migration(
            "outbox-2",
            """
            create table consumer (
                name text primary key, -- not personal
                place bigint not null,
                contact bigint not null,
                at bigint not null
            );
            """),
    ]
}

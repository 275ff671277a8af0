// SPDX-License-Identifier: Apache-2.0
import Storage

/// Audits that were sent to a counterpart, as they were then. Only the digest of a link is stored.
enum AuditSchema {
    static let migrations = [
        Migration(
            "audit-1",
            """
            create table shared_audit (
                id bigint primary key,
                hash blob not null unique, -- not personal
                sender_id bigint not null,
                created_at bigint not null,
                expires_at bigint not null,
                place bigint not null,
                answer text not null -- not personal
            );
            """)
    ]
}

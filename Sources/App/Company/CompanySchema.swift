// SPDX-License-Identifier: Apache-2.0
import Storage

/// Tables that the Company folder writes. One company per database.
enum CompanySchema {
    static let migrations = [
        Migration(
            "company-1",
            """
            create table company (
                id bigint primary key check (id = 1),
                name text not null, -- not personal
                zone text not null, -- not personal
                currency text not null, -- not personal
                fiscal text not null, -- not personal
                domains text not null, -- not personal
                created_at bigint not null
            );
            create table calendar (
                id bigint primary key,
                name text not null, -- not personal
                zone text not null, -- not personal
                hours text not null, -- not personal
                holidays text not null -- not personal
            );
            create table fx_rate (
                currency text not null, -- not personal
                day bigint not null,
                rate double precision not null check (rate > 0),
                import_id bigint not null,
                primary key (currency, day)
            );
            """)
    ]
}

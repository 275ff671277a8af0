// SPDX-License-Identifier: Apache-2.0
import Testing

@Suite struct SQLRuleControlTests {
    private func file(_ sql: String, _ path: String = "Sources/App/Capture/ImportStore.swift") -> SourceFile {
        SourceFile(path, "let a = \"\"\"\n\(sql)\n\"\"\"")
    }

    @Test(arguments: [
        "insert into lead (id) values ($1)",
        "insert or ignore into lead (id) values ($1)",
        "INSERT INTO lead (id) values ($1)",
        "update lead set stage = $1",
        "update lead as l set stage = $1",
        "delete from lead where id = $1",
        "with gone as (delete from lead where id = $1 returning id) select id from gone",
        "select 1; update lead set stage = 1",
        "insert into nobody (id) values (1)",
        "insert into \\(table) (id) values (1)",
        "create table lead (contact_id bigint)",
        "update \\(table) set x = 1",
        "truncate lead",
        "insert into \"lead\" (id) values ($1)",
    ])
    func `a write to another folder's table is found`(sql: String) {
        #expect(WritingFolders.findings(in: file(sql)).count == 1)
    }

    @Test(arguments: [
        "insert into import (id) values ($1)",
        "insert into import_row (id) values (1) on conflict (id) do update set state = 2",
        "select id from lead for update skip locked",
        "-- update lead set stage = 1",
        "select 'delete from lead where'",
        "Delete from lead where you like",
        "create temp table seen (id bigint); insert into seen (id) values (1)",
        "update the list as it is set", "delete from the list", "select updated_at from lead",
    ])
    func `a write to one's own table passes, and so does a read`(sql: String) {
        #expect(WritingFolders.findings(in: file(sql)) == [])
    }

    @Test func `a bulk write counts as a write`() {
        func findings(_ line: String) -> [Finding] { WritingFolders.findings(in: SourceFile("Sources/App/Capture/A.swift", line)) }
        #expect(findings("let rows = try tx.bulk(\"touch\", [\"contact_id\"])").count == 1)
        #expect(findings("let rows = try tx.bulk(  \"nobody\", [])").count == 1)
        #expect(findings("let rows = try tx.bulk(table, [])").count == 1)
        #expect(findings("let rows = try tx.bulk(\"import_row\", [\"id\"])") == [])
        #expect(findings("// tx.bulk(\"touch\", [])") == [])
        #expect(findings("case .bulk(let priority): break") == [])
    }

    @Test func `a file in no folder writes nothing`() {
        #expect(WritingFolders.findings(in: file("delete from lead where id = 1", "Sources/App/Doctor.swift")).count == 1)
        #expect(WritingFolders.findings(in: file("delete from lead where id = 1", "Sources/App/Ledger/LeadStore.swift")) == [])
    }

    @Test func `a finding names the line of the statement`() {
        #expect(WritingFolders.findings(in: file("select 1;\n  update lead set stage = 1")).map(\.line) == [3])
    }

    @Test(arguments: [
        "create table touch (id bigint primary key, contact_id bigint not null)",
        "create table touch (contact_id bigint not null, id bigint not null, primary key (id, contact_id))",
        "create table touch (contact_id bigint not null, id bigint not null)",
        "create table touch (id bigint not null, subject_id bigint, primary key (contact_id, id))",
        "create table lead (contact_id bigint, id bigint, token bigint unique, primary key (contact_id, id))",
        "create table lead (contact_id bigint, id bigint, line bigint, primary key (contact_id, id), unique (line, id))",
        "create table lead (contact_id bigint, id bigint, job_id bigint references job (id), primary key (contact_id, id))",
        "create table move (contact_id bigint, id bigint, lead_id bigint, primary key (contact_id, id), foreign key (lead_id) references lead (id))",
        "create unique index lead_line on lead (line)",
        "update touch set contact_id = $1 where id = $2",
        "update touch as t set at = 1, contact_id = $1",
        "insert into touch (contact_id, id) values (1, 2) on conflict (contact_id, id) do update set contact_id = excluded.contact_id",
    ])
    func `what can't be distributed is found`(sql: String) {
        #expect(SchemaRules.citusFindings(in: file(sql)).count == 1)
    }

    @Test(arguments: [
        "create table touch (contact_id bigint not null, id bigint not null, primary key (contact_id, id)) without rowid;",
        """
        create table move (
            contact_id bigint not null references contact (id), -- a comment, with a comma
            id bigint not null check (id > 0),
            lead_id bigint not null,
            member_id bigint references member (id),
            primary key (contact_id, id), unique (contact_id, lead_id, id),
            foreign key (contact_id, lead_id) references lead (contact_id, id)
        );
        create unique index move_lead on move (contact_id, lead_id) where lead_id > 0;
        """,
        "update touch set at = 1 where contact_id = $1", "update identity set contact_id = 1", "-- update touch set contact_id = 1",
        "create table job (id bigint primary key, contact_id bigint)", "insert into fact (contact_id) values (1) on conflict do nothing",
    ])
    func `what can be distributed passes`(sql: String) {
        #expect(SchemaRules.citusFindings(in: file(sql)) == [])
    }

    @Test(arguments: [
        "create table import (id bigint primary key,\n  name text not null,\n  size bigint)", "create table import (id bigint, raw blob)",
        "alter table import add column note text not null default ''",
        "create table import (name text, -- personally I would not\n  id bigint)",
        "create table import (name text not null,\n  -- personal\n  id bigint)",
    ])
    func `a column of text without a mark is found`(sql: String) {
        #expect(SchemaRules.markFindings(in: file(sql)).count == 1)
    }

    @Test(arguments: [
        "create table import (\n  name text not null, -- personal\n  raw blob, -- not personal: a hash\n  id bigint)",
        "create table import (id bigint, amount double precision)",
        "alter table import add column note text; -- personal", "select text from note",
    ])
    func `a marked column passes`(sql: String) {
        #expect(SchemaRules.markFindings(in: file(sql)) == [])
    }
}

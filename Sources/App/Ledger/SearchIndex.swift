// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// Prefix search over e-mail, names and company: a soft projection in plain tables, so that one SQL text serves both engines and an erased
/// person leaves it at once. A search for `mar rossi` finds people one of whose words begins with each.
package enum SearchIndex {
    /// Follows the feed.
    package static let consumer = Consumer("search") { tx, contact in try update(tx, contact) }

    private struct Row: Decodable {
        let email: String
        let firstName: String
        let lastName: String
        let company: String
    }

    static func update(_ tx: Write, _ contact: ContactID) throws {
        let row = try tx.read.row(as: Row.self, "select email, first_name, last_name, company from contact where id = $1 and known = 1", contact)
        let words = row.map { Self.words([$0.email, $0.firstName, $0.lastName, $0.company]) } ?? []
        let text = words.sorted().joined(separator: "\n")
        let before = try tx.read.text("select words from searched where contact_id = $1", contact)
        guard text != before ?? "" else { return }
        let old = Set((before ?? "").split(separator: "\n").map(String.init))
        for word in old.subtracting(words) { try tx.execute("delete from search where word = $1 and contact_id = $2", word, contact) }
        for word in words.subtracting(old) {
            try tx.execute("insert into search (word, contact_id) values ($1, $2) on conflict do nothing", word, contact)
        }
        if words.isEmpty {
            try tx.execute("delete from searched where contact_id = $1", contact)
        } else {
            try tx.execute(
                "insert into searched (contact_id, words) values ($1, $2) on conflict (contact_id) do update set words = excluded.words", contact,
                text)
        }
    }

    /// Lower case; the address whole, and every word of two letters or more.
    static func words(_ texts: [String]) -> Set<String> {
        var words: Set<String> = []
        for text in texts {
            let lower = text.lowercased()
            if lower.contains("@") { words.insert(String(lower.prefix(100))) }
            for word in lower.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) where word.count > 1 { words.insert(String(word.prefix(60))) }
        }
        return words
    }

    /// People whose words begin with every word of the text, in the order of their ids.
    package static func find(_ read: Read, _ text: String, after: Int64 = 0, limit: Int = 100) throws -> [Int64] {
        let wanted = Array(words([text]).sorted { $0.count > $1.count }.prefix(4))
        guard let first = wanted.first else { return [] }
        var conditions = ["word >= $1", "word < $2", "contact_id > $3"]
        var values: [Value] = [.text(first), .text(first + "\u{10FFFF}"), .int(after)]
        for word in wanted.dropFirst() {
            let next = values.count + 1
            conditions.append(
                "exists (select 1 from search o where o.contact_id = search.contact_id and o.word >= $\(next) and o.word < $\(next + 1))")
            values += [.text(word), .text(word + "\u{10FFFF}")]
        }
        var found: [Int64] = []
        try read.scan(
            "select distinct contact_id from search where \(conditions.joined(separator: " and ")) order by contact_id limit \(limit)", values: values
        ) { found.append($0.int(0)) }
        return found
    }

    /// After contacts were removed in numbers: words of people who are no longer there.
    static func forgetGone(_ tx: Write) throws {
        for table in ["search", "searched"] {
            try tx.execute("delete from \(table) where not exists (select 1 from contact c where c.id = \(table).contact_id)")
        }
    }

    /// Whether the index has followed the whole feed, so that nobody is missed.
    static func isComplete(_ read: Read) throws -> Bool {
        guard try read.int("select 1 from consumer where name = 'search'") != nil else { return false }
        return try consumer.behind(read) == 0
    }

    static func forget(_ tx: Write, _ contact: ContactID) throws {
        for word in (try tx.read.text("select words from searched where contact_id = $1", contact) ?? "").split(separator: "\n") {
            try tx.execute("delete from search where word = $1 and contact_id = $2", String(word), contact)
        }
        try tx.execute("delete from searched where contact_id = $1", contact)
    }
}

extension Ledger {
    /// Gives committed changes their place in the feed (PostgreSQL).
    static func numberChanges(_ tx: Write) throws -> Int {
        let start = try tx.read.int("select coalesce(max(place), 0) from change") ?? 0
        return try tx.execute(
            """
            update change set place = numbered.place from (
                select id, $1 + row_number() over (order by id) as place from change where place is null order by id limit 10000
            ) numbered where change.id = numbered.id
            """, start)
    }
}

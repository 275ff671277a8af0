// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// Prefix search over e-mail, names and company: a soft projection in plain tables, so that one SQL text serves both engines and an erased
/// person leaves it at once. A search for `mar rossi` finds people one of whose words begins with each.
package enum SearchIndex {
    /// Follows the feed. Another name makes it begin anew: when what counts as a word changes.
    package static let consumer = Consumer("words") { tx, contact in try update(tx, contact) }

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

    /// Lower case; every word of two letters or more. Of an address the last part of its domain is no word: most people share it.
    static func words(_ texts: [String]) -> Set<String> {
        var words: Set<String> = []
        for text in texts {
            let lower = text.lowercased(), domain = lower.split(separator: "@").dropFirst().last ?? ""
            let parts = lower.split(whereSeparator: { !$0.isLetter && !$0.isNumber })
            for word in domain.contains(".") ? parts.dropLast() : parts[...] where word.count > 1 { words.insert(String(word.prefix(60))) }
        }
        return words
    }

    /// People whose words begin with every word of the text, in the order of their ids.
    ///
    /// Each beginning becomes the few words that are there: by whole words the index is in order of people, so that a page ends early and
    /// "has the other word too" is one look-up. A beginning that many words share is looked at as a range.
    /// - Returns: nil where nearly everybody is meant, so that going through people finds a page sooner.
    package static func find(_ read: Read, _ text: String, after: Int64 = 0, limit: Int = 100) throws -> [Int64]? {
        let wanted = words([text]).sorted { ($1.count, $0) < ($0.count, $1) }.prefix(4)
        var meant: [Beginning] = []
        for word in wanted { meant.append(try Beginning(read, word)) }
        // The rarest word has the fewest people to ask about the others.
        meant.sort { $0.people < $1.people }
        guard let first = meant.first, first.people > 0 else { return [] }
        if first.words == nil, first.people == Beginning.bound { return nil }
        var others = "", values: [Value] = []
        for other in meant.dropFirst() {
            let words = other.condition(first: 4 + values.count)
            others += " and exists (\(words.text))"
            values += words.values
        }
        var found: Set<Int64> = []
        func collect(_ condition: String, _ low: String, _ high: String) throws {
            try read.scan(
                """
                select distinct s.contact_id from search s where \(condition) and s.contact_id > $3\(others)
                order by s.contact_id limit \(limit)
                """, values: [.text(low), .text(high), .int(after)] + values
            ) { found.insert($0.int(0)) }
        }
        if let words = first.words {
            for word in words { try collect("s.word = $1 and $2 = ''", word, "") }
        } else {
            try collect("s.word >= $1 and s.word < $2", first.low, first.high)
        }
        return Array(found.sorted().prefix(limit))
    }

    /// How a word that was typed begins words of the index.
    private struct Beginning {
        let low: String
        let high: String
        /// The words that begin so; nil where they are many.
        var words: [String]?
        /// People who have one, counted up to a bound.
        var people: Int64 = 0

        static let many = 24, bound = 20_000

        init(_ read: Read, _ word: String) throws {
            (low, high) = (word, word + "\u{10FFFF}")
            people =
                try read.int(
                    "select count(*) from (select 1 from search where word >= $1 and word < $2 limit \(Self.bound)) x", low, high) ?? 0
            // From one word to the next by the index: as many look-ups as there are words.
            var found: [String] = []
            var next = try read.text("select min(word) from search where word >= $1 and word < $2", low, high)
            while let one = next {
                found.append(one)
                if found.count > Self.many { return }
                next = try read.text("select min(word) from search where word > $1 and word < $2", one, high)
            }
            words = found
        }

        /// Whether the person of `s` has such a word: by whole words a look-up each; where many begin so, in what the person is found by.
        /// - Parameter first: number of the first parameter.
        func condition(first: Int) -> (text: String, values: [Value]) {
            guard let words else {
                // Words are of letters and digits, so that none is a pattern.
                let text = "select 1 from searched d where d.contact_id = s.contact_id and (d.words like $\(first) or d.words like $\(first + 1))"
                return (text, [.text(low + "%"), .text("%\n" + low + "%")])
            }
            guard !words.isEmpty else { return ("select 1 where 1 = 0", []) }
            let list = words.indices.map { "$\(first + $0)" }.joined(separator: ", ")
            return ("select 1 from search o where o.contact_id = s.contact_id and o.word in (\(list))", words.map { .text($0) })
        }
    }

    /// After contacts were removed in numbers: words of people who are no longer there.
    static func forgetGone(_ tx: Write) throws {
        for table in ["search", "searched"] {
            try tx.execute("delete from \(table) where not exists (select 1 from contact c where c.id = \(table).contact_id)")
        }
    }

    /// Whether the index is as good as up to date, so that nobody is missed but who came in the last moment.
    static func isComplete(_ read: Read) throws -> Bool {
        guard try read.int("select 1 from consumer where name = $1", consumer.name) != nil else { return false }
        return try !consumer.isBehind(read, by: 1_000)
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

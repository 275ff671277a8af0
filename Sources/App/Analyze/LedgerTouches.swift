// SPDX-License-Identifier: Apache-2.0
package import Analytics
package import Storage

/// The ledger's touches as a journal, by channel; touches of the system's own are none of a buyer's journey.
package struct LedgerTouches: Sendable {
    package let database: Database

    package init(database: Database) { self.database = database }

    package struct Loaded: Sendable {
        package var journal: Journal
        package var channels: [String]
        /// Of people who belong to an account.
        package var accounts: [Int64: Int64]
    }

    private struct Part: Sendable {
        var journal = Journal()
        /// The code of each channel in this part, by its id; at most as many as an answer has.
        var codes: [Int64: UInt16] = [:]

        mutating func code(_ id: Int64) -> UInt16 {
            if let known = codes[id] { return known }
            codes[id] = UInt16(clamping: min(codes.count, ReadJourneys.mostChannels - 1))
            return codes[id] ?? 0
        }
    }

    /// Two readers, each over a range of people.
    /// - Parameter together: people of one account follow each other, as units of several people want it.
    package func load(together: Bool = true) async throws -> Loaded {
        let (low, high, unseen, names, accounts) = try await database.read { read in
            var (unseen, names, accounts) = ([String](), [Int64: String](), [Int64: Int64]())
            try read.scan("select id from import where state in ('running', 'failed')") { unseen.append(String($0.int(0))) }
            try read.scan("select id, value from code where kind = 'channel'") { names[$0.int(0)] = $0.text(1) }
            if together { try read.scan("select id, account_id from contact where account_id <> 0") { accounts[$0.int(0)] = $0.int(1) } }
            return (
                try read.int("select min(contact_id) from touch") ?? 0, try read.int("select max(contact_id) from touch") ?? -1, unseen, names,
                accounts
            )
        }
        let seen = unseen.isEmpty ? "import_id >= 0" : "import_id not in (\(unseen.joined(separator: ", ")))"
        let ranges = FunnelLoading.ranges(low, high, count: 2)
        guard let first = ranges.first else { return Loaded(journal: Journal(), channels: [], accounts: accounts) }
        let last = ranges.count > 1 ? ranges[1] : (0, -1)
        async let right = database.read { try Self.part($0, last, seen) }
        let left = try await database.read { try Self.part($0, first, seen) }
        return Self.joined([left, try await right], names, accounts, together: together)
    }

    /// A person's touches come together, since the person is first in the key.
    private static func part(_ read: Read, _ range: (Int64, Int64), _ seen: String) throws -> Part {
        var part = Part()
        var (person, lastID, lastCode) = (Int64.min, Int64.min, UInt16(0))
        try read.scan(
            "select contact_id, at, channel from touch where contact_id >= $1 and contact_id <= $2 and side <> 5 and \(seen) order by contact_id",
            range.0, range.1
        ) { row in
            let next = row.int(0), channel = row.int(2)
            if person != next {
                if person != .min { part.journal.close(party: person, person: person) }
                person = next
            }
            if channel != lastID { (lastID, lastCode) = (channel, part.code(channel)) }
            part.journal.add(at: row.int(1), channel: lastCode)
        }
        if person != .min { part.journal.close(party: person, person: person) }
        return part
    }

    private static func joined(_ parts: [Part], _ names: [Int64: String], _ accounts: [Int64: Int64], together: Bool) -> Loaded {
        var whole = Part()
        var channels: [String] = []
        for part in parts {
            let order = part.codes.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
            var codes = Array(repeating: UInt16(0), count: (order.last.map { Int($0.value) } ?? -1) + 1)
            for (id, old) in order {
                let isNew = whole.codes[id] == nil, code = whole.code(id)
                codes[Int(old)] = code
                if isNew, channels.count == Int(code) { channels.append(names[id] ?? "(no channel)") }
            }
            var journal = part.journal
            if codes.enumerated().contains(where: { Int($1) != $0 }) { journal.recode(codes) }
            if whole.journal.personCount == 0 { whole.journal = journal } else { whole.journal.append(contentsOf: journal) }
        }
        guard together, !accounts.isEmpty else { return Loaded(journal: whole.journal, channels: channels, accounts: accounts) }
        let people = whole.journal.people, parties = people.map { accounts[$0] ?? $0 }
        let order = people.indices.sorted { (parties[$0], $0) < (parties[$1], $1) }
        return Loaded(journal: whole.journal.reordered(order, parties: order.map { parties[$0] }), channels: channels, accounts: accounts)
    }
}

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
        var people: [Int64] = []
        var starts: [Int] = [0]
        var times: [Int64] = []
        var channels: [Int64] = []
    }

    /// Two readers, each over a range of people.
    package func load() async throws -> Loaded {
        let (low, high, unseen, names, accounts) = try await database.read { read in
            var (unseen, names, accounts) = ([String](), [Int64: String](), [Int64: Int64]())
            try read.scan("select id from import where state in ('running', 'failed')") { unseen.append(String($0.int(0))) }
            try read.scan("select id, value from code where kind = 'channel'") { names[$0.int(0)] = $0.text(1) }
            try read.scan("select id, account_id from contact where account_id <> 0") { accounts[$0.int(0)] = $0.int(1) }
            return (try read.int("select min(contact_id) from touch") ?? 0, try read.int("select max(contact_id) from touch") ?? -1, unseen, names, accounts)
        }
        let seen = unseen.isEmpty ? "import_id >= 0" : "import_id not in (\(unseen.joined(separator: ", ")))"
        let ranges = FunnelLoading.ranges(low, high, count: 2)
        guard let first = ranges.first else { return Loaded(journal: Journal(), channels: [], accounts: accounts) }
        let last = ranges.count > 1 ? ranges[1] : (0, -1)
        async let right = database.read { try Self.part($0, last, seen) }
        let left = try await database.read { try Self.part($0, first, seen) }
        return Self.joined([left, try await right], names, accounts)
    }

    /// A person's touches come together, since the person is first in the key.
    private static func part(_ read: Read, _ range: (Int64, Int64), _ seen: String) throws -> Part {
        var part = Part()
        try read.scan(
            "select contact_id, at, channel from touch where contact_id >= $1 and contact_id <= $2 and side <> 5 and \(seen) order by contact_id",
            range.0, range.1
        ) { row in
            let person = row.int(0)
            if part.people.last != person {
                if !part.people.isEmpty { part.starts.append(part.times.count) }
                part.people.append(person)
            }
            part.times.append(row.int(1))
            part.channels.append(row.int(2))
        }
        if !part.people.isEmpty { part.starts.append(part.times.count) }
        return part
    }

    private static func joined(_ parts: [Part], _ names: [Int64: String], _ accounts: [Int64: Int64]) -> Loaded {
        var (codes, channels) = ([Int64: UInt16](), [String]())
        func code(_ id: Int64) -> UInt16 {
            if let known = codes[id] { return known }
            let code = UInt16(clamping: channels.count)
            if channels.count < ReadJourneys.mostChannels { channels.append(names[id] ?? "(no channel)") }
            codes[id] = min(code, UInt16(ReadJourneys.mostChannels - 1))
            return codes[id] ?? 0
        }
        var journal = Journal()
        journal.reserve(people: parts.reduce(0) { $0 + $1.people.count }, touches: parts.reduce(0) { $0 + $1.times.count })
        // People of one party follow each other.
        var order: [(party: Int64, part: Int, place: Int)] = []
        for (number, part) in parts.enumerated() {
            for place in part.people.indices { order.append((accounts[part.people[place]] ?? part.people[place], number, place)) }
        }
        if !accounts.isEmpty { order.sort { ($0.party, $0.part, $0.place) < ($1.party, $1.part, $1.place) } }
        for entry in order {
            let part = parts[entry.part], start = part.starts[entry.place]
            journal.append(party: entry.party, person: part.people[entry.place], touches: part.starts[entry.place + 1] - start) {
                (at: part.times[start + $0], channel: code(part.channels[start + $0]))
            }
        }
        return Loaded(journal: journal, channels: channels, accounts: accounts)
    }
}

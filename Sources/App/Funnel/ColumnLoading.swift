// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

/// One dimension of a journal: a small code for each lead and deal, and what the codes are called.
struct CodedColumn: Sendable {
    /// As long as the journal's leads; -1 where nothing is known.
    var codes: [Int32]
    var dealCodes: [Int32]
    var labels: [String]

    /// More groups than this are nothing that anybody reads, and each costs memory in a fold.
    static let groups = 400
    /// More values than this are no filter.
    static let values = 50_000

    /// Keeps the largest groups; the others become one.
    func limited(to most: Int) -> CodedColumn {
        var copy = self
        copy.limit(most)
        return copy
    }

    private mutating func limit(_ most: Int) {
        guard labels.count > most else { return }
        var counts = [Int](repeating: 0, count: labels.count)
        for code in codes where code >= 0 { counts[Int(code)] += 1 }
        for code in dealCodes where code >= 0 { counts[Int(code)] += 1 }
        let kept = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(most - 1)
        var map = [Int32](repeating: Int32(most - 1), count: labels.count)
        for (place, old) in kept.enumerated() { map[old] = Int32(place) }
        let others = "\(Format.count(labels.count - kept.count)) other values"
        labels = kept.map { labels[$0] } + [others]
        codes = codes.map { $0 < 0 ? $0 : map[Int($0)] }
        dealCodes = dealCodes.map { $0 < 0 ? $0 : map[Int($0)] }
    }
}

/// What lists filter by, and what says who may see a row: 9 bytes a lead.
struct LeadDetails: Sendable {
    var stage: [UInt8] = []
    /// Since when it stands in its stage, in microseconds.
    var since: [Int64] = []
    /// Places in `members`, -1 for nobody.
    var owner: [Int32] = []
    /// Code of the reason, 0 for none.
    var reason: [Int32] = []
    var members: [Int64] = []
    var memberNames: [String] = []
    /// Owners of accounts that somebody owns.
    var accountOwner: [Int64: Int64] = [:]
    /// By the codes of `reason`.
    var reasons: [String] = [""]
    /// Names of custom fields, most used first.
    var fields: [String] = []
    /// Those of them that divide people into groups: neither an id nor a time of each, nor the same for all.
    var groupingFields: [String] = []
}

/// Reads further columns of a journal that is loaded already, in its order, on two threads.
struct ColumnLoading: Sendable {
    let database: Database
    let journal: FunnelJournal

    func column(_ dimension: FunnelDimension) async throws -> CodedColumn {
        let whole = joined(try await halves { read, slice in try leads(read, slice, dimension) })
        let (codes, labels) = (whole.codes, whole.labels)
        let before = labels
        var (dealCodes, all) = try await database.read { read in try deals(read, dimension, before) }
        // What a deal does not say of itself, its lead may.
        for place in dealCodes.indices where dealCodes[place] < 0 {
            let lead = Int(journal.deals.lead[place])
            if codes.indices.contains(lead) { dealCodes[place] = codes[lead] }
        }
        return CodedColumn(codes: codes, dealCodes: dealCodes, labels: all).limited(to: CodedColumn.values)
    }

    private func joined(_ parts: [(codes: [Int32], labels: [String])]) -> CodedColumn {
        var labels: [String] = [], known: [String: Int32] = [:], codes: [Int32] = []
        codes.reserveCapacity(journal.leads.count)
        for part in parts {
            let map = part.labels.map { label -> Int32 in
                if let code = known[label] { return code }
                known[label] = Int32(labels.count)
                labels.append(label)
                return Int32(labels.count - 1)
            }
            codes += part.codes.map { $0 < 0 ? $0 : map[Int($0)] }
        }
        return CodedColumn(codes: codes, dealCodes: [], labels: labels)
    }

    /// Runs `body` for both halves of the leads at once; the parts come in order.
    func halves<Part: Sendable>(_ body: @escaping @Sendable (Read, Range<Int>) throws -> Part) async throws -> [Part] {
        let slices = journal.slices(2)
        guard let first = slices.first else { return [] }
        guard slices.count > 1 else { return [try await database.read { try body($0, first) }] }
        let second = slices[1]
        async let right = database.read { try body($0, second) }
        let left = try await database.read { try body($0, first) }
        return [left, try await right]
    }

    /// Goes through rows (contact, lead, …) and leads of the journal together, both in the order of their key.
    func align(
        _ read: Read, _ slice: Range<Int>, _ columns: String, from: String, row: (Int, borrowing Cursor) -> Void
    ) throws {
        let contacts = journal.leads.contact, leads = journal.leads.lead
        guard let first = slice.first, let last = slice.last else { return }
        var place = slice.lowerBound
        try read.scan(
            """
            select l.contact_id, l.id, \(columns) from \(from)
            where l.contact_id >= $1 and l.contact_id <= $2 and l.\(Ledger.seen) order by l.contact_id, l.id
            """, contacts[first], contacts[last]
        ) { cursor in
            let contact = cursor.int(0), lead = cursor.int(1)
            while place < slice.upperBound, (contacts[place], leads[place]) < (contact, lead) { place += 1 }
            guard place < slice.upperBound, contacts[place] == contact, leads[place] == lead else { return }
            row(place - slice.lowerBound, cursor)
        }
    }

    private func leads(_ read: Read, _ slice: Range<Int>, _ dimension: FunnelDimension) throws -> (codes: [Int32], labels: [String]) {
        var codes = [Int32](repeating: -1, count: slice.count)
        var grouping = try Grouping(dimension, read)
        let joined = "lead l join contact c on c.id = l.contact_id"
        if case .field(let name) = dimension {
            try align(read, slice, "c.fields", from: joined) { place, row in
                codes[place] = grouping.code(FunnelLoading.value(of: name, in: row.bytes(2)))
            }
        } else {
            let column = dimension.leadColumn ?? "0"
            try align(read, slice, "l.opened_at, \(column)", from: column.hasPrefix("c.") ? joined : "lead l") { place, row in
                codes[place] = grouping.code(id: row.int(3), at: row.int(2))
            }
        }
        return (codes, grouping.labels)
    }

    private func deals(_ read: Read, _ dimension: FunnelDimension, _ labels: [String]) throws -> ([Int32], [String]) {
        var codes = [Int32](repeating: -1, count: journal.deals.count)
        var grouping = try Grouping(dimension, read)
        for label in labels { _ = grouping.code(label) }
        guard let column = dimension.dealColumn, !codes.isEmpty else { return (codes, grouping.labels) }
        let deals = journal.deals.deal
        var place = 0
        try read.scan("select d.id, d.opened_at, d.closed_at, \(column) from deal d where d.absent <> 2 and d.\(Ledger.seen) order by d.id") { row in
            while place < deals.count, deals[place] < row.int(0) { place += 1 }
            guard place < deals.count, deals[place] == row.int(0) else { return }
            codes[place] = grouping.code(id: row.int(3), at: row.isNull(2) ? row.int(1) : row.int(2))
        }
        return (codes, grouping.labels)
    }

    func details() async throws -> LeadDetails {
        var details = try await database.read { read in try Self.words(read) }
        let ownerOf = Dictionary(details.members.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        let names = try await database.read { read in
            var names: [Int64: String] = [:]
            try read.scan("select id, value from code where kind = 'reason'") { names[$0.int(0)] = $0.text(1) }
            return names
        }
        let ids = names.sorted { $0.key < $1.key }
        let reasonOf = Dictionary(ids.enumerated().map { ($1.key, Int32($0 + 1)) }, uniquingKeysWith: { first, _ in first })
        details.reasons = [""] + ids.map(\.value)
        let parts = try await halves { read, slice in
            var (stage, owner) = ([UInt8](repeating: 1, count: slice.count), [Int32](repeating: -1, count: slice.count))
            var (reason, since) = ([Int32](repeating: 0, count: slice.count), [Int64](repeating: 0, count: slice.count))
            try align(read, slice, "l.stage, l.owner_id, l.reason, l.stage_at", from: "lead l") { place, row in
                stage[place] = UInt8(truncatingIfNeeded: row.int(2))
                if row.int(3) != 0 { owner[place] = ownerOf[row.int(3)] ?? -1 }
                if row.int(4) != 0 { reason[place] = reasonOf[row.int(4)] ?? 0 }
                since[place] = row.int(5)
            }
            return (stage, owner, reason, since)
        }
        for part in parts {
            details.stage += part.0
            details.owner += part.1
            details.reason += part.2
            details.since += part.3
        }
        return details
    }

    private static func words(_ read: Read) throws -> LeadDetails {
        var details = LeadDetails()
        try read.scan("select id, name from member order by name, id") { row in
            details.members.append(row.int(0))
            details.memberNames.append(row.text(1))
        }
        try read.scan("select id, owner_id from account where owner_id <> 0 and \(Ledger.seen)") { details.accountOwner[$0.int(0)] = $0.int(1) }
        var fields = FieldSight()
        // Enough to meet every field that is worth dividing by, without reading a million rows.
        for order in ["id", "id desc"] {
            try read.scan("select fields from contact where \(Ledger.seen) order by \(order) limit 2000") { row in
                FlatJSON.read(row.bytes(0)) { name, value in fields.meet(name, value) }
            }
        }
        (details.fields, details.groupingFields) = (fields.all, fields.grouping)
        return details
    }
}

// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage
import Synchronization

/// The ledger's leads, moves and deals as coded columns, with each lead's group.
package struct LoadedFunnel: Sendable {
    var journal: FunnelJournal
    /// Where many questions are asked of one journal.
    var digest: FunnelDigest?
    /// When anything happened last, where it was looked up before.
    var newest: Int64?
    var groups: [Int32]
    var labels: [String]
    /// Of each deal by its own owner, product, source …; -1 where it says none.
    var dealGroups: [Int32]
    /// Contacts that are counted apart, by reason.
    var excluded: [String: Int]
    /// Deals whose amount has no rate into the company's currency.
    var unconverted: Int
}

struct FunnelLoading: Sendable {
    let database: Database
    let dimension: FunnelDimension
    /// Only what had happened by then is loaded; nil for all.
    var until: Moment?

    /// Two readers, each over ranges of contacts, so that both cores work.
    func load(progress: @escaping @Sendable (Double) -> Void = { _ in }) async throws -> LoadedFunnel {
        let bounds = try await database.read { read -> (Int64, Int64) in
            (try read.int("select min(contact_id) from lead") ?? 0, try read.int("select max(contact_id) from lead") ?? -1)
        }
        let ranges = Self.ranges(bounds.0, bounds.1, count: 16)
        let (dimension, database, until) = (dimension, database, until)
        let half = ranges.count / 2
        let (left, right) = (Array(ranges[..<half]), Array(ranges[half...]))
        let done = Mutex(0)
        let step: @Sendable () -> Void = {
            progress(
                Double(
                    done.withLock {
                        $0 += 1; return $0
                    }) / Double(max(1, ranges.count)))
        }
        async let second = database.read { try Self.leads($0, right, dimension, until, step) }
        let first = try await database.read { try Self.leads($0, left, dimension, until, step) }
        var loaded = Self.join(first, try await second)
        loaded = try await database.read { [loaded] in try Self.deals($0, loaded, dimension, until) }
        loaded.excluded = try await database.read { read in
            var counts: [String: Int] = [:]
            try read.scan(
                "select excluded, count(*) from contact c where excluded <> 0 and \(Ledger.seen)\(until == nil ? "" : Self.existed) group by excluded",
                values: until.map { [$0.bound] } ?? []
            ) { row in
                if let reason = Exclusion(rawValue: row.int(0)) { counts[reason.name] = Int(row.int(1)) }
            }
            return counts
        }
        return loaded
    }

    /// People of whom anything is known from then or earlier.
    private static let existed = """
         and (c.created_at <= $1 or exists (select 1 from fact f where f.contact_id = c.id and f.at <= $1 and f.\(Ledger.seen))
            or exists (select 1 from subject s where s.contact_id = c.id and s.created <> 0 and s.created <= $1 and s.\(Ledger.seen))
            or exists (select 1 from lead l where l.contact_id = c.id and l.opened_at <= $1 and l.\(Ledger.seen))
            or exists (select 1 from touch t where t.contact_id = c.id and t.at <= $1 and t.\(Ledger.seen)))
        """

    static func ranges(_ low: Int64, _ high: Int64, count: Int64) -> [(Int64, Int64)] {
        guard high >= low else { return [] }
        let width = (high - low) / count + 1
        return (0..<count).map { (low + $0 * width, min(high, low + ($0 + 1) * width - 1)) }.filter { $0.0 <= $0.1 }
    }

    private struct Part: Sendable {
        var journal = FunnelJournal()
        var groups: [Int32] = []
        var labels: [String] = []
    }

    private static func leads(
        _ read: Read, _ ranges: [(Int64, Int64)], _ dimension: FunnelDimension, _ until: Moment?, _ step: @Sendable () -> Void
    ) throws -> Part {
        var part = Part()
        var grouping = try Grouping(dimension, read)
        for range in ranges {
            try leads(read, range, until, &part, &grouping)
            step()
        }
        part.labels = grouping.labels
        return part
    }

    private struct Pending {
        var at: Int64
        var order: UInt8
        var stage: UInt8
        var precision: UInt8
        var basis: UInt8

        func isAfter(_ other: Pending) -> Bool { at != other.at ? at > other.at : order > other.order }
    }

    /// Up to so many moves are put in order one by one as they come; a lead with more is sorted.
    private static let few = 32

    /// By stage: where it stands among moves of one moment.
    private static let orders: [UInt8] = (0...255).map { UInt8(clamping: Stage(rawValue: $0)?.order ?? $0) }

    /// What `Ledger.seen` says, looked up once: asked of each of millions of moves, its list is a third of the scan.
    private static func seen(_ read: Read) throws -> String {
        var unseen: [String] = []
        try read.scan("select id from import where state in ('running', 'failed')") { unseen.append(String($0.int(0))) }
        return unseen.isEmpty ? "import_id >= 0" : "import_id not in (\(unseen.joined(separator: ", ")))"
    }

    /// Leads of a range first, then their moves in the same order of keys: one pass over each table, joined in memory.
    private static func leads(_ read: Read, _ range: (Int64, Int64), _ until: Moment?, _ part: inout Part, _ grouping: inout Grouping) throws {
        let seen = try seen(read), orders = orders
        let values: [Value] = [.int(range.0), .int(range.1)] + (until.map { [$0.bound] } ?? [])
        var moves: [Pending] = []
        var of: [(contact: Int64, lead: Int64, start: Int)] = []
        var last: Int64 = .min
        try read.scan(
            """
            select lead_id, at, to_stage, precision, basis, contact_id from move
            where contact_id >= $1 and contact_id <= $2 and superseded_by = 0 and \(seen)\(until == nil ? "" : " and at <= $3") order by contact_id, lead_id, id
            """, values: values
        ) { row in
            let lead = row.int(0), stage = UInt8(truncatingIfNeeded: row.int(2))
            if lead != last {
                of.append((row.int(5), lead, moves.count))
                last = lead
            }
            let move = Pending(
                at: row.int(1), order: orders[Int(stage)], stage: stage, precision: UInt8(truncatingIfNeeded: row.int(3)),
                basis: UInt8(truncatingIfNeeded: row.int(4)))
            moves.append(move)
            // They come by id, nearly always in order of time: each is put in its place among the few of its lead.
            guard let start = of.last?.start, moves.count - start <= few else { return }
            var place = moves.count - 1
            while place > start, moves[place - 1].isAfter(move) {
                moves[place] = moves[place - 1]
                moves[place - 1] = move
                place -= 1
            }
        }
        let parts = try parts(read, range, seen, of), count = moves.count
        var place = 0
        let column = grouping.dimension.leadColumn ?? "0"
        var field = ""
        if case .field(let name) = grouping.dimension { field = name }
        try read.scan(
            """
            select l.contact_id, l.id, l.opened_at, l.opened_precision, l.ended_at, l.stage, \(column), c.account_id, c.excluded, l.stage_at\(field.isEmpty ? "" : ", c.fields")
            from lead l join contact c on c.id = l.contact_id
            where l.contact_id >= $1 and l.contact_id <= $2 and l.part_of = 0 and l.\(seen)\(until == nil ? "" : " and l.opened_at <= $3")
            order by l.contact_id, l.id
            """, values: values
        ) { row in
            let lead = row.int(1)
            // Both come in the order (contact, lead).
            while place < of.count, (of[place].contact, of[place].lead) < (row.int(0), lead) { place += 1 }
            guard row.int(8) == 0 else { return }
            func told(_ place: Int) -> Range<Int> { of[place].start..<(place + 1 < of.count ? of[place + 1].start : count) }
            var own = 0..<0
            if place < of.count, of[place].lead == lead { own = told(place) }
            if own.count > few { moves[own].sort { $1.isAfter($0) } }
            if let others = parts[lead] {
                let all = (Array(moves[own]) + others.flatMap { moves[told($0)] }).sorted { $1.isAfter($0) }
                own = moves.count..<(moves.count + all.count)
                moves += all
            }
            var (ended, stage) = (row.isNull(4) ? Int64.max : row.int(4), UInt8(truncatingIfNeeded: row.int(5)))
            // What came later has not happened: the last move until then says where it stood.
            if let until, row.int(9) > until.micros {
                let last = own.isEmpty ? nil : moves[own.upperBound - 1]
                stage = last?.stage ?? 1
                ended = last.flatMap { Stage(rawValue: Int64($0.stage))?.isEnd == true ? $0.at : nil } ?? .max
            }
            part.journal.appendLead(
                contact: row.int(0), account: row.int(7), lead: lead, opened: row.int(2), openedPrecision: UInt8(truncatingIfNeeded: row.int(3)),
                ended: ended, stage: stage)
            part.groups.append(field.isEmpty ? grouping.code(id: row.int(6), at: row.int(2)) : grouping.code(value(of: field, in: row.bytes(10))))
            for index in own {
                let move = moves[index]
                part.journal.appendMove(to: move.stage, at: move.at, precision: move.precision, basis: move.basis)
            }
        }
    }

    /// By lead, the places of the moves that other records of the same attempt tell: few people have such.
    private static func parts(
        _ read: Read, _ range: (Int64, Int64), _ seen: String, _ of: [(contact: Int64, lead: Int64, start: Int)]
    ) throws -> [Int64: [Int]] {
        var first: [Int64: Int64] = [:]
        try read.scan(
            "select id, part_of from lead where part_of <> 0 and contact_id >= $1 and contact_id <= $2 and \(seen)", range.0, range.1
        ) { first[$0.int(0)] = $0.int(1) }
        var parts: [Int64: [Int]] = [:]
        guard !first.isEmpty else { return parts }
        for (place, run) in of.enumerated() { if let lead = first[run.lead] { parts[lead, default: []].append(place) } }
        return parts
    }

    static func value(of field: String, in json: UnsafeRawBufferPointer) -> String {
        var found = ""
        FlatJSON.read(json) { if $0 == field { found = $1 } }
        return found
    }

    private static func join(_ a: Part, _ b: Part) -> LoadedFunnel {
        var labels = a.labels
        var codes = Dictionary(labels.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        let map = b.labels.map { label -> Int32 in
            if let known = codes[label] { return known }
            codes[label] = Int32(labels.count)
            labels.append(label)
            return Int32(labels.count - 1)
        }
        var journal = a.journal
        journal.append(contentsOf: b.journal)
        let groups = a.groups + b.groups.map { $0 < 0 ? -1 : map[Int($0)] }
        return LoadedFunnel(journal: journal, groups: groups, labels: labels, dealGroups: [], excluded: [:], unconverted: 0)
    }
}

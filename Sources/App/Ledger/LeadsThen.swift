// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Where leads stood at a moment and whose they were: replayed from what had happened by then.
struct LeadsThen {
    private var moves: [Int64: [Move]] = [:]
    private var owners: [Int64: [(at: Int64, id: Int64, owner: Int64)]] = [:]
    private let until: Moment

    /// - Parameter contacts: whose leads are asked for.
    init(_ read: Read, of contacts: [Int64], until: Moment) throws {
        self.until = until
        for span in spans(of: contacts) { try load(read, span) }
    }

    private mutating func load(_ read: Read, _ span: ClosedRange<Int64>) throws {
        var first: [Int64: Int64] = [:], found: [(Int64, Move)] = [], given: [(lead: Int64, at: Int64, id: Int64, owner: Int64)] = []
        try read.scan(
            "select id, part_of from lead where part_of <> 0 and contact_id >= $1 and contact_id <= $2 and \(Ledger.seen)", span.lowerBound,
            span.upperBound
        ) { first[$0.int(0)] = $0.int(1) }
        try read.scan(
            """
            select lead_id, id, at, precision, from_stage, to_stage, basis, reason, superseded_by from move
            where contact_id >= $1 and contact_id <= $2 and \(Ledger.seen)
            """, span.lowerBound, span.upperBound
        ) { row in if let move = Move(row, from: 1) { found.append((row.int(0), move)) } }
        try read.scan(
            "select lead_id, from_at, id, owner_id from assignment where contact_id >= $1 and contact_id <= $2 and \(Ledger.seen)", span.lowerBound,
            span.upperBound
        ) { given.append(($0.int(0), $0.int(1), $0.int(2), $0.int(3))) }
        for (lead, move) in found { moves[first[lead] ?? lead, default: []].append(move) }
        for one in given { owners[first[one.lead] ?? one.lead, default: []].append((one.at, one.id, one.owner)) }
    }

    /// nil where no move of it had happened.
    func standing(of lead: Int64) -> Standing? {
        let moves = (moves[lead] ?? []).sorted(by: Move.inOrder)
        return Standing.replay(moves, until: until)
            ?? Standing.replay(moves.map { $0.supersededBy == Move.passedOver ? $0.restored : $0 }, until: until)
    }

    /// Whether anything is known of its moves, at any time.
    func isTold(_ lead: Int64) -> Bool { moves[lead] != nil }

    /// 0 for nobody; nil where nobody was ever given it, so that today's owner has always been.
    func owner(of lead: Int64) -> Int64? {
        guard let all = owners[lead] else { return nil }
        return all.filter { $0.at <= until.micros }.max { ($0.at, $0.id) < ($1.at, $1.id) }?.owner ?? 0
    }
}

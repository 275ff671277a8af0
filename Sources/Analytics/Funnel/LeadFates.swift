// SPDX-License-Identifier: Apache-2.0

/// What became of each lead of a journal, read off its moves once. Arrays in the order of the journal's leads; times in microseconds.
package struct LeadFates: Sendable {
    /// The farthest step on the way to won: inquiry 1 … won 6.
    package private(set) var reach: [UInt8]
    /// Where it stands: a stage's code.
    package private(set) var stage: [UInt8]
    /// Since when it stands there; `Int64.min` where nobody knows.
    package private(set) var since: [Int64]
    /// Stages that a source or a person named, by their code's binary digit; what only deals or an order of stages imply is not among them.
    package private(set) var named: [UInt16]
    /// When it came to opportunity or beyond, and when it was first qualified (MQL, SAL or SQL); `Int64.max` never, `Int64.min` nobody knows when.
    package private(set) var opportunity: [Int64]
    package private(set) var qualified: [Int64]

    package init(_ journal: FunnelJournal) {
        let count = journal.leads.count
        reach = [UInt8](repeating: 1, count: count)
        stage = journal.leads.marks.map { $0 & 15 }
        since = [Int64](repeating: .min, count: count)
        named = [UInt16](repeating: 0, count: count)
        opportunity = [Int64](repeating: .max, count: count)
        qualified = [Int64](repeating: .max, count: count)
        for lead in 0..<count {
            for index in journal.moveRange(lead) {
                let word = journal.moves.words[index]
                let (to, known) = (PackedMove.stage(word), PackedMove.precision(word) > 0)
                let at = known ? PackedMove.ticks(word) << 4 : Int64.min
                if to <= 6 { reach[lead] = max(reach[lead], UInt8(to)) }
                if !PackedMove.isDerived(word) { named[lead] |= 1 << UInt16(to) }
                if to == 5 || to == 6, opportunity[lead] == .max { opportunity[lead] = at }
                if (2...4).contains(to), qualified[lead] == .max { qualified[lead] = at }
                (stage[lead], since[lead]) = (UInt8(to), at)
            }
        }
    }
}

/// How long leads stayed in each stage that they left, in seconds, by the stage's code; only between times that are known, and not by what is
/// inferred.
package func stageStays(_ journal: FunnelJournal) -> [UInt8: [Double]] {
    var stays: [UInt8: [Double]] = [:]
    for lead in 0..<journal.leads.count {
        var before: (stage: Int, at: Int64)?
        for index in journal.moveRange(lead) {
            let word = journal.moves.words[index], isKnown = PackedMove.precision(word) >= 3 && !PackedMove.isInferred(word)
            if let before, isKnown {
                stays[UInt8(before.stage), default: []].append(Double(PackedMove.seconds(before.at, PackedMove.ticks(word))))
            }
            before = isKnown ? (PackedMove.stage(word), PackedMove.ticks(word)) : nil
        }
    }
    return stays
}

// SPDX-License-Identifier: Apache-2.0

/// One row per lead, in order of contact. Times in microseconds since 1970 UTC.
package struct LeadColumns: Sendable {
    package internal(set) var contact: [Int64] = []
    package internal(set) var account: [Int64] = []
    package internal(set) var lead: [Int64] = []
    package internal(set) var opened: [Int64] = []
    package internal(set) var ended: [Int64] = []
    /// Precision of the opening in the high four binary digits, stage in the low four.
    var marks: [UInt8] = []
    /// Index of the first move.
    var start: [UInt32] = []

    package var count: Int { lead.count }

    /// 0 unknown … 3 day … 6 exact.
    package func openedPrecision(_ lead: Int) -> Int64 { Int64(marks[lead] >> 4) }

    mutating func reserve(_ count: Int) {
        contact.reserveCapacity(count)
        account.reserveCapacity(count)
        lead.reserveCapacity(count)
        opened.reserveCapacity(count)
        ended.reserveCapacity(count)
        marks.reserveCapacity(count)
        start.reserveCapacity(count)
    }

    mutating func append(_ other: LeadColumns, moveShift: UInt32) {
        contact.append(contentsOf: other.contact)
        account.append(contentsOf: other.account)
        lead.append(contentsOf: other.lead)
        opened.append(contentsOf: other.opened)
        ended.append(contentsOf: other.ended)
        marks.append(contentsOf: other.marks)
        start.append(contentsOf: other.start.lazy.map { $0 &+ moveShift })
    }
}

/// One word per move, in order of its lead and then of time.
package struct MoveColumns: Sendable {
    var words: [Int64] = []

    package var count: Int { words.count }
}

/// One row per deal.
package struct DealColumns: Sendable {
    package internal(set) var deal: [Int64] = []
    package internal(set) var account: [Int64] = []
    package internal(set) var opened: [Int64] = []
    package internal(set) var closed: [Int64] = []
    package internal(set) var outcome: [UInt8] = []
    package internal(set) var amount: [Int64] = []
    /// Index of its lead; −1 no lead is known, −2 one is known but not here.
    package internal(set) var lead: [Int32] = []

    package var count: Int { deal.count }

    mutating func reserve(_ count: Int) {
        deal.reserveCapacity(count)
        account.reserveCapacity(count)
        opened.reserveCapacity(count)
        closed.reserveCapacity(count)
        outcome.reserveCapacity(count)
        amount.reserveCapacity(count)
        lead.reserveCapacity(count)
    }

    mutating func append(_ other: DealColumns, leadShift: Int32) {
        deal.append(contentsOf: other.deal)
        account.append(contentsOf: other.account)
        opened.append(contentsOf: other.opened)
        closed.append(contentsOf: other.closed)
        outcome.append(contentsOf: other.outcome)
        amount.append(contentsOf: other.amount)
        lead.append(contentsOf: other.lead.lazy.map { $0 < 0 ? $0 : Int32(clamping: Int64($0) + Int64(leadShift)) })
    }
}

/// A move in one word: time in ticks of 16 µs (55 binary digits, years 1 to 9999), basis − 1 (2), precision (3), stage (4).
/// A whole second is a whole number of ticks, so that comparing with midnights loses nothing.
enum PackedMove {
    static let ticksPerSecond: Int64 = 62_500
    private static let limit: Int64 = (1 << 54) - 1

    static func pack(to stage: UInt8, at micros: Int64, precision: UInt8, basis: UInt8) -> Int64 {
        let known = (1...4).contains(basis) ? basis : 4
        return max(-limit, min(limit, micros >> 4)) << 9 | Int64(known - 1) << 7 | Int64(min(precision, 6)) << 4 | Int64(stage & 15)
    }

    static func ticks(_ word: Int64) -> Int64 { word >> 9 }
    static func stage(_ word: Int64) -> Int { Int(word & 15) }
    static func precision(_ word: Int64) -> Int { Int(word >> 4 & 7) }
    static func isInferred(_ word: Int64) -> Bool { word >> 7 & 3 == 3 }
    static func isDerived(_ word: Int64) -> Bool { word >> 7 & 3 == 1 }

    /// Whole seconds between two times in ticks, from 0; clamped to what the columns hold (68 years).
    static func seconds(_ from: Int64, _ to: Int64) -> Int32 { Int32(clamping: max(0, (to &- from) / ticksPerSecond)) }
}

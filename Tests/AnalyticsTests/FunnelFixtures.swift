// SPDX-License-Identifier: Apache-2.0
import Analytics

/// Small, repeatable randomness. Source: S. Vigna, SplitMix64.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

let day: Int64 = 86_400_000_000

/// A made-up ledger with everything that goes wrong in real ones: jumps, returns, ties, dates without times, guesses, leads without moves.
struct RandomLedger {
    var leads: [PlainLead] = []
    var deals: [PlainDeal] = []
    let transitions: [Int64] = [1_700_900_000, 1_704_000_000], offsets: [Int32] = [3600, 7200, -18_000]
    static let start: Int64 = 1_700_000_000_000_000

    init(seed: UInt64, leads count: Int) {
        var dice = Dice(seed: seed)
        var contact: Int64 = 1
        for _ in 0..<count {
            if Int.random(in: 0..<3, using: &dice) > 0 { contact += 1 }
            leads.append(RandomLedger.lead(contact, &dice))
        }
        for _ in 0..<count / 3 {
            let outcome = Int.random(in: 0...2, using: &dice), opened = RandomLedger.moment(&dice)
            deals.append(
                PlainDeal(
                    opened: opened, closed: outcome == 0 ? nil : opened + Int64.random(in: 0..<60, using: &dice) * day, outcome: outcome,
                    amount: Bool.random(using: &dice) ? Int64.random(in: -5_000...90_000, using: &dice) : nil,
                    lead: Bool.random(using: &dice) ? Int.random(in: 0..<count, using: &dice) : nil,
                    elsewhere: Int.random(in: 0..<5, using: &dice) == 0))
        }
    }

    static func moment(_ dice: inout Dice) -> Int64 { start + Int64.random(in: 0..<100 * 86_400, using: &dice) * 1_000_000 }

    static func lead(_ contact: Int64, _ dice: inout Dice) -> PlainLead {
        let opened = moment(&dice)
        var (moves, at) = ([PlainMove](), opened)
        let precisions = [0, 2, 3, 3, 4, 5, 6]
        var stage = Int.random(in: 0..<4, using: &dice) == 0 ? Int.random(in: 1...9, using: &dice) : 1
        for _ in 0..<(Int.random(in: 0..<10, using: &dice) == 0 ? 0 : Int.random(in: 1...9, using: &dice)) {
            moves.append(
                PlainMove(
                    to: stage, at: at, precision: precisions.randomElement(using: &dice) ?? 6,
                    basis: Int.random(in: 0..<8, using: &dice) == 0 ? 4 : Int.random(in: 1...3, using: &dice)))
            // Half of all steps go on by one; the rest go anywhere, also nowhere.
            stage = Bool.random(using: &dice) ? min(9, stage + 1) : Int.random(in: 1...9, using: &dice)
            if Int.random(in: 0..<5, using: &dice) > 0 { at += Int64.random(in: 0..<9 * 86_400, using: &dice) * 1_000_000 }
        }
        let isEnd = (moves.last.map { (6...8).contains($0.to) } ?? false) || Int.random(in: 0..<9, using: &dice) == 0
        return PlainLead(
            contact: contact, account: Int64.random(in: 0..<40, using: &dice), opened: opened,
            openedPrecision: precisions.randomElement(using: &dice) ?? 6, ended: isEnd ? at : nil, stage: Int.random(in: 1...9, using: &dice),
            group: Int32.random(in: -1...4, using: &dice), moves: moves)
    }

    var groups: [Int32] { leads.map(\.group) }

    func journal(_ range: Range<Int>? = nil, deals withDeals: Bool = true) -> FunnelJournal {
        var journal = FunnelJournal()
        for index in range ?? 0..<leads.count {
            let lead = leads[index]
            journal.appendLead(
                contact: lead.contact, account: lead.account, lead: Int64(index + 1), opened: lead.opened,
                openedPrecision: UInt8(lead.openedPrecision), ended: lead.ended ?? .max, stage: UInt8(lead.stage))
            for move in lead.moves {
                journal.appendMove(to: UInt8(move.to), at: move.at, precision: UInt8(move.precision), basis: UInt8(move.basis))
            }
        }
        guard withDeals else { return journal }
        for (index, deal) in deals.enumerated() {
            journal.appendDeal(
                deal: Int64(index + 1), account: 0, opened: deal.opened, closed: deal.closed ?? .max, outcome: UInt8(deal.outcome),
                amount: deal.amount ?? .min, link: deal.elsewhere ? .leadElsewhere : deal.lead.map { .lead($0) } ?? .noLead)
        }
        return journal
    }

    func question(_ mode: FunnelQuestion.Mode) -> FunnelQuestion {
        FunnelQuestion(
            mode: mode, from: Self.start + 10 * day, to: Self.start + 85 * day, now: Self.start + 95 * day, groupCount: 4,
            periods: [10, 17, 24, 50, 85].map { Self.start + $0 * day }, stuckLimits: Array(repeating: 5 * 86_400, count: 5),
            zone: ZoneDays(transitions: transitions, offsets: offsets))
    }

    func plain(_ question: FunnelQuestion, _ group: Int32?) -> PlainFunnel {
        PlainFunnel(leads: leads, deals: deals, question: question, transitions: transitions, offsets: offsets, group: group)
    }
}

// SPDX-License-Identifier: Apache-2.0
package import Analytics

/// One property of every lead as small codes: −1 where nothing is known.
package struct Coded: Sendable {
    package var codes: [Int32]
    package var labels: [String]

    package init(codes: [Int32] = [], labels: [String] = []) { (self.codes, self.labels) = (codes, labels) }
}

/// What sales did for each lead, in the order of the journal. Absent where no file tells of calls, mails and meetings.
package struct SalesWork: Sendable {
    /// The first attempt after the opening, by a person: microseconds; `Int64.max` where there was none.
    package var first: [Int64]
    /// Whether that time is known to the minute; a date alone is no fast answer.
    package var isPrecise: [Bool]
    package var attempts: [UInt16]
    package var meetings: [UInt16]
    /// Whether the activities of a system that keeps the lead are here at all; of others nobody can say that they were left alone.
    package var isObserved: [Bool]

    package init(count: Int) {
        first = [Int64](repeating: .max, count: count)
        isPrecise = [Bool](repeating: false, count: count)
        attempts = [UInt16](repeating: 0, count: count)
        meetings = [UInt16](repeating: 0, count: count)
        isObserved = [Bool](repeating: true, count: count)
    }
}

/// What both teams' lists hold, and where they differ.
package struct TwoRecords: Hashable, Sendable, Codable {
    /// The lists that each side keeps, such as `hubspot contacts`.
    package var marketing: [String] = []
    package var sales: [String] = []
    package var peopleOfBoth = 0, peopleOfMarketing = 0, peopleOfSales = 0
    /// Of the people of both: in how many each field has two values, of how many where both say one.
    package var disagreements: [Disagreement] = []

    package init() {}

    package struct Disagreement: Hashable, Sendable, Codable {
        package let field: String
        package let differ: Int
        package let both: Int

        package init(field: String, differ: Int, both: Int) { (self.field, self.differ, self.both) = (field, differ, both) }
    }
}

/// Everything that the audit looks at. Arrays are in the order of the journal's leads.
package struct AuditData: Sendable {
    package var journal: FunnelJournal
    package var fates: LeadFates
    /// The latest moment that the files tell of: nothing after it is known.
    package var asOf: Moment
    /// How long it usually takes to come to opportunity, in days; nil where too few did.
    package var usualLag: Double?
    package var zone: Zone
    package var currency: Currency
    package var sources = Coded()
    /// The team that a lead was first handed to, and who answers for it now: the account's owner, else its own.
    package var teams = Coded()
    package var owners = Coded()
    /// How many people its company has; −1 where nobody says.
    package var employees: [Int32] = []
    package var work: SalesWork?
    /// Spend by the code of its source, in minor units; spend of sources without leads is under −1.
    package var spend: [Int32: Int64] = [:]
    package var records = TwoRecords()
    /// Won revenue of each lead in minor units, and how many won deals it has.
    package private(set) var revenue: [Int64]
    package private(set) var wins: [UInt16]

    package init(_ journal: FunnelJournal, asOf: Moment, usualLag: Double?, zone: Zone, currency: Currency) {
        (self.journal, self.asOf, self.usualLag, self.zone, self.currency) = (journal, asOf, usualLag, zone, currency)
        fates = LeadFates(journal)
        revenue = [Int64](repeating: 0, count: journal.leads.count)
        wins = [UInt16](repeating: 0, count: journal.leads.count)
        for deal in 0..<journal.deals.count where journal.deals.outcome[deal] == 1 {
            let lead = Int(journal.deals.lead[deal]), amount = journal.deals.amount[deal]
            guard revenue.indices.contains(lead) else { continue }
            wins[lead] &+= 1
            if amount != .min { revenue[lead] = revenue[lead].addingReportingOverflow(amount).overflow ? .max : revenue[lead] + amount }
        }
    }

    package var count: Int { journal.leads.count }
    var hasDeals: Bool { journal.deals.count > 0 }

    static let day: Int64 = 86_400_000_000

    /// Opened long enough ago that what usually becomes of a lead has become of it.
    func isWatched(_ lead: Int) -> Bool {
        guard let usualLag else { return false }
        return journal.leads.opened[lead] <= asOf.micros - Int64(usualLag * Double(Self.day))
    }

    /// Came to opportunity within the usual time; where nobody knows when, it counts.
    func isGood(_ lead: Int) -> Bool {
        let at = fates.opportunity[lead]
        guard at != .max, let usualLag else { return false }
        return at == .min || at <= journal.leads.opened[lead] + Int64(usualLag * Double(Self.day))
    }

    /// Someone of sales was meant to have it: it was qualified, or owned in the list of sales.
    func isHandedOver(_ lead: Int) -> Bool { fates.qualified[lead] != .max || fates.reach[lead] >= 2 }

    /// When somebody could first have answered it.
    func answerable(_ lead: Int) -> Int64 {
        let (opened, qualified) = (journal.leads.opened[lead], fates.qualified[lead])
        return qualified == .max || qualified == .min ? opened : max(qualified, opened)
    }

    func isEnded(_ lead: Int) -> Bool { (6...8).contains(fates.stage[lead]) }
    func isWon(_ lead: Int) -> Bool { fates.reach[lead] == 6 }
    func isWorked(_ lead: Int) -> Bool { work.map { $0.first[lead] != .max || !$0.isObserved[lead] } ?? true }
}

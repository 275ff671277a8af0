// SPDX-License-Identifier: Apache-2.0
import Analytics
package import Domain
package import Storage

/// Makes the audit of a ledger.
package struct AuditService: Sendable {
    package let database: Database
    package let clock: Clock
    /// Only what had happened by then is looked at; nil for all. The clock then stands there too.
    let until: Moment?

    package init(database: Database, clock: Clock, until: Moment? = nil) { (self.database, self.clock, self.until) = (database, clock, until) }

    /// The answer with what stands behind it.
    struct Made: Sendable {
        let answer: AuditAnswer
        /// Of the leads, or deals, behind each finding in the order of the answer's: the journal itself is the server's, and is not kept twice.
        let rows: [[Int64]]
        /// Whom a finding is about, by its place: shown to leaders who ask, and in nothing that is passed round.
        let names: [Int: String]
        let people: AuditRecords.People
    }

    package func answer(progress: @escaping @Sendable (Double) -> Void = { _ in }) async throws -> AuditAnswer {
        try await make(progress: progress).answer
    }

    func make(progress: @escaping @Sendable (Double) -> Void = { _ in }) async throws -> Made {
        let loaded = try await AuditLoading(database: database, clock: clock, until: until).load(progress: progress)
        let (data, features, barred, company) = (loaded.data, loaded.features, loaded.barred, loaded.company)
        async let drafted = FunnelService.lane.run { draftAgreement(data, features: features, barred: barred) }
        let report = try await FunnelService.lane.run { audit(data) }
        let words = AuditWords(data: data), draft = try await drafted
        let told = report.findings.filter { $0.gap == nil }.sorted { $0.weight > $1.weight }, untold = report.findings.compactMap(words.untold)
        let answer = AuditAnswer(
            company: company.name, asOf: data.asOf, leads: data.count, deals: data.journal.deals.count, excluded: loaded.excluded,
            usualLagDays: data.usualLag,
            records: records(data), findings: told.map(words.talk), costs: costs(told.compactMap(\.cost), company.currency), untold: untold,
            draft: DraftWords(draft: draft, zone: data.zone).answer, tested: report.tested, falseShare: report.falseShare)
        let rows = told.map { finding in
            finding.rows.map { finding.isOfDeals ? data.journal.deals.deal[Int($0)] : data.journal.leads.lead[Int($0)] }
        }
        let names = told.enumerated().compactMap { place, finding -> (Int, String)? in
            guard let owner = finding.owner, loaded.ownerNames.indices.contains(Int(owner)) else { return nil }
            return (place, loaded.ownerNames[Int(owner)])
        }
        return Made(answer: answer, rows: rows, names: Dictionary(names, uniquingKeysWith: { $1 }), people: loaded.people)
    }

    private func costs(_ costs: [AuditCost], _ currency: Currency) -> AuditAnswer.Range? {
        guard costs.count > 1 else { return nil }
        func sum(_ values: [Int64]) -> Money { Money(minor: values.reduce(0) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }, currency) }
        return AuditAnswer.Range(low: sum(costs.map(\.low)), high: sum(costs.map(\.high)), rows: costs.reduce(0) { $0 + $1.rows })
    }

    private func records(_ data: AuditData) -> AuditAnswer.Records {
        let records = data.records
        let sentence: String
        switch (records.marketing.isEmpty, records.sales.isEmpty) {
        case (true, true): sentence = "No list of people is here yet."
        case (false, true): sentence = "Only marketing's record is here: \(AuditWords.list(records.marketing))."
        case (true, false): sentence = "Only sales' record is here: \(AuditWords.list(records.sales))."
        case (false, false):
            sentence =
                "Marketing's \(AuditWords.list(records.marketing)) and sales' \(AuditWords.list(records.sales)) have \(Format.count(records.peopleOfBoth)) people in common; \(Format.count(records.peopleOfMarketing)) only marketing knows, \(Format.count(records.peopleOfSales)) only sales."
        }
        return AuditAnswer.Records(
            sentence: sentence, marketing: records.marketing, sales: records.sales, both: records.peopleOfBoth,
            onlyMarketing: records.peopleOfMarketing, onlySales: records.peopleOfSales, disagreements: records.disagreements)
    }
}

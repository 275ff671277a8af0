// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

/// Reads what the audit looks at out of the ledger.
struct AuditLoading: Sendable {
    let database: Database
    let clock: Clock
    /// Only what had happened by then is loaded; nil for all.
    var until: Moment?

    struct Loaded: Sendable {
        var data: AuditData
        let features: [Feature]
        let barred: [BarredField]
        let company: Company
        let excluded: [String: Int]
        let people: AuditRecords.People
        /// Names of those who answer for leads, by the codes of `data.owners`.
        let ownerNames: [String]
    }

    func load(progress: @escaping @Sendable (Double) -> Void = { _ in }) async throws -> Loaded {
        let funnel = FunnelService(database: database, clock: clock, until: until)
        let request = FunnelRequest()
        let prepared = try await funnel.prepare(request)
        let answer = try await funnel.answer(request, prepared)
        progress(0.4)
        let journal = prepared.loaded.journal, company = prepared.company
        var data = AuditData(
            journal, asOf: Self.asOf(journal, now: clock.now), usualLag: answer.funnel.usualLag.days, zone: Zones.expand(company.zone) ?? .utc,
            currency: company.currency)
        data.sources = Coded(codes: prepared.loaded.groups, labels: prepared.loaded.labels)
        let columns = ColumnLoading(database: database, journal: journal)
        let teams = try await columns.column(.team)
        data.teams = Coded(codes: teams.codes, labels: teams.labels)
        let (owners, ownerNames) = try await database.read { try Self.owners($0, journal) }
        data.owners = owners
        let until = until ?? .latest
        data.work = try await database.read { try AuditWork.read($0, journal, until: until) }
        progress(0.6)
        let employees = try await AuditFeatures.employees(database, columns)
        data.employees = employees
        let sources = data.sources
        data.spend = try await database.read { try Self.spend($0, sources, company, until: until) }
        let (records, people) = try await database.read { try AuditRecords.read($0, until: until) }
        data.records = records
        progress(0.8)
        let features = try await AuditFeatures(columns: columns, sources: sources, employees: employees).read()
        return Loaded(
            data: data, features: features.features, barred: features.barred, company: company, excluded: prepared.loaded.excluded, people: people,
            ownerNames: ownerNames)
    }

    /// Nothing is known of what came after the latest record; a company whose files are fresh stands at now.
    private static func asOf(_ journal: FunnelJournal, now: Moment) -> Moment {
        var newest = journal.newest(until: now.micros) ?? now.micros
        for (opened, closed) in zip(journal.deals.opened, journal.deals.closed) {
            newest = max(newest, opened <= now.micros ? opened : .min, closed <= now.micros ? closed : .min)
        }
        return Moment(micros: min(now.micros, newest))
    }

    private static func spend(_ read: Read, _ sources: Coded, _ company: Company, until: Moment) throws -> [Int32: Int64] {
        let last = (Zones.expand(company.zone) ?? .utc).day(of: until)
        let rates = try Rates(read, into: company.currency)
        let codes = Dictionary(sources.labels.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        var spend: [Int32: Int64] = [:]
        try read.scan(
            """
            select k.value, s.day, s.amount, s.currency from spend s left join code k on k.id = s.source
            where s.import_id not in (select id from import where state in ('running', 'failed')) and s.day <= $1
            """, last.number
        ) { row in
            let day = Day(number: Int32(clamping: row.int(1)))
            guard let currency = Currency(row.text(3)), let amount = rates.convert(row.int(2), currency, on: day) else { return }
            let code = codes[row.isNull(0) ? "" : row.text(0)] ?? -1
            let sum = spend[code, default: 0].addingReportingOverflow(amount)
            spend[code] = sum.overflow ? .max : sum.partialValue
        }
        return spend
    }
}

extension AuditLoading {
    /// Who answers for each lead now, as a role and not as a name: the owner of the account, else of the lead.
    fileprivate static func owners(_ read: Read, _ journal: FunnelJournal) throws -> (Coded, names: [String]) {
        var codeOf: [Int64: Int32] = [:], labels: [String] = [], names: [String] = []
        let now = Int64.max - 1, memberships = try Memberships(read)
        try read.scan("select id, role, name from member order by id") { row in
            codeOf[row.int(0)] = Int32(labels.count)
            let role = Role(rawValue: row.text(1)).map { $0 == .sdr ? "An SDR" : "A sales rep" } ?? "A colleague"
            let team = memberships.what(.team, of: row.int(0), at: now) ?? ""
            labels.append(team.isEmpty ? role : "\(role) of \(team)")
            names.append(row.text(2))
        }
        var ofAccount: [Int64: Int64] = [:]
        try read.scan("select id, owner_id from account where owner_id <> 0 and \(Ledger.seen)") { ofAccount[$0.int(0)] = $0.int(1) }
        let (contacts, leads, accounts) = (journal.leads.contact, journal.leads.lead, journal.leads.account)
        var codes = accounts.map { ofAccount[$0].flatMap { codeOf[$0] } ?? -1 }
        if let first = contacts.first, let last = contacts.last {
            var place = 0
            try read.scan(
                "select contact_id, id, owner_id from lead where contact_id >= $1 and contact_id <= $2 and part_of = 0 order by contact_id, id",
                first,
                last
            ) { row in
                while place < contacts.count, (contacts[place], leads[place]) < (row.int(0), row.int(1)) { place += 1 }
                guard place < contacts.count, leads[place] == row.int(1), codes[place] < 0 else { return }
                codes[place] = codeOf[row.int(2)] ?? -1
            }
        }
        return (Coded(codes: codes, labels: labels), names)
    }
}

// SPDX-License-Identifier: Apache-2.0
package import Analytics
package import Domain
package import Storage
import Synchronization

/// Asks the funnel: loads the journal, folds it on both cores, gives names back to codes.
package struct FunnelService: Sendable {
    package let database: Database
    package let clock: Clock
    /// Only what had happened by then counts; nil for all. The clock then stands there too.
    let until: Moment?

    package init(database: Database, clock: Clock, until: Moment? = nil) { (self.database, self.clock, self.until) = (database, clock, until) }

    /// Where folds and lists over the whole journal run.
    static let lane = Lane("funnel-fold", threads: 2)

    /// What is needed to answer, and to list what stands behind a number.
    package struct Prepared: Sendable {
        let loaded: LoadedFunnel
        let question: FunnelQuestion
        let periods: [FiscalPeriod]
        let company: Company
        let reasons: [FunnelAnswer.ReasonLine]

        /// nil where the moves have to be walked.
        var digestFold: FunnelDigestFold? {
            guard let digest = loaded.digest, digest.answers(question) else { return nil }
            return FunnelDigestFold(digest, loaded.journal, question, groups: loaded.groups)
        }

        func with(_ reasons: [FunnelAnswer.ReasonLine]) -> Prepared {
            Prepared(loaded: loaded, question: question, periods: periods, company: company, reasons: reasons)
        }
    }

    package func answer(_ request: FunnelRequest) async throws -> FunnelAnswer {
        let prepared = try await prepare(request)
        return try await answer(request, prepared)
    }

    package func prepare(_ request: FunnelRequest) async throws -> Prepared {
        let loaded = try await FunnelLoading(database: database, dimension: request.by, until: until).load()
        let now = clock.now
        return try await database.read { read in
            let company = try CompanyStore.current(read)
            let prepared = Self.prepare(request, loaded, company, Zones.expand(company.zone) ?? .utc, now)
            return prepared.with(try until.map { try ReasonsThen.count(read, prepared.question, until: $0) } ?? Self.reasons(read, prepared.question))
        }
    }

    /// The question over what is loaded; reasons are left to the caller.
    static func prepare(_ request: FunnelRequest, _ loaded: LoadedFunnel, _ company: Company, _ zone: Zone, _ now: Moment) -> Prepared {
        let span = Self.span(loaded, now)
        let from = request.from ?? zone.day(of: span.0), to = request.to ?? zone.day(of: span.1)
        let periods = request.period.map { $0.buckets(from: from, through: to, in: company.fiscal, limit: 600) } ?? []
        let question = FunnelQuestion(
            mode: request.activity ? .activity : .cohort, from: zone.start(of: from), to: zone.start(of: to.adding(days: 1)), now: now, zone: zone,
            groupCount: loaded.labels.count,
            periods: periods.map { zone.start(of: $0.first) } + (periods.last.map { [zone.start(of: $0.last.adding(days: 1))] } ?? []),
            usualLagDays: request.usualLagDays)
        return Prepared(loaded: loaded, question: question, periods: periods, company: company, reasons: [])
    }

    /// The first and the last day with a lead or deal.
    static func span(_ loaded: LoadedFunnel, _ now: Moment) -> (Moment, Moment) {
        let journal = loaded.journal, leads = loaded.digest?.span ?? FunnelDigest.span(journal)
        var low = leads?.lowerBound ?? .max, high = leads?.upperBound ?? .min
        for (opened, closed) in zip(journal.deals.opened, journal.deals.closed) {
            low = min(low, opened)
            high = max(high, closed == .max ? opened : closed)
        }
        return low > high ? (now.adding(seconds: -86_400 * 365), now) : (Moment(micros: low), Moment(micros: max(high, low)))
    }

    /// Folds on both lanes; from the digest where there is one that answers.
    static func fold(_ prepared: Prepared) async throws -> FunnelResult {
        if let fold = prepared.digestFold { return try await self.fold(fold) }
        let (journal, question, groups) = (prepared.loaded.journal, prepared.question, prepared.loaded.groups)
        let slices = journal.slices(2)
        @Sendable func fold(_ index: Int) -> FunnelPartial {
            var partial = FunnelPartial(question)
            if slices.indices.contains(index) { partial.add(journal, leads: slices[index], groups: groups) }
            if index == 0 { partial.add(journal, deals: 0..<journal.deals.count, groups: groups) }
            return partial
        }
        async let second = lane.run { fold(1) }
        var partial = try await lane.run { fold(0) }
        partial.merge(try await second)
        return try await lane.run { [partial] in partial.result() }
    }

    private static func fold(_ fold: FunnelDigestFold) async throws -> FunnelResult {
        let slices = fold.journal.slices(2)
        async let second = lane.run { slices.dropFirst().map { fold.rows(of: $0) } }
        let first = try await lane.run { slices.prefix(1).map { fold.rows(of: $0) } }
        let counted = FunnelDigestFold.Counted(fold, first + (try await second)), tasks = fold.tasks, next = Mutex(0)
        @Sendable func work() -> [FunnelDigestFold.Piece] {
            var pieces: [FunnelDigestFold.Piece] = []
            while let task = next.withLock({ place in
                defer { place += 1 }
                return place < tasks.count ? tasks[place] : nil
            }) { pieces.append(fold.run(task, counted)) }
            return pieces
        }
        async let others = lane.run { work() }
        let pieces = try await lane.run { work() }
        return fold.result(counted, pieces + (try await others))
    }

    func answer(_ request: FunnelRequest, _ prepared: Prepared) async throws -> FunnelAnswer {
        Self.answer(request, prepared, try await Self.fold(prepared))
    }

    static func answer(_ request: FunnelRequest, _ prepared: Prepared, _ result: FunnelResult) -> FunnelAnswer {
        let report = FunnelReport(
            result, labels: .init(by: request.by.label, groups: prepared.loaded.labels, periods: prepared.periods.map(\.label)),
            currency: prepared.company.currency)
        var warnings: [String] = []
        if prepared.loaded.unconverted > 0 {
            warnings.append("\(prepared.loaded.unconverted) deals have an amount in a currency without a rate; import rates to count them.")
        }
        if let stale = staleness(prepared) { warnings.append(stale) }
        if report.total.deals.revenue == nil {
            warnings.append("The revenue of won deals is more than can be counted: look for amounts that are too large by far.")
        }
        return FunnelAnswer(
            volume: report.total.volume, quality: report.total.quality.share, funnel: report,
            dealsBy: request.by.dealColumn == nil ? [] : deals(prepared, request),
            reasons: prepared.reasons, excluded: prepared.loaded.excluded, warnings: warnings)
    }

    /// Days after which an export is said to be old.
    private static let oldAfter: Int64 = 30

    /// Open and stuck are counted until today: where the exports end earlier, that is said.
    private static func staleness(_ prepared: Prepared) -> String? {
        let now = Moment(micros: prepared.question.now), zone = Zones.expand(prepared.company.zone) ?? .utc
        guard let newest = prepared.loaded.newest ?? prepared.loaded.journal.newest(until: now.micros) else { return nil }
        let last = zone.day(of: Moment(micros: newest)), days = Int64(zone.day(of: now).number) - Int64(last.number)
        guard days > oldAfter else { return nil }
        return "Nothing is recorded after \(Format.day(last)), \(days) days ago, and what is open or stuck is counted until today. "
            + "A newer export says what has happened since."
    }

    /// Deals by what they say themselves. In a cohort by their opening, in activity by their close.
    private static func deals(_ prepared: Prepared, _ request: FunnelRequest) -> [FunnelAnswer.DealLine] {
        let (deals, question, periods) = (prepared.loaded.journal.deals, prepared.question, prepared.periods)
        struct Key: Hashable { let group: Int32, period: Int }
        var lines: [Key: FunnelAnswer.DealLine] = [:]
        for place in 0..<deals.count {
            let closed = deals.closed[place]
            let at = request.activity && closed != .max ? closed : deals.opened[place]
            guard at >= question.from, at < question.to else { continue }
            let period = question.periods.isEmpty ? -1 : (question.periods.firstIndex { $0 > at } ?? 0) - 1
            let key = Key(group: prepared.loaded.dealGroups[place], period: period)
            var line =
                lines[key]
                ?? FunnelAnswer.DealLine(
                    label: key.group < 0 ? "not known" : prepared.loaded.labels[Int(key.group)],
                    period: periods.indices.contains(period) ? periods[period].label : nil,
                    revenue: Money(minor: 0, prepared.company.currency))
            line.deals += 1
            switch deals.outcome[place] {
            case 1:
                line.won += 1
                if deals.amount[place] == .min {
                    line.wonWithoutAmount += 1
                } else {
                    // A sum that is too large stands at the bound, and a warning says so.
                    let (sum, isBeyond) = line.revenue.minor.addingReportingOverflow(deals.amount[place])
                    line.revenue = Money(minor: isBeyond ? .max : sum, line.revenue.currency)
                }
            case 2: line.lost += 1
            default: line.open += 1
            }
            lines[key] = line
        }
        return lines.sorted { ($0.key.period, $0.key.group) < ($1.key.period, $1.key.group) }.map(\.value)
    }

    static func reasons(_ read: Read, _ question: FunnelQuestion) throws -> [FunnelAnswer.ReasonLine] {
        var lines: [FunnelAnswer.ReasonLine] = []
        try read.scan(
            """
            select l.stage, k.value, count(*) from lead l join code k on k.id = l.reason
            where l.reason <> 0 and l.part_of = 0 and l.opened_at >= $1 and l.opened_at < $2 and l.\(Ledger.seen) group by l.stage, k.value order by 3 desc, 2, 1 limit 50
            """, question.from, question.to
        ) { row in
            lines.append(FunnelAnswer.ReasonLine(stage: Stage(rawValue: row.int(0))?.name ?? "", reason: row.text(1), leads: Int(row.int(2))))
        }
        return lines
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Answers a cohort from a digest: first each lead's row, on ranges of leads; then tasks that need all rows. Both may run on several threads.
///
/// The answer is that of `FunnelJournal.fold`, digit for digit.
package struct FunnelDigestFold: Sendable {
    let digest: FunnelDigest
    package let journal: FunnelJournal
    let question: FunnelQuestion
    let groups: [Int32]
    let rowCount: Int
    let lag: UsualLag

    /// - Precondition: `digest.answers(question)`; `digest` is of this very journal.
    package init(_ digest: FunnelDigest, _ journal: FunnelJournal, _ question: FunnelQuestion, groups: [Int32]) {
        (self.digest, self.journal, self.question, self.groups) = (digest, journal, question, groups)
        rowCount = question.groupCount + 1
        lag = UsualLag(question, of: digest.lagCount) { digest.lagPercentile }
    }

    /// Rows of a range of leads, and what can be counted without looking at others.
    package struct Rows: Sendable {
        /// Of each lead of the range; `FunnelDigest.apart` where it is not counted.
        var row: [UInt16]
        /// Per row and pattern (the most frequent ones), open and ended.
        var tally: [Int]
        /// Counts of the rare patterns.
        var counts: [Int]
        var volume: [Int]
        var reopened: [Int]
        /// Per row, then of all.
        var contacts: [Int]
        var quality: [FunnelQualityTally]
        /// Per row, the waiting times that the estimate hangs on.
        var waits: [[UInt32]]
        var series: [Int]
    }

    /// Patterns that are tallied before they are counted; rarer ones are counted one by one.
    private static let frequent = 2_048

    /// All ranges together, in order.
    package struct Counted: Sendable {
        var rows: Rows

        /// - Parameter parts: of all ranges, in order; none where there is no lead.
        package init(_ fold: FunnelDigestFold, _ parts: [Rows]) {
            var all = parts.first ?? fold.rows(of: 0..<0)
            for part in parts.dropFirst() {
                all.row += part.row
                addEach(&all.tally, part.tally)
                addEach(&all.counts, part.counts)
                addEach(&all.volume, part.volume)
                addEach(&all.reopened, part.reopened)
                addEach(&all.contacts, part.contacts)
                addEach(&all.series, part.series)
                for place in all.quality.indices where place < part.quality.count {
                    all.quality[place] = all.quality[place] + part.quality[place]
                    all.waits[place] += part.waits[place]
                }
            }
            rows = all
        }
    }

    // MARK: First step

    /// - Parameter range: of leads; cuts no contact in two (`FunnelJournal.slices`).
    package func rows(of range: Range<Int>) -> Rows {
        let range = range.clamped(to: 0..<min(journal.leads.count, digest.pattern.count))
        let frequent = min(Self.frequent, digest.patterns.count), rowCount = rowCount
        var rows = Rows(
            row: Array(repeating: FunnelDigest.apart, count: range.count), tally: Array(repeating: 0, count: rowCount * frequent * 2),
            counts: Array(repeating: 0, count: rowCount * 6 * FunnelMeasure.perStage), volume: Array(repeating: 0, count: rowCount),
            reopened: Array(repeating: 0, count: rowCount), contacts: Array(repeating: 0, count: rowCount + 1),
            quality: Array(repeating: .init(), count: rowCount), waits: Array(repeating: [], count: rowCount),
            series: Array(repeating: 0, count: rowCount * question.periodCount * 7))
        let (from, to, now) = (question.from >> 4, question.to >> 4, question.now >> 4)
        let lag = lag.seconds.map { min($0, PackedWaiting.longest - 1) }, groupCount = question.groupCount
        let periods = PeriodFinder(question)
        var lastContact = [Int64](repeating: .min, count: rowCount + 1)
        let (opened, ended, contacts) = (journal.leads.opened, journal.leads.ended, journal.leads.contact)
        let (pattern, wait, patterns, groups) = (digest.pattern, digest.wait, digest.patterns, groups), periodCount = question.periodCount
        // Columns of their own while they grow: through the struct each count would ask who else holds it.
        var (row, tally, quality) = (rows.row, rows.tally, rows.quality)
        (rows.row, rows.tally, rows.quality) = ([], [], [])
        for lead in range {
            let began = opened[lead] >> 4
            guard began >= from, began < to else { continue }
            let group = lead < groups.count ? Int(groups[lead]) : -1, mine = group >= 0 && group < groupCount ? group : groupCount
            row[lead - range.lowerBound] = UInt16(truncatingIfNeeded: mine)
            // Leads lie in order of contact: one met last time is one met before.
            let contact = contacts[lead]
            if lastContact[rowCount] != contact {
                rows.contacts[rowCount] += 1
                lastContact[rowCount] = contact
            }
            if lastContact[mine] != contact {
                rows.contacts[mine] += 1
                lastContact[mine] = contact
            }
            let code = Int(pattern[lead]), isEnded = ended[lead] >> 4 <= now
            if code < frequent {
                tally[(mine * frequent + code) * 2 + (isEnded ? 1 : 0)] &+= 1
            } else {
                rows.volume[mine] += 1
                count(patterns[code], isEnded: isEnded, times: 1, mine, &rows.counts, &rows.reopened)
            }
            if let lag {
                let watch = QualityWatch(patterns[code], wait: wait[lead], age: PackedMove.seconds(began, now), isEnded: isEnded, lag: lag)
                quality[mine].add(watch)
                if let word = watch.waiting { rows.waits[mine].append(word) }
            }
            guard periodCount > 0 else { continue }
            let period = periods.period(of: began)
            if period >= 0 { rows.series[(mine * periodCount + period) * 7 + Int(patterns[code].reach)] += 1 }
        }
        for mine in 0..<rowCount { rows.volume[mine] += tally[(mine * frequent * 2)..<((mine + 1) * frequent * 2)].reduce(0, +) }
        (rows.row, rows.tally, rows.quality) = (row, tally, quality)
        return rows
    }

    private func count(_ pattern: FunnelPattern, isEnded: Bool, times: Int, _ row: Int, _ counts: inout [Int], _ reopened: inout [Int]) {
        func add(_ stage: Int, _ measure: FunnelMeasure) { counts[(row * 6 + stage - 1) * FunnelMeasure.perStage + measure.rawValue] += times }
        let masks: [(UInt8, FunnelMeasure)] = [
            (pattern.entered, .entered), (pattern.left, .left), (pattern.reached, .reached), (pattern.skipped, .skipped),
            (pattern.reopened, .reopened),
        ]
        for (mask, measure) in masks { for stage in 1...6 where mask & bit(stage) != 0 { add(stage, measure) } }
        if pattern.reopened != 0 { reopened[row] += times }
        if let fell = pattern.fell(isEnded: isEnded) { add(Int(pattern.reach), fell) }
        let standing = pattern.standing(isEnded: isEnded)
        guard standing > 0 else { return }
        add(standing, .open)
        add(Int(pattern.reach), .waiting)
        if !pattern.isLastDated { add(standing, .undated) }
    }

    // MARK: Second step

    /// What needs every lead's row, the longest first; any order and any thread will do.
    package enum Task: Sendable { case stage(Int), survival, accounts, deals }

    package var tasks: [Task] {
        let stages = (0..<5).sorted { digest.stages[$0].stays.count > digest.stages[$1].stays.count }.map { Task.stage($0) }
        return stages.prefix(2) + [.survival, .deals, .accounts] + stages.dropFirst(2)
    }

    package enum Piece: Sendable {
        case stage(Int, FunnelStageTimes)
        /// Per row, then of all.
        case survival([Survival?])
        case accounts([Int])
        case deals(FunnelDeals)
    }

    package func run(_ task: Task, _ counted: Counted) -> Piece {
        switch task {
        case .stage(let stage): .stage(stage, stageTimes(stage, counted.rows.row))
        case .survival: .survival(survivals(counted.rows))
        case .accounts: .accounts(accounts(counted.rows.row))
        case .deals: .deals(deals())
        }
    }

    private func survivals(_ rows: Rows) -> [Survival?] {
        guard lag.seconds != nil else { return [] }
        return rows.waits.indices.map { kaplanMeier(packed: rows.waits[$0], of: rows.volume[$0]) }
            + [kaplanMeier(packed: Array(rows.waits.joined()), of: sum(rows.volume))]
    }

    private func deals() -> FunnelDeals {
        var deals = FunnelDeals(question)
        deals.add(journal, 0..<journal.deals.count, question, groups: groups)
        return deals
    }

    /// Companies with a lead in the row: leads come in order of them, so that one met last time is one met before.
    private func accounts(_ row: [UInt16]) -> [Int] {
        var counts = [Int](repeating: 0, count: rowCount + 1), last = [UInt32](repeating: .max, count: rowCount + 1)
        for (place, lead) in digest.byAccount.enumerated() {
            let row = row[Int(lead)]
            guard row != FunnelDigest.apart else { continue }
            let account = digest.accounts[place]
            if last[Int(row)] != account {
                counts[Int(row)] += 1
                last[Int(row)] = account
            }
            if last[rowCount] != account {
                counts[rowCount] += 1
                last[rowCount] = account
            }
        }
        return counts
    }

    // MARK: Together

    package func result(_ counted: Counted, _ pieces: [Piece]) -> FunnelResult {
        let rows = counted.rows
        var (counts, reopened, series) = (rows.counts, rows.reopened, rows.series)
        let frequent = min(Self.frequent, digest.patterns.count)
        for row in 0..<rowCount {
            for code in 0..<frequent {
                for (isEnded, place) in [(false, 0), (true, 1)] {
                    let times = rows.tally[(row * frequent + code) * 2 + place]
                    if times > 0 { count(digest.patterns[code], isEnded: isEnded, times: times, row, &counts, &reopened) }
                }
            }
        }
        // Furthest stages become stages reached: each lead that came further came here too.
        for place in stride(from: 0, to: series.count, by: 7) {
            for stage in (1..<6).reversed() { series[place + stage] += series[place + stage + 1] }
            series[place] = series[place + 1]
        }
        var times = Array(repeating: FunnelTime.none, count: (rowCount + 1) * 5), stuck = Array(repeating: 0, count: rowCount * 5)
        var survivals: [Survival?] = [], accounts = Array(repeating: 0, count: rowCount + 1), deals = FunnelDeals(question)
        var limits = [Double?](repeating: nil, count: 5)
        for piece in pieces {
            switch piece {
            case .stage(let stage, let found):
                limits[stage] = found.limit
                for row in 0...rowCount { times[row * 5 + stage] = found.times[row] }
                for row in 0..<rowCount {
                    stuck[row * 5 + stage] = found.stuck[row]
                    counts[(row * 6 + stage) * FunnelMeasure.perStage + FunnelMeasure.untimed.rawValue] = found.times[row].unusable
                }
            case .survival(let found): survivals = found
            case .accounts(let found): accounts = found
            case .deals(let found): deals = found
            }
        }
        let total = rows.quality.reduce(FunnelQualityTally()) { $0 + $1 }, all = sum(rows.volume)
        let qualities = (0...rowCount).map { row in
            quality(
                row < rowCount ? rows.quality[row] : total, of: row < rowCount ? rows.volume[row] : all,
                survivals.indices.contains(row) ? survivals[row] : nil)
        }
        return FunnelNumbers(
            question: question, rowCount: rowCount, lag: lag, limits: limits, counts: counts, volume: rows.volume, reopened: reopened,
            contacts: rows.contacts, accounts: accounts, qualities: qualities, times: times, stuck: stuck, series: series, deals: deals
        ).result()
    }

    private func sum(_ values: [Int]) -> Int { values.reduce(0, +) }

    private func quality(_ tally: FunnelQualityTally, of n: Int, _ survival: Survival?) -> FunnelQuality {
        FunnelQuality(tally, of: n, lag: lag.seconds, thresholds: question.thresholds) { survival }
    }

    /// All in one go, on this thread.
    package func result() -> FunnelResult {
        let counted = Counted(self, [rows(of: 0..<journal.leads.count)])
        return result(counted, tasks.map { run($0, counted) })
    }
}

// SPDX-License-Identifier: Apache-2.0
import Analytics

/// A difference that may be chance: it is told only where it stands among all that were tested.
struct AuditTest {
    let finding: AuditFinding
    let p: Double
}

/// Leads compared with the others, at the same source where the source could explain it.
struct AuditComparisons {
    let data: AuditData
    private let good: [Bool]
    private let watched: [Bool]

    /// Groups with fewer cases are not tested.
    static let least = 30

    init(_ data: AuditData) {
        self.data = data
        watched = (0..<data.count).map { data.isWatched($0) }
        good = (0..<data.count).map { data.isGood($0) }
    }

    /// By source: the share that comes to opportunity against that of all others.
    func sources() -> [AuditTest] {
        var shares = [Share](repeating: Share(), count: data.sources.labels.count), all = Share()
        for lead in 0..<data.count where watched[lead] {
            let one = Share(good[lead] ? 1 : 0, of: 1)
            all = all + one
            let source = Int(data.sources.codes[lead])
            if shares.indices.contains(source) { shares[source] = shares[source] + one }
        }
        return shares.indices.compactMap { source in
            let share = shares[source], rest = all - shares[source]
            guard share.n >= Self.least, rest.n >= Self.least, let found = difference(share, rest) else { return nil }
            let isWeak = found.value < 0
            // Half as good, or half as good again: less is nothing to reorganize for.
            guard isWeak ? share.value <= rest.value / 2 : share.value >= rest.value * 1.5 else {
                return AuditTest(finding: AuditFinding(.weakSources), p: 1)
            }
            var finding = AuditFinding(isWeak ? .weakSources : .strongSources)
            (finding.names, finding.share, finding.other, finding.difference) = ([data.sources.labels[source]], share.interval, rest.interval, found)
            (finding.rows, finding.of) = (rows { watched[$0] && data.sources.codes[$0] == Int32(source) }, all.n)
            return AuditTest(finding: finding, p: found.p)
        }
    }

    /// By team: the share of leads handed over that it accepts, at the same source.
    func teams() -> [AuditTest] {
        (0..<data.teams.labels.count).compactMap { team in
            test(
                .acceptance, of: { data.isHandedOver($0) && watched[$0] && data.teams.codes[$0] >= 0 },
                these: { data.teams.codes[$0] == Int32(team) },
                came: { data.fates.named[$0] & 0b1000 != 0 || data.fates.reach[$0] >= 3 }, names: [data.teams.labels[team]], least: 0.1)
        }
    }

    /// By the time of the week in which a lead came: the share that comes to opportunity, at the same source.
    func timesOfWeek() -> [AuditTest] {
        let slots = (0..<data.count).map { lead -> Int8 in
            guard data.journal.leads.openedPrecision(lead) > Precision.day.rawValue else { return -1 }
            let wall =
                floorDivide(data.journal.leads.opened[lead], 1_000_000) + Int64(data.zone.offset(at: Moment(micros: data.journal.leads.opened[lead])))
            let day = floorDivide(wall, 86_400)
            let weekday = Day(number: Int32(clamping: day)).weekday
            // A weekend is one time; the other days have an early and a late part, divided at 14:00.
            return weekday > 5 ? 10 : Int8((weekday - 1) * 2 + (wall - day * 86_400 >= 14 * 3600 ? 1 : 0))
        }
        return AuditSlot.allCases.compactMap { slot in
            test(
                .slowTime, of: { watched[$0] && slots[$0] >= 0 && data.isHandedOver($0) }, these: { slots[$0] == slot.rawValue }, came: { good[$0] },
                names: [slot.name], waits: true)
        }
    }

    /// The first attempt within an hour (four, a day) against later, at the same source.
    func speed() -> AuditTest? {
        guard let work = data.work else { return nil }
        let timed = (0..<data.count).map { lead in
            watched[lead] && work.first[lead] != .max && work.isPrecise[lead] && data.journal.leads.openedPrecision(lead) > Precision.day.rawValue
        }
        func wait(_ lead: Int) -> Int64 { (work.first[lead] - data.answerable(lead)) / 1_000_000 }
        let count = timed.count { $0 }
        for hours in [1, 4, 24] {
            let late = (0..<data.count).count { timed[$0] && wait($0) > Int64(hours) * 3600 }
            guard count >= 2 * Self.least, late * 5 >= count, (count - late) * 5 >= count else { continue }
            return test(
                .slow, of: { timed[$0] }, these: { wait($0) > Int64(hours) * 3600 }, came: { good[$0] }, names: ["\(hours)"], waits: true)
        }
        return nil
    }

    /// Somebody who works the large companies and leaves the small: the share of handed-over leads of small companies that were ever tried, against
    /// that of everybody else.
    func picking() -> [AuditTest] {
        guard let work = data.work, !data.employees.isEmpty else { return [] }
        let handed = (0..<data.count).map {
            data.isHandedOver($0) && watched[$0] && work.isObserved[$0] && data.employees[$0] >= 0 && data.owners.codes[$0] >= 0
        }
        let sizes = (0..<data.count).compactMap { handed[$0] ? Double(data.employees[$0]) : nil }
        guard let middle = quantile(sizes, 0.5) else { return [] }
        return (0..<data.owners.labels.count).compactMap { owner in
            let own = Int32(owner)
            func share(_ isLarge: Bool) -> Share {
                var share = Share()
                for lead in 0..<data.count where handed[lead] && data.owners.codes[lead] == own && (Double(data.employees[lead]) >= middle) == isLarge
                {
                    share = share + Share(work.first[lead] != .max ? 1 : 0, of: 1)
                }
                return share
            }
            let (small, large) = (share(false), share(true))
            guard small.n >= Self.least, large.n >= Self.least, large.value - small.value > 0.2 else { return nil }
            guard
                var found = test(
                    .picking, of: { handed[$0] && Double(data.employees[$0]) < middle }, these: { data.owners.codes[$0] == own },
                    came: { work.first[$0] != .max }, names: [data.owners.labels[owner]])?.finding
            else { return nil }
            found.names.append("\(Int(middle))")
            (found.other, found.owner) = (large.interval, own)
            return AuditTest(finding: found, p: found.difference?.p ?? 1)
        }
    }

    private func rows(_ isOne: (Int) -> Bool) -> [Int32] { (0..<data.count).compactMap { isOne($0) ? Int32($0) : nil } }

    /// - Parameter least: a smaller difference is nothing to talk about.
    /// - Returns: nil where too few cases are on one side. A difference the other way, or a small one, counts as tested.
    private func test(
        _ kind: AuditFinding.Kind, of isCase: (Int) -> Bool, these isOne: (Int) -> Bool, came: (Int) -> Bool, names: [String], least: Double = 0,
        waits: Bool = false
    ) -> AuditTest? {
        var strata: [Int32: (a: Share, b: Share)] = [:], waiting: ([Double], [Double]) = ([], [])
        var finding = AuditFinding(kind)
        for lead in 0..<data.count where isCase(lead) {
            finding.of += 1
            let one = Share(came(lead) ? 1 : 0, of: 1), source = data.sources.codes[lead], isThese = isOne(lead)
            let before = strata[source] ?? (Share(), Share())
            strata[source] = isThese ? (before.a + one, before.b) : (before.a, before.b + one)
            if isThese { finding.rows.append(Int32(lead)) }
            if waits, let work = data.work, work.first[lead] != .max, work.isPrecise[lead] {
                let wait = Double(work.first[lead] - data.answerable(lead)) / 1e6
                if isThese { waiting.0.append(wait) } else { waiting.1.append(wait) }
            }
        }
        let all = strata.sorted { $0.key < $1.key }.map(\.value)
        let sums = all.reduce((Share(), Share())) { ($0.0 + $1.a, $0.1 + $1.b) }
        guard sums.0.n >= Self.least, sums.1.n >= Self.least, let found = mantelHaenszel(all) else { return nil }
        guard found.value < -least else { return AuditTest(finding: finding, p: 1) }
        (finding.names, finding.share, finding.other) = (names, sums.0.interval, sums.1.interval)
        (finding.difference, finding.isStratified) = (found, true)
        (finding.wait, finding.otherWait) = (quantile(waiting.0, 0.5), quantile(waiting.1, 0.5))
        return AuditTest(finding: finding, p: found.p)
    }
}

/// A time of the week.
enum AuditSlot: Int8, CaseIterable {
    case mondayEarly, mondayLate, tuesdayEarly, tuesdayLate, wednesdayEarly, wednesdayLate, thursdayEarly, thursdayLate, fridayEarly, fridayLate,
        weekend

    var name: String {
        guard self != .weekend else { return "the weekend" }
        let day = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"][Int(rawValue) / 2]
        return rawValue % 2 == 0 ? "\(day) before 14:00" : "\(day) after 14:00"
    }
}

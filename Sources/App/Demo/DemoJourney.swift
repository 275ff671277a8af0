// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// One lead while it is told; `at` only grows, so that its last step is its standing.
private struct Path {
    let lead: Int32
    var at: Int64
    var owner: Int16 = -1
}

extension DemoTeller {
    private var end: Int64 { story.now.micros }

    /// What became of a person: at rest, a lead that ends somewhere, and for some a second lead.
    mutating func journey(of person: DemoProspect, in account: inout DemoAccount) {
        if !person.isExcluded, random.chance(0.05) { return }
        // Who has no company can't become an opportunity: that alone would be a difference.
        if story.isFlat, account.index < 0 { return }
        let ended = lead(of: person, in: &account, source: person.source, at: person.created)
        // New interest after an end opens the next lead.
        guard let ended, let back = person.returns, back > ended + DemoRules.day else { return }
        _ = lead(of: person, in: &account, source: DemoSource.webinar, at: back)
    }

    /// - Returns: when the lead ended; nil where it has not.
    private mutating func lead(of person: DemoProspect, in account: inout DemoAccount, source: Int, at: Int64) -> Int64? {
        let rule = story.isFlat ? DemoSource.all[source].flat : DemoSource.all[source]
        let campaign = Self.firstCampaign[source] + random.below(rule.campaigns.count)
        var path = Path(lead: Int32(batch.leads.count), at: at)
        batch.leads.append(.init(person: person.index, source: Int16(source), campaign: Int16(campaign), origin: rule.origin))
        // Badges of a trade show come as a list with dates.
        let isDated = rule.channel == 3
        step(&path, .inquiry, at: isDated ? story.midnight(at) : at, precision: isDated ? .day : .second)
        path.at = at
        arrive(person, rule, campaign, at)
        guard !person.isExcluded else { return nil }

        let fit = fit(of: person)
        if account.index >= 0, rule.win > 0, random.chance(DemoRules.neverMQL * fit) {
            guard wait(&path, random.wait(median: 25 * 86_400)) else { return nil }
            return opportunity(person, rule, source, campaign, &path, &account)
        }
        guard random.chance(rule.mql * min(1.25, fit)) else {
            if random.chance(0.10), wait(&path, random.wait(median: 4 * 86_400)) {
                step(&path, .disqualified, reason: DemoWords.unfitReason + random.below(DemoWords.unfit.count))
                return path.at
            }
            return nil
        }
        let isFriday = isSlow(at)
        guard wait(&path, random.wait(median: isFriday || random.chance(rule.hot) ? 300 : 8 * 86_400)) else { return nil }
        step(&path, .mql)
        own(&path, random.pick(DemoTeam.sdrs[account.side]))
        return sales(person, rule, source, campaign, isFriday || isSlow(path.at), &path, &account)
    }

    private func fit(of person: DemoProspect) -> Double { story.isFlat ? 1 : person.persona.fit }
    private func isSlow(_ at: Int64) -> Bool { !story.isFlat && story.isLateFriday(at) }

    /// From the handoff on.
    private mutating func sales(
        _ person: DemoProspect, _ rule: DemoSource, _ source: Int, _ campaign: Int, _ isFriday: Bool, _ path: inout Path, _ account: inout DemoAccount
    ) -> Int64? {
        let slow = isFriday ? DemoRules.fridayFactor : 1
        let unpicked =
            !story.isFlat && account.rep == DemoTeam.picker && account.employees < DemoRules.smallCompany && random.chance(DemoRules.unpicked)
        if unpicked || random.chance(DemoRules.stalled) {
            // Taken, and never called; or not even taken.
            if random.chance(0.55), wait(&path, random.wait(median: 86_400)) {
                step(&path, .sal)
                own(&path, rep(account, at: path.at))
            }
            return nil
        }
        let answer = isFriday ? 3 * DemoRules.day + random.wait(median: 86_400) : random.wait(median: 2.5 * 3600)
        guard wait(&path, story.working(path.at + answer, &random) - path.at) else { return nil }
        call(person, path)
        guard random.chance(min(0.97, rule.sal * slow)) else { return giveBack(&path) }
        guard wait(&path, random.wait(median: 1200)) else { return nil }
        step(&path, .sal)
        guard wait(&path, random.wait(median: 3 * 86_400)) else { return nil }
        meet(person, path, title: 0, deal: -1)
        guard random.chance(min(0.95, rule.sql * slow * fit(of: person))) else { return giveBack(&path) }
        guard wait(&path, random.wait(median: 3600)) else { return nil }
        step(&path, .sql)
        own(&path, rep(account, at: path.at))
        guard wait(&path, random.wait(median: 8 * 86_400)) else { return nil }
        let size = story.isFlat ? 1 : account.employees >= DemoRules.smallCompany ? 1.15 : 0.85
        guard account.index >= 0, random.chance(min(0.95, rule.opportunity * size)) else { return giveBack(&path) }
        return opportunity(person, rule, source, campaign, &path, &account)
    }

    private mutating func giveBack(_ path: inout Path) -> Int64? {
        guard wait(&path, random.wait(median: 2 * 86_400)) else { return nil }
        if random.chance(0.35) {
            step(&path, .disqualified, reason: DemoWords.unfitReason + random.below(DemoWords.unfit.count))
            return path.at
        }
        step(&path, .recycled, reason: random.below(DemoWords.handBack.count))
        // Some become good leads again.
        if random.chance(0.15), wait(&path, random.wait(median: 60 * 86_400)) { step(&path, .mql) }
        return nil
    }

    // MARK: Deals

    private mutating func opportunity(
        _ person: DemoProspect, _ rule: DemoSource, _ source: Int, _ campaign: Int, _ path: inout Path, _ account: inout DemoAccount
    ) -> Int64? {
        if path.owner < 0 || !DemoTeam.reps[account.side].contains(Int(path.owner)) { own(&path, rep(account, at: path.at)) }
        let deal: Int
        if let known = account.deal, batch.deals[known].opened < path.at, path.at + DemoRules.day < batch.deals[known].closes {
            deal = known
        } else {
            deal = open(account, rule, source, campaign, at: path.at, owner: path.owner)
            account.deal = deal
        }
        let row = batch.deals[deal]
        step(&path, .opportunity, deal: Int32(deal))
        batch.dealPeople.append(.init(person: person.index, deal: Int32(deal), lead: path.lead, role: Int16(person.persona.role), how: .role))
        weights[local(person.index)] *= 2.5
        for title in 1..<DemoWords.meetingTitles.count where random.chance(0.6) {
            var held = path
            held.at += Int64(random.unit() * Double(min(row.closes, end) - path.at))
            meet(person, held, title: title, deal: Int32(deal))
        }
        guard row.outcome != .open else { return nil }
        path.at = max(row.closes, path.at + 1_000_000)
        guard path.at < end else { return nil }
        step(&path, row.outcome == .won ? .won : .lost, reason: Int(row.reason), deal: Int32(deal))
        return path.at
    }

    private mutating func open(_ account: DemoAccount, _ rule: DemoSource?, _ source: Int, _ campaign: Int, at: Int64, owner: Int16) -> Int {
        var deal = DemoBatch.Deal(company: account.index, opened: at, closes: at + 2 * DemoRules.day + random.wait(median: 42 * 86_400))
        let product = random.weighted([5, 3, 2])
        deal.product = Int16(product)
        deal.pipeline = rule == nil && random.chance(0.6) ? 1 : 0
        deal.source = Int16(source)
        deal.campaign = Int16(campaign)
        deal.owner = owner
        deal.amount = random.chance(0.05) ? nil : DemoRules.amount(employees: account.employees, list: DemoWords.products[product].list, &random)
        deal.currency = batch.text(account.dollars ? "USD" : "EUR")
        let name = batch.companies[Int(account.index)].name
        deal.name = batch.span { bytes in
            for place in Int(name.start)..<Int(name.start) + Int(name.count) { bytes.append(bytes[place]) }
            bytes.append(contentsOf: " – \(DemoWords.products[product].name)".utf8)
        }
        let isWon = random.chance(rule?.win ?? 0.7)
        // Some are forgotten: past their date, and still open.
        if deal.closes < end - 60_000_000, !random.chance(0.06) {
            deal.outcome = isWon ? .won : .lost
            deal.stage = Int16(isWon ? DemoWords.wonStage : DemoWords.lostStage)
            if !isWon { deal.reason = Int16(DemoWords.lostReason + random.below(DemoWords.lost.count)) }
        } else {
            deal.stage = Int16(random.below(4))
        }
        batch.deals.append(deal)
        history(of: batch.deals.count - 1, account)
        return batch.deals.count - 1
    }

    private mutating func history(of index: Int, _ account: DemoAccount) {
        let deal = batch.deals[index]
        let field = batch.text("stage")
        let last = deal.outcome == .open ? Int(deal.stage) : 1 + random.below(3)
        let until = min(deal.closes, end)
        var (at, before) = (deal.opened, 0)
        func event(_ at: Int64, _ from: Int, _ to: Int) {
            let old = batch.text(DemoWords.dealStages[from].name), new = batch.text(DemoWords.dealStages[to].name)
            batch.events.append(.init(deal: Int32(index), at: at, field: field, old: old, new: new))
        }
        for stage in stride(from: 1, through: last, by: 1) {
            at += Int64(Double(until - at) * (0.2 + random.unit() * 0.4))
            event(at, before, stage)
            before = stage
        }
        if let amount = deal.amount, random.chance(0.3), at < until {
            // In minor units with their currency, as imports write it.
            let currency = account.dollars ? "USD" : "EUR"
            let old = batch.text("\(amount / 100 * 5 / 4 * 100) \(currency)"), new = batch.text("\(amount) \(currency)")
            batch.events.append(.init(deal: Int32(index), at: at + (until - at) / 2, field: batch.text("amount"), old: old, new: new))
        }
        if deal.outcome != .open { event(deal.closes, before, Int(deal.stage)) }
    }

    /// Others of the company who had a part in its deal.
    mutating func companions(of account: DemoAccount, people: Range<Int>) {
        guard let deal = account.deal else { return }
        let joined = Set(batch.dealPeople.lazy.filter { $0.deal == deal }.map(\.person))
        for person in people where !joined.contains(Int32(person)) && batch.people[person].created < min(batch.deals[deal].closes, end) {
            guard random.chance(0.4) else { continue }
            let how: DealLink = random.chance(0.6) ? .role : random.chance(0.5) ? .email : .accountAndTime
            batch.dealPeople.append(
                .init(person: Int32(person), deal: Int32(deal), lead: -1, role: Int16(random.below(DemoWords.roles.count)), how: how))
            weights[local(Int32(person))] *= 1.6
        }
    }

    /// Money that came without anybody we know.
    mutating func nobodysDeal(in account: DemoAccount) {
        let at = story.arrival(&random)
        _ = open(account, nil, -1, -1, at: at, owner: Int16(rep(account, at: at)))
    }

    // MARK: Steps

    static let firstCampaign: [Int] = DemoSource.all.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.campaigns.count) }

    private func local(_ person: Int32) -> Int { Int(person) - (batch.people.count - weights.count) }

    /// - Returns: false where that is not yet.
    private func wait(_ path: inout Path, _ micros: Int64) -> Bool {
        guard path.at + max(1_000_000, micros) < end else { return false }
        path.at += max(1_000_000, micros)
        return true
    }

    private mutating func step(_ path: inout Path, _ to: Stage, at: Int64? = nil, precision: Precision = .second, reason: Int = -1, deal: Int32 = -1)
    {
        batch.steps.append(.init(lead: path.lead, at: at ?? path.at, precision: precision, to: to, reason: Int16(reason), deal: deal))
    }

    private mutating func own(_ path: inout Path, _ member: Int) {
        guard path.owner != Int16(member) else { return }
        path.owner = Int16(member)
        batch.owners.append(.init(lead: path.lead, at: path.at, member: path.owner))
        let person = local(batch.leads[Int(path.lead)].person)
        if handed[person] == 0 { handed[person] = path.at }
    }

    /// The company's rep; a colleague where that one had left.
    private func rep(_ account: DemoAccount, at: Int64) -> Int {
        guard account.rep == DemoTeam.left, at > end - DemoTeam.leftDaysAgo * DemoRules.day else { return account.rep }
        return DemoTeam.reps[1][0]
    }

    // MARK: Touches that the journey is made of

    private mutating func arrive(_ person: DemoProspect, _ rule: DemoSource, _ campaign: Int, _ at: Int64) {
        let isBought = rule.origin == .outbound
        var touch = DemoBatch.Touch(
            person.index, at, isBought ? .marketing : .buyer, isBought ? .outbound : .inbound,
            isBought ? .emailSent : rule.channel == 3 ? .campaignMember : rule.channel == 2 ? .message : .formSubmission)
        touch.channel = Int16(rule.channel)
        touch.campaign = Int16(campaign)
        if touch.kind == .formSubmission { touch.content = Int16(12 + random.below(2)) }
        beats[local(person.index)].append(touch)
    }

    private mutating func call(_ person: DemoProspect, _ path: Path) {
        var touch = DemoBatch.Touch(person.index, path.at, .sales, .outbound, .call)
        touch.outcome = random.chance(0.55) ? .reached : .attempt
        touch.evidence = .logged
        touch.channel = 2
        touch.member = path.owner
        touch.title = titles[touch.outcome == .reached ? 2 : random.below(2)]
        beats[local(person.index)].append(touch)
        called[local(person.index)] = true
        weights[local(person.index)] *= 1.5
    }

    private mutating func meet(_ person: DemoProspect, _ path: Path, title: Int, deal: Int32) {
        var touch = DemoBatch.Touch(person.index, path.at, .sales, .outbound, .meeting)
        touch.outcome = .meeting
        touch.evidence = .logged
        touch.precision = .minute
        touch.member = path.owner
        touch.deal = deal
        touch.title = titles[DemoWords.callTitles.count + title]
        beats[local(person.index)].append(touch)
    }
}

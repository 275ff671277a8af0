// SPDX-License-Identifier: Apache-2.0
import Domain

/// Makes a person's page of what was read.
struct ContactPageMaking {
    let reading: ContactReading
    let contact: ContactID
    let zone: Zone
    let now: Moment
    /// Only what was earlier; the largest number for all.
    let before: Int64
    let mayErase: Bool

    /// Happenings on one page.
    static let size = 120

    var page: ContactPage {
        let (days, older) = timeline
        return ContactPage(
            name: reading.name, role: reading.title.isEmpty ? nil : reading.title,
            account: reading.account.isEmpty ? nil : Link(reading.account, "/leads?q=\(Fields.encode(reading.account))"),
            accountDetail: reading.accountDetail.isEmpty ? nil : reading.accountDetail,
            addresses: [reading.email, reading.phone].filter { !$0.isEmpty && $0 != reading.name }, headline: headline,
            leads: reading.leads.map(lead), days: days,
            older: older.map { "/contacts/\(contact)?before=\($0)" }, deals: reading.deals.map(deal), facts: reading.facts.map(fact), notes: notes,
            erase: mayErase ? "/contacts/\(contact)/erase" : nil)
    }

    private var headline: String {
        let open = reading.leads.filter { !$0.stage.isEnd && $0.ended == nil }, won = reading.deals.filter { $0.row.outcome == .won }.count
        let bought = won == 0 ? "" : won == 1 ? " One deal is won." : " \(Format.count(won)) deals are won."
        if let lead = open.first {
            let who = lead.owner.isEmpty ? "nobody owns it" : "\(lead.owner) owns it"
            let more = open.count > 1 ? "; \(Format.count(open.count - 1)) more \(open.count == 2 ? "is" : "are") open" : ""
            return "The lead stands in \(lead.stage.label), and \(who)\(more).\(bought)"
        }
        guard let last = reading.leads.first else { return "No lead yet: this contact is at rest.\(bought)" }
        let how =
            switch last.stage {
            case .won: "was won"
            case .lost: "was lost"
            case .disqualified: "was disqualified"
            default: "ended"
            }
        return "At rest: the last lead \(how)\(last.reason.isEmpty ? "" : ", “\(last.reason)”").\(bought)"
    }

    private var notes: [Note] {
        guard let excluded = reading.excluded else { return [] }
        return [Note("Counted apart, and in no number: \(ExclusionReason(rawValue: excluded.name)?.label ?? excluded.name).")]
    }

    private func lead(_ lead: ContactReading.LeadLine) -> ContactPage.Lead {
        let kind =
            switch lead.kind {
            case .expansion: "expansion"
            case .renewal: "renewal"
            case .winBack: "win-back"
            case .new, nil: "new"
            }
        let origin =
            switch lead.origin {
            case .unknown: ""
            case .inbound: "inbound"
            case .outbound: "outbound"
            case .partner: "partner"
            case .referral: "referral"
            case .product: "product"
            }
        let name = [lead.line, kind, origin, lead.campaign].filter { !$0.isEmpty }.joined(separator: " · ")
        return ContactPage.Lead(
            id: String(lead.id), name: name.prefix(1).uppercased() + name.dropFirst(), stage: lead.stage, opened: moment(lead.opened),
            ended: lead.ended.map { Format.day(zone.day(of: $0.at)) }, owner: lead.owner.isEmpty ? "nobody owns it" : lead.owner,
            reason: lead.reason.isEmpty ? nil : lead.reason, reached: lead.reached)
    }

    private func moment(_ time: Timestamp) -> String {
        time.precision == .unknown ? "on an unknown day" : Format.moment(time.at, in: zone, precision: min(time.precision, .day))
    }

    private func deal(_ deal: ContactReading.DealLine) -> ContactPage.Deal {
        let row = deal.row
        let closes =
            switch row.outcome {
            case .won: "won \(row.closed.map(moment) ?? "")"
            case .lost: "lost \(row.closed.map(moment) ?? "")"
            case .open: deal.expected.map { "expected \(Format.day($0))" } ?? "opened \(moment(row.opened))"
            }
        let link =
            switch deal.how {
            case .byHand: "linked by hand"
            case .id: "linked by the source"
            case .role: deal.role.isEmpty ? "has a role in it" : deal.role
            case .email: "linked by e-mail"
            case .accountAndTime, nil: "a guess from account and time"
            }
        return ContactPage.Deal(
            name: row.name.isEmpty ? "Deal \(row.id)" : row.name, stage: row.stage.isEmpty ? row.outcome.name : row.stage,
            amount: row.amount.map { Format.money($0) } ?? "no amount", closes: closes, link: link, isWon: row.outcome == .won)
    }

    private func fact(_ fact: ContactReading.FactLine) -> ContactPage.Fact {
        let when = fact.time.precision == .unknown ? "" : ", \(Format.moment(fact.time.at, in: zone, precision: min(fact.time.precision, .day)))"
        let mark: [Mark] = fact.isByHand ? [Mark(.decided)] : []
        return ContactPage.Fact(
            ContactReading.label(fact.field), fact.value, source: (fact.source.isEmpty ? "import" : fact.source) + when, marks: mark)
    }

    // MARK: Timeline

    /// The latest first; what nobody dated comes last. A page never parts what happened at the same moment.
    private var timeline: ([ContactPage.Day], older: Int64?) {
        let dated = reading.happenings.filter {
            $0.time.precision != .unknown && $0.time.at.micros < before && $0.time.at.micros >= (reading.cut ?? .min)
        }
        .sorted { ($1.time.at.micros, $1.order) < ($0.time.at.micros, $0.order) }
        var count = min(dated.count, Self.size)
        while count < dated.count, count > 0, dated[count].time.at == dated[count - 1].time.at { count += 1 }
        let shown = dated.prefix(count)
        let older: Int64? = count < dated.count ? shown.last?.time.at.micros : reading.cut
        var days: [ContactPage.Day] = [], label = "", events: [ContactPage.Event] = []
        func close() {
            if !events.isEmpty { days.append(ContactPage.Day(label, events)) }
            events = []
        }
        for one in shown {
            let day = Format.moment(one.time.at, in: zone, precision: min(one.time.precision, .day))
            if day != label {
                close()
                label = day
            }
            events.append(one.event(clock(one.time)))
        }
        close()
        let undated = reading.happenings.filter { $0.time.precision == .unknown }.sorted {
            ($1.time.at.micros, $1.order) < ($0.time.at.micros, $0.order)
        }
        if older == nil, !undated.isEmpty { days.append(ContactPage.Day("On days that no source told", undated.map { $0.event("") })) }
        return (days, older)
    }

    /// A date without a time shows no time.
    private func clock(_ time: Timestamp) -> String {
        guard time.precision >= .minute else { return "" }
        return String(Format.moment(time.at, in: zone, precision: time.precision).split(separator: ", ").last ?? "")
    }
}

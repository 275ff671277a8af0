// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

/// The day of those who see every lead: the two numbers, what rots, what moved.
struct TodayPageMaking {
    let reading: TodayReading
    let name: String
    let role: Role

    var page: TodayPage {
        let needs = needs
        let count = needs.count
        return TodayPage(
            headline: count == 0
                ? "Nothing is adrift, \(first)." : "\(count == 1 ? "One thing needs" : "\(Format.count(count)) things need") you, \(first).",
            basis: reading.isFresh
                ? "\(Format.day(reading.day)), \(reading.month.held.zone.name)."
                : "The latest record is of \(Format.day(reading.day)): import newer exports, and this page tells of today.",
            figures: figures, needs: needs,
            nothing: needs.isEmpty ? "Every open lead has an owner who is here, and no open deal is past its date." : nil,
            changes: ("This week", changes), news: news, computed: computed)
    }

    private var computed: [Term] {
        let told = reading.allAnswer.funnel.explanations, first = reading.month.address.request.from.map(Format.day) ?? ""
        func text(_ term: String) -> String { told.first { $0.term == term }?.text ?? "" }
        return [
            Term("Volume", "Leads opened from \(first) to \(Format.day(reading.day)), beside those of the four weeks before. \(text("volume"))"),
            Term("Quality", "Of all leads that are known, whenever they were opened. \(text("quality"))"), Term("Usual lag", text("usual lag")),
            Term(
                "Adrift",
                "Open leads whose owner was disabled under Members; open ones in SAL, SQL or opportunity that nobody owns; open deals whose expected day is over. Owners whom no export named are not known."
            ), Term("Too long in a stage", text("stuck")),
            Term(
                "This week",
                "Moves into each stage by leads of any age in the seven days to \(Format.day(reading.day)), and in the seven before. Moves without a date are in neither."
            ),
        ]
    }

    private var first: String { Self.first(name) }

    /// How the page speaks to somebody.
    static func first(_ name: String) -> String { name.split(separator: " ").first.map(String.init) ?? name }

    private var figures: [Figure] {
        let volume = reading.monthAnswer.volume, before = reading.before.volume
        let change = before == 0 ? nil : Double(volume - before) / Double(before)
        let quality = reading.allAnswer.funnel.total.quality
        let days = reading.allAnswer.funnel.usualLag.days.map { "\(Format.fixed($0, 0)) days" } ?? "the usual time"
        return [
            Figure(
                Format.count(volume), "leads opened in four weeks: volume",
                href: volume == 0 ? nil : LeadNumber(.total, .volume).href(reading.month.address),
                note: change.map { "\(Format.percent(abs($0))) \($0 < 0 ? "fewer" : "more") than in the four weeks before" }
                    ?? "none in the four weeks before"),
            Figure(
                quality.share.map { Format.percent($0.value, decimals: 1) } ?? "not enough data", "reach opportunity within \(days): quality",
                href: "/funnel",
                note: quality.share.map { "\(Format.percent($0.low, decimals: 1)) to \(Format.percent($0.high, decimals: 1)) with 95 % confidence" }
                    ?? quality.missing,
                band: quality.share.map { Band($0, scale: FunnelPageMaking.scale([$0])) }),
        ]
    }

    private var needs: [Note] {
        var needs: [Note] = []
        let adrift = reading.adrift, total = reading.allAnswer.funnel.total
        if adrift.unowned > 0 {
            needs.append(
                Note(
                    "\(Format.plural(adrift.unowned, "open lead")) in SAL or later \(adrift.unowned == 1 ? "has" : "have") no owner.",
                    link: Link("See them", "/leads?adrift=unowned"), side: .joint))
        }
        if adrift.orphaned > 0 {
            needs.append(
                Note(
                    "\(Format.plural(adrift.orphaned, "open lead")) \(adrift.orphaned == 1 ? "is" : "are") owned by a colleague who left.",
                    link: Link("See and give them away", "/leads?adrift=orphaned"), side: .sales))
        }
        for stage in total.stages {
            guard let stuck = stage.stuck, stuck > 0, let known = Stage(name: stage.stage), known != .inquiry else { continue }
            let after = stage.stuckAfterDays.map { " for more than \(Format.fixed($0, 0)) days" } ?? ""
            needs.append(
                Note(
                    "\(Format.plural(stuck, "lead")) \(stuck == 1 ? "stands" : "stand") in \(stage.label)\(after), longer than nine in ten did.",
                    link: Link("See them", LeadNumber(.total, .stuck, at: known).href(reading.all.address)), side: known.side))
        }
        if !adrift.overdue.isEmpty {
            needs.append(
                Note(
                    "\(Format.plural(adrift.overdue.count, "open deal")) \(adrift.overdue.count == 1 ? "is" : "are") past the day on which \(adrift.overdue.count == 1 ? "it" : "they") should have closed.",
                    link: Link("See them", "/today/overdue"), side: .sales))
        }
        return needs
    }

    /// What happened to leads of any age, beside the week before.
    private var changes: Table {
        let now = reading.week.funnel.total, before = reading.lastWeek.funnel.total
        func row(_ label: String, _ now: Int, _ before: Int, side: Side?, href: String?) -> Table.Row {
            let change = now - before
            return Table.Row(
                .text(label, side: side),
                [
                    .number(Format.count(now), href: now == 0 ? nil : href), .number(Format.count(before)),
                    .number(change == 0 ? "0" : "\(change > 0 ? "+" : "−")\(Format.count(abs(change)))"),
                ])
        }
        let stages = zip(now.stages, before.stages).compactMap { stage, past -> Table.Row? in
            guard let known = Stage(name: stage.stage) else { return nil }
            return row(
                "Into \(stage.label)", stage.in, past.in, side: known.side,
                href: LeadNumber(.total, .entered, at: known).href(reading.weekReading.address))
        }
        return Table(
            columns: [.init("What happened", isText: true), .init("Seven days"), .init("Before"), .init("Change")],
            rows: stages
                + [
                    row("Deals won", now.deals.won, before.deals.won, side: .sales, href: DealNumber(.total, .won).href(reading.weekReading.address)),
                    row(
                        "Deals lost", now.deals.lost, before.deals.lost, side: .sales,
                        href: DealNumber(.total, .lost).href(reading.weekReading.address)),
                ])
    }

    private var news: [Note] {
        let zone = reading.month.held.zone
        return [Note("The two records are compared, and a first agreement is proposed.", link: Link("Audit", "/audit"), side: .joint)]
            + reading.imports.map { run in
                let when = Format.moment(Moment(micros: run.finishedAt ?? run.startedAt), in: zone, precision: .minute)
                let state =
                    run.state == "done"
                    ? "was imported" : run.state == "undone" ? "was taken back" : run.state == "failed" ? "failed" : "is being imported"
                return Note("\(run.name) \(state) on \(when).", link: role == .sdr || role == .sales ? nil : Link("Report", "/imports/\(run.id)"))
            }
    }
}

/// The day of somebody with leads of their own.
struct OwnDay {
    let database: Database
    let member: ID<Member>
    let name: String

    static let most = 50

    func page(now: Moment) async throws -> TodayPage {
        let member = member
        let (zone, leads, deals, all) = try await database.read { read -> (Zone, [LeadRow], [DealRow], Int64) in
            let zone = Zones.expand(try CompanyStore.current(read).zone) ?? .utc
            struct Key: Decodable, Sendable {
                let contactId: Int64
                let id: Int64
            }
            let keys = try read.rows(
                as: Key.self,
                "select contact_id, id from lead where owner_id = $1 and ended_at is null and part_of = 0 and \(Ledger.seen) order by stage_at, id limit \(Self.most)",
                member)
            let all =
                try read.int("select count(*) from lead where owner_id = $1 and ended_at is null and part_of = 0 and \(Ledger.seen)", member) ?? 0
            let overdue = try read.rows(
                as: Int64.self,
                "select id from deal where owner_id = $1 and outcome = 0 and absent = 0 and expected_day < $2 and \(Ledger.seen) order by expected_day, id limit \(Self.most)",
                member, zone.day(of: now).number)
            return (zone, try LeadRow.read(read, keys.map { .init(contact: $0.contactId, lead: $0.id) }), try DealRow.read(read, overdue), all)
        }
        let first = TodayPageMaking.first(name)
        return TodayPage(
            headline: all == 0
                ? "No open lead is yours, \(first)." : "\(Format.plural(Int(all), "open lead")) \(all == 1 ? "is" : "are") yours, \(first).",
            basis: "\(Format.day(zone.day(of: now))), \(zone.name). Those that have stood longest come first.",
            needs: deals.isEmpty
                ? []
                : [
                    Note("\(Format.plural(deals.count, "open deal")) of yours \(deals.count == 1 ? "is" : "are") past the closing day.", side: .sales)
                ],
            nothing: deals.isEmpty ? "None of your deals is past its closing day." : nil,
            leads: leads.isEmpty ? nil : ("Your open leads", LeadRow.table(leads, zone: zone)),
            deals: deals.isEmpty ? nil : ("Deals past their day", DealRow.table(deals, zone: zone)),
            computed: [
                Term("Yours", "Open leads that you own now, by how long they have stood in their stage; at most \(Self.most) are shown."),
                Term("Past their day", "Open deals that you own whose expected day of closing is over, in your company's time zone."),
            ])
    }
}

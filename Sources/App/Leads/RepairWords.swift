// SPDX-License-Identifier: Apache-2.0
import Domain

/// What a repair says before and after it is done.
enum RepairWords {
    static func isReturning(_ held: JournalStore.Held, _ place: Int32) -> Bool {
        let stages = held.details.stage
        return stages.indices.contains(Int(place)) && Stage(rawValue: Int64(stages[Int(place)])).map(Repair.recycled.contains) == true
    }

    /// Reasons for which leads are recycled here, the most used first, then a few that everybody knows.
    static func reasons(_ held: JournalStore.Held) -> [String] {
        let details = held.details, recycled = UInt8(truncatingIfNeeded: Stage.recycled.rawValue)
        var counts: [Int32: Int] = [:]
        for (stage, reason) in zip(details.stage, details.reason) where stage == recycled && reason > 0 { counts[reason, default: 0] += 1 }
        let used = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8).compactMap { one in
            details.reasons.indices.contains(Int(one.key)) ? details.reasons[Int(one.key)] : nil
        }
        return used + ["No answer", "Not now", "No budget", "Stalled"].filter { !used.contains($0) }
    }

    static func question(_ repair: Repair, _ count: Int, of all: Int, name: String, action: String, back: String) -> ConfirmPage {
        let leads = Format.plural(count, "lead")
        switch repair {
        case .assign:
            return ConfirmPage(
                title: "Give leads", headline: "Give \(leads) to \(name)?",
                text: "Each lead keeps its stage and its history; from now on it is theirs. Where your CRM names another owner later, that counts.",
                points: ["It can be taken back."], action: action, button: "Give \(leads)", back: Link("Leave them", back))
        case .recycle:
            return ConfirmPage(
                title: "Hand back leads", headline: "Hand \(leads) back to marketing?",
                text: "Each becomes recycled, because: \(name). Marketing may warm it up again; the funnel counts it as handed back.",
                points: (all > count ? ["\(Format.count(all - count)) of the list stand in other stages and stay as they are."] : [])
                    + ["It can be taken back."],
                action: action, button: "Hand back \(leads)", back: Link("Leave them", back))
        }
    }

    static func headline(_ row: Repairs.Row) -> String {
        let leads = Format.plural(Int(row.leads), "lead"), were = row.leads == 1 ? "was" : "were"
        return row.kind == "assign"
            ? "\(leads) \(were) given to \(row.ownerName ?? "a former member")." : "\(leads) \(were) handed back to marketing."
    }

    private static func when(_ row: Repairs.Row, _ zone: Zone) -> String {
        Format.moment(Moment(micros: row.at), in: zone, precision: .minute)
    }

    private static func undone(_ row: Repairs.Row, _ zone: Zone) -> String? {
        row.undoneAt.map {
            "taken back on \(Format.moment(Moment(micros: $0), in: zone, precision: .minute)) by \(row.undoneName ?? "a former member")"
        }
    }

    static func page(_ row: Repairs.Row, _ leads: [LeadRow], zone: Zone) -> RepairPage {
        let why = row.reason.isEmpty ? "" : " Because: \(row.reason)."
        let end = undone(row, zone).map { " It was \($0); leads that had moved on since were left." } ?? ""
        return RepairPage(
            title: "Repair", headline: headline(row), text: "On \(when(row, zone)), by \(row.byName ?? "a former member").\(why)\(end)",
            undo: row.undoneAt == nil ? "/leads/repairs/\(row.id)/undo" : nil, table: leads.isEmpty ? nil : LeadRow.table(leads, zone: zone),
            rest: row.leads > leads.count ? "The first \(Format.count(leads.count)) of \(Format.count(Int(row.leads)))." : nil,
            back: Link("What was repaired", "/leads/repairs"))
    }

    static func list(_ rows: [Repairs.Row], zone: Zone) -> LeadsPage {
        LeadsPage(
            title: "Repairs", headline: rows.isEmpty ? "Nothing was repaired yet." : "\(Format.plural(rows.count, "repair")), the latest first.",
            table: rows.isEmpty
                ? nil
                : Table(
                    columns: [.init("What", isText: true), .init("When", isText: true), .init("By", isText: true), .init("State", isText: true)],
                    rows: rows.map { row in
                        Table.Row(
                            .text(headline(row), href: "/leads/repairs/\(row.id)", note: row.reason.isEmpty ? nil : row.reason),
                            [.text(when(row, zone)), .text(row.byName ?? ""), .text(undone(row, zone) ?? "stands")])
                    }),
            empty: rows.isEmpty
                ? EmptyState(
                    "Leads whose owner left, or that nobody owns, can be given away at once.", "Filter the list, then choose “Repair” below it.",
                    link: Link("Leads whose owner left", "/leads?adrift=orphaned")) : nil,
            back: Link("Leads", "/leads"))
    }
}

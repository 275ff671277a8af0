// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// What happened between a person and both teams, and what is known of the person.
extension ContactReading {
    mutating func readTouches(before: Int64) throws {
        struct Touch {
            let time: Timestamp
            let side: TouchSide, direction: TouchDirection, kind: TouchKind, outcome: TouchOutcome, evidence: Evidence
            let channel: Int64, campaign: Int64, content: Int64, member: Int64
            let title: String
        }
        var rows: [Touch] = []
        try read.scan(
            """
            select at, precision, side, direction, kind, outcome, evidence, channel, campaign, content, member_id, title from touch
            where contact_id = $1 and at < $2 and \(Ledger.seen) order by at desc, id limit \(Self.touches)
            """, contact, before
        ) { row in
            rows.append(
                Touch(
                    time: Timestamp(Moment(micros: row.int(0)), Precision(rawValue: row.int(1)) ?? .unknown),
                    side: TouchSide(rawValue: row.int(2)) ?? .system,
                    direction: TouchDirection(rawValue: row.int(3)) ?? .none, kind: TouchKind(rawValue: row.int(4)) ?? .other,
                    outcome: TouchOutcome(rawValue: row.int(5)) ?? .none, evidence: Evidence(rawValue: row.int(6)) ?? .imported, channel: row.int(7),
                    campaign: row.int(8), content: row.int(9), member: row.int(10), title: row.isNull(11) ? "" : row.text(11)))
        }
        if rows.count == Self.touches { cut = rows.last?.time.at.micros }
        for touch in rows {
            let title = touch.title.isEmpty ? try words.word(touch.content) : touch.title, by = try words.member(touch.member)
            let outcome =
                switch touch.outcome {
                case .none: ""
                case .attempt: "not reached"
                case .reached: "reached"
                case .meeting: "meeting held"
                }
            let detail = [try words.word(touch.channel), try words.word(touch.campaign), outcome].filter { !$0.isEmpty }.joined(separator: " · ")
            let side: Side = touch.side == .marketing ? .marketing : touch.side == .sales ? .sales : .joint
            let mark: Mark? = touch.evidence == .logged ? Mark("logged", hint: "A colleague wrote it down.") : nil
            happenings.append(
                Happening(time: touch.time, order: 20) { when in
                    ContactPage.Event(
                        when: when, side: side, kind: "touch", text: title.isEmpty ? touch.kind.label : "\(touch.kind.label): \(title)",
                        detail: detail.isEmpty ? nil : detail,
                        by: by.isEmpty ? nil : by, marks: [mark, Mark(touch.time.precision)].compactMap(\.self))
                })
        }
    }

    mutating func readFacts() throws {
        var rows: [(id: Int64, time: Timestamp, recorded: Int64, source: Int64, fields: [(key: String, value: String)])] = []
        try read.scan(
            "select id, at, precision, recorded_at, source, data from fact where contact_id = $1 and \(Ledger.seen) order by id", contact
        ) { row in
            rows.append(
                (
                    row.int(0), Timestamp(Moment(micros: row.int(1)), Precision(rawValue: row.int(2)) ?? .unknown), row.int(3), row.int(4),
                    FlatJSON.read(row.text(5))
                ))
        }
        // In the order in which they win: by hand last, then the latest.
        let origins = try Dictionary(Set(rows.map(\.source)).map { ($0, try words.word($0)) }, uniquingKeysWith: { first, _ in first })
        let ordered = rows.sorted { a, b in
            let (x, y) = (origins[a.source] == "by hand", origins[b.source] == "by hand")
            if x != y { return y }
            return (a.time.at.micros, a.recorded, a.id) < (b.time.at.micros, b.recorded, b.id)
        }
        var current: [String: FactLine] = [:]
        for row in ordered {
            let source = origins[row.source] ?? ""
            for (key, value) in row.fields where !key.hasPrefix("key:") {
                if let old = current[key], old.value != value, !value.isEmpty {
                    let label = Self.label(key), before = old.value
                    happenings.append(
                        Happening(time: row.time, order: 10) { when in
                            ContactPage.Event(
                                when: when, side: .joint, kind: "fact", text: "\(label): \(before.isEmpty ? "–" : before) → \(value)",
                                detail: source.isEmpty ? nil : source,
                                marks: [Mark(row.time.precision)].compactMap(\.self))
                        })
                }
                current[key] = FactLine(field: key, value: value, source: source, time: row.time, isByHand: source == "by hand")
            }
        }
        facts = current.values.filter { !$0.value.isEmpty }.sorted { (Self.rank($0.field), $0.field) < (Self.rank($1.field), $1.field) }
    }

    private static let first = [
        "email", "phone", "title", "company", "country", "industry", "persona", "source", "first_source", "latest_source", "campaign",
    ]

    private static func rank(_ field: String) -> Int { first.firstIndex(of: field) ?? first.count }

    static func label(_ field: String) -> String {
        let words = field.replacing("_", with: " ")
        return field == "email" ? "E-mail" : words.prefix(1).uppercased() + words.dropFirst()
    }
}

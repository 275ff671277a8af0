// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// A column of the list that a reader may choose; the person always stands first.
enum LeadColumn: Hashable, Sendable {
    case stage, since, company, title, owner, source, campaign, industry, country, opened, ended, reason
    /// A field of the company's own.
    case field(String)

    static let usual: [LeadColumn] = [.stage, .company, .owner, .source, .opened]
    private static let plain: [LeadColumn] = [
        .stage, .since, .company, .title, .owner, .source, .campaign, .industry, .country, .opened, .ended, .reason,
    ]

    /// Those of the product, then the company's own fields.
    static func all(fields: [String]) -> [LeadColumn] { plain + (["persona"] + fields).prefix(60).map { .field($0) } }

    init?(_ name: String) {
        if name.hasPrefix("field:"), name.utf8.count > 6, name.utf8.count <= 206 {
            self = .field(String(name.dropFirst(6)))
        } else if let one = Self.plain.first(where: { $0.name == name }) {
            self = one
        } else {
            return nil
        }
    }

    var name: String {
        if case .field(let name) = self { return "field:\(name)" }
        return String(describing: self)
    }

    var label: String {
        switch self {
        case .since: "In stage since"
        case .field(let name): name.prefix(1).uppercased() + name.dropFirst()
        default: name.prefix(1).uppercased() + name.dropFirst()
        }
    }

    var heading: Table.Column {
        switch self {
        case .since, .opened, .ended: .init(label)
        case .stage: .init(label, isText: true, hint: "inquiry, MQL, SAL, SQL, opportunity, then won, lost or disqualified; recycled is handed back")
        default: .init(label, isText: true)
        }
    }

    func cell(_ row: LeadRow, _ zone: Zone) -> Cell {
        switch self {
        case .stage: .text(row.stage?.label ?? "at rest", side: row.stage?.side)
        case .since: row.since.map { .number(Format.moment($0, in: zone, precision: .day)) } ?? .few("–")
        case .company: .text(row.company)
        case .title: .text(row.title)
        case .owner: .text(row.owner)
        case .source: .text(row.source)
        case .campaign: .text(row.campaign)
        case .industry: .text(row.industry)
        case .country: .text(row.country)
        case .opened: row.opened.map { .number(Format.moment($0.at, in: zone, precision: min($0.precision, .day))) } ?? .few("–")
        case .ended: row.ended.map { .number(Format.moment($0, in: zone, precision: .day)) } ?? .few("–")
        case .reason: .text(row.reason)
        case .field(let name): .text(row.fields[name] ?? "")
        }
    }
}

/// In which order the list stands. Ties are told apart by contact and lead.
enum LeadOrder: String, CaseIterable, Sendable {
    case newest, oldest, longest

    var label: String {
        switch self {
        case .newest: "Newest first"
        case .oldest: "Oldest first"
        case .longest: "Longest in stage first"
        }
    }

    /// By what it goes: the smallest first.
    func keys(_ held: JournalStore.Held) -> [Int64] {
        switch self {
        case .newest, .oldest: held.journal.leads.opened
        case .longest: held.details.since
        }
    }

    var isDescending: Bool { self == .newest }
}

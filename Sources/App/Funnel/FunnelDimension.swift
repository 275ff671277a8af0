// SPDX-License-Identifier: Apache-2.0
package import Domain

/// By what the funnel is divided.
package enum FunnelDimension: Hashable, Sendable {
    case firstSource, openedSource, latestSource, campaign, owner, team, manager, region, country, industry, line, product
    /// A custom field of the person, or `persona`.
    case field(String)

    package static let named: [(name: String, label: String, value: FunnelDimension)] = [
        ("source", "first source", .firstSource), ("opened_source", "source at opening", .openedSource),
        ("latest_source", "latest source", .latestSource),
        ("campaign", "campaign", .campaign), ("owner", "owner", .owner), ("team", "team then", .team), ("manager", "manager then", .manager),
        ("region", "region then", .region), ("country", "country", .country), ("industry", "industry", .industry), ("line", "line", .line),
        ("product", "product", .product), ("persona", "persona", .field("persona")),
    ]

    package init(name: String) {
        if name.hasPrefix("field:"), name.count > 6 {
            self = .field(String(name.dropFirst(6)))
            return
        }
        let key = name.replacing("-", with: "_").lowercased()
        self = Self.named.first { $0.name == key || $0.label == name }?.value ?? (key == "first_source" ? .firstSource : .field(name))
    }

    package var label: String {
        if case .field(let name) = self, name != "persona" { return name }
        return Self.named.first { $0.value == self }?.label ?? ""
    }

    /// What names a lead's group, over `lead l join contact c`; nil where it needs more than a column.
    var leadColumn: String? {
        switch self {
        case .firstSource: "c.first_source"
        case .openedSource: "l.source"
        case .latestSource: "c.latest_source"
        case .campaign: "l.campaign"
        case .owner: "l.owner_id"
        case .team, .manager, .region: "l.first_owner_id"
        case .country: "c.country"
        case .industry: "c.industry"
        case .line, .product: "l.line"
        case .field: nil
        }
    }

    /// The same over `deal d`; nil where a deal has no such thing.
    var dealColumn: String? {
        switch self {
        case .firstSource, .openedSource, .latestSource: "d.source"
        case .campaign: "d.campaign"
        case .owner, .team, .manager, .region: "d.owner_id"
        case .product, .line: "d.product"
        case .country: "coalesce((select a.country from account a where a.id = d.account_id), 0)"
        case .industry: "coalesce((select a.industry from account a where a.id = d.account_id), 0)"
        case .field: nil
        }
    }

    /// The groups are colleagues or follow from them.
    var isOfColleague: Bool { self == .owner || isOfMembership }
    var isOfMembership: Bool { self == .team || self == .manager || self == .region }
}

// SPDX-License-Identifier: Apache-2.0
import Domain

/// The filters above the list, with what is chosen of them.
struct LeadFilterBar {
    private let asked: LeadFilter
    private let held: JournalStore.Held?
    private let query: Fields

    init(_ asked: LeadFilter, _ held: JournalStore.Held?, _ query: Fields) { (self.asked, self.held, self.query) = (asked, held, query) }

    private static let any = Choice("", "Any")

    var bar: FilterBar {
        let isPlain = held != nil && asked.apart == nil
        return FilterBar(
            action: "/leads", selects: isPlain ? first : [],
            hidden: (asked.apart.map { [Choice("apart", $0.name)] } ?? []) + kept.map { Choice($0.name, $0.value) }
                + query.pairs.filter { $0.name == "column" }.map { Choice($0.name, $0.value) },
            chips: chips, search: asked.text, more: isPlain ? more : nil)
    }

    private var first: [FilterBar.Select] {
        [
            .init(
                "stage", "Stage", [Self.any] + Stage.allCases.map { Choice($0.name, $0.label) },
                selected: asked.stages.count == 1 ? asked.stages[0].name : ""),
            .init(
                "state", "State", [Self.any, Choice("open", "Open"), Choice("ended", "Ended")],
                selected: asked.isOpen.map { $0 ? "open" : "ended" } ?? ""),
        ] + LeadFilter.offered.filter(\.isFirst).compactMap { select($0.name, $0.label, $0.dimension) }
    }

    private var more: FilterBar.More {
        let fields = (held?.details.groupingFields ?? []).prefix(60)
        var selects = LeadFilter.offered.filter { !$0.isFirst }.compactMap { select($0.name, $0.label, $0.dimension) }
        if let by = asked.by { selects += [select(name(of: by), by.label.prefix(1).uppercased() + by.label.dropFirst(), by)].compactMap(\.self) }
        let others =
            [Choice("", "Choose a field")]
            + [("team", "Team then"), ("region", "Region then"), ("line", "Line"), ("persona", "Persona")].map { Choice($0.0, $0.1) }
            + fields.map { Choice("field:\($0)", $0) }
        selects.append(.init("by", "Another field", others))
        selects.append(
            .init(
                "adrift", "Adrift", [Self.any] + LeadFilter.Adrift.allCases.map { Choice($0.rawValue, $0.label) },
                selected: asked.adrift?.rawValue ?? ""))
        selects.append(
            .init(
                "stands", "In stage for",
                [Self.any]
                    + Set([7, 14, 30, 60, 90, 180] + [asked.stands].compactMap(\.self)).sorted().map { Choice(String($0), "\($0) days or more") },
                selected: asked.stands.map { String($0) } ?? ""))
        selects.append(
            .init(
                "order", "Order", LeadOrder.allCases.map { Choice($0 == .newest ? "" : $0.rawValue, $0.label) },
                selected: asked.order == .newest ? "" : asked.order.rawValue))
        let names = Set(selects.map(\.name) + ["opened_from", "opened_to"])
        let chosen = Set(query.pairs.filter { names.contains($0.name) && !$0.value.isEmpty }.map(\.name)).count
        return FilterBar.More(
            label: chosen == 0 ? "More filters" : "More filters, \(chosen) chosen", isOpen: asked.by != nil,
            dates: [
                .init("opened_from", "Opened from", asked.opened.from?.iso ?? ""), .init("opened_to", "Opened to", asked.opened.to?.iso ?? ""),
            ], selects: selects)
    }

    private func name(of dimension: FunnelDimension) -> String {
        if case .field(let name) = dimension, name != "persona" { return "field:\(name)" }
        return FunnelDimension.named.first { $0.value == dimension }?.name ?? ""
    }

    private func select(_ name: String, _ label: String, _ dimension: FunnelDimension) -> FilterBar.Select? {
        let labels = (held?.columns[dimension]?.folded.labels ?? []).sorted { $0.lowercased() < $1.lowercased() }, chosen = asked.labels(dimension)
        guard !labels.isEmpty || !chosen.isEmpty else { return nil }
        // Several alternatives of one name are chips; the select then adds to them.
        let one = chosen.count == 1 ? chosen[0] : ""
        let extra = one.isEmpty || one == LeadFilter.nothing || labels.contains(one) ? [] : [Choice(one, one)]
        return .init(name, label, [Self.any, Choice(LeadFilter.nothing, "None")] + extra + labels.map { Choice($0, $0) }, selected: one)
    }

    /// Filters of the address that no select shows: they stay as chips.
    private var kept: [Fields.Pair] {
        query.pairs.filter { pair in
            if pair.value.isEmpty { return false }
            if pair.name == "stage" { return asked.stages.count > 1 }
            if let offered = LeadFilter.offered.first(where: { $0.name == pair.name }) { return asked.labels(offered.dimension).count > 1 }
            return pair.name.hasPrefix("field:") || FunnelDimension.named.contains { $0.name == pair.name }
        }
    }

    private var chips: [FilterBar.Chip] {
        kept.map { one in
            let rest = query.pairs.filter { $0 != one && $0.name != "after" }
            let label =
                one.name == "stage" ? "Stage" : LeadFilter.offered.first { $0.name == one.name }?.label ?? FunnelDimension(name: one.name).label
            let value = one.name == "stage" ? Stage(name: one.value)?.label ?? one.value : one.value == LeadFilter.nothing ? "none" : one.value
            return FilterBar.Chip("\(label): \(value)", without: "/leads" + (rest.isEmpty ? "" : "?" + Fields(rest).urlEncoded))
        }
    }
}

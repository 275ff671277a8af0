// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// What the address of the list asks for: `stage=mql&owner=Ana&field:tier=A`. Several values of one name are alternatives, several names
/// conditions that all hold.
struct LeadFilter: Sendable {
    let text: String
    let apart: LeadSearch.Apart?
    let stages: [Stage]
    let isOpen: Bool?
    let adrift: Adrift?
    let opened: (from: Day?, to: Day?)
    /// At least so many days in its stage.
    let stands: Int?
    /// By label; `nothing` for leads that say nothing.
    let values: [(dimension: FunnelDimension, labels: [String])]
    /// A field that is asked about and has no value chosen yet.
    let by: FunnelDimension?
    let order: LeadOrder
    let columns: [LeadColumn]

    enum Adrift: String, CaseIterable, Sendable {
        case orphaned, unowned

        var label: String { self == .orphaned ? "Owner left" : "No owner, from SAL on" }
        var words: String { self == .orphaned ? "owned by a colleague who left" : "in SAL or later and without an owner" }
    }

    static let nothing = "(none)"
    /// Those that the page offers at once or under "more"; any other dimension may stand in the address.
    static let offered: [(name: String, label: String, dimension: FunnelDimension, isFirst: Bool)] = [
        ("owner", "Owner", .owner, true), ("source", "Source", .openedSource, true), ("campaign", "Campaign", .campaign, false),
        ("industry", "Industry", .industry, false), ("country", "Country", .country, false),
    ]
    /// Names of the address that say how the list looks, and not which leads.
    static let looks: Set<String> = ["after", "order", "column", "by", "n"]

    init(_ query: Fields) {
        text = String((query["q"] ?? "").prefix(200))
        apart = query["apart"].flatMap { LeadSearch.Apart($0) }
        stages = query.all("stage").compactMap { Stage(name: $0) }
        isOpen = query["state"] == "open" ? true : query["state"] == "ended" ? false : nil
        adrift = query["adrift"].flatMap { Adrift(rawValue: $0) }
        func day(_ name: String) -> Day? { query[name].flatMap { (try? FunnelRequest.day($0, isEnd: name == "opened_to", named: name)) ?? nil } }
        opened = (day("opened_from"), day("opened_to"))
        stands = query["stands"].flatMap { Int($0) }.flatMap { (1...36_500).contains($0) ? $0 : nil }
        var values: [(dimension: FunnelDimension, labels: [String])] = []
        for pair in query.pairs.prefix(60) where !pair.value.isEmpty {
            guard let dimension = Self.dimension(pair.name) else { continue }
            if let place = values.firstIndex(where: { $0.dimension == dimension }) {
                values[place].labels.append(pair.value)
            } else if values.count < 12 {
                values.append((dimension, [pair.value]))
            }
        }
        self.values = values
        let by = query["by"].flatMap { Self.dimension($0) }
        self.by = by.flatMap { by in values.contains { $0.dimension == by } ? nil : by }
        order = query["order"].flatMap { LeadOrder(rawValue: $0) } ?? .newest
        let asked = query.all("column").prefix(30).compactMap { LeadColumn($0) }
        columns = asked.isEmpty ? LeadColumn.usual : asked
    }

    private static func dimension(_ name: String) -> FunnelDimension? {
        if let one = offered.first(where: { $0.name == name }) { return one.dimension }
        if name.hasPrefix("field:"), name.utf8.count <= 206 { return FunnelDimension(name: name) }
        return FunnelDimension.named.contains { $0.name == name } ? FunnelDimension(name: name) : nil
    }

    func labels(_ dimension: FunnelDimension) -> [String] { values.first { $0.dimension == dimension }?.labels ?? [] }
    var isSearch: Bool { !text.isEmpty || apart != nil }

    /// True where it asks for something that a search's rows have to be held against.
    var isNarrow: Bool {
        !stages.isEmpty || isOpen != nil || adrift != nil || opened.from != nil || opened.to != nil || stands != nil || !values.isEmpty
    }

    var dimensions: [FunnelDimension] {
        let asked = values.map(\.dimension) + (by.map { [$0] } ?? [])
        return asked + Self.offered.map(\.dimension).filter { !asked.contains($0) }
    }

    /// The leads of the journal that it holds for, in their order.
    func places(_ held: JournalStore.Held, left: Set<Int64>, now: Moment) -> [Int32] {
        let leads = held.journal.leads, details = held.details
        var places = Array(Int32(0)..<Int32(clamping: min(leads.count, details.stage.count)))
        if !stages.isEmpty {
            let codes = Set(stages.map { UInt8(truncatingIfNeeded: $0.rawValue) })
            places.removeAll { !codes.contains(details.stage[Int($0)]) }
        }
        if let isOpen { places.removeAll { (leads.ended[Int($0)] == .max) != isOpen } }
        if let adrift {
            let gone = Set(details.members.indices.filter { left.contains(details.members[$0]) }.map { Int32($0) })
            places.removeAll { place in
                let place = Int(place)
                guard leads.ended[place] == .max else { return true }
                switch adrift {
                case .orphaned: return !gone.contains(details.owner[place])
                case .unowned: return details.owner[place] >= 0 || !(3...5).contains(details.stage[place])
                }
            }
        }
        if let from = opened.from.map({ held.zone.start(of: $0).micros }) { places.removeAll { leads.opened[Int($0)] < from } }
        if let to = opened.to.map({ held.zone.start(of: $0.adding(days: 1)).micros }) { places.removeAll { leads.opened[Int($0)] >= to } }
        if let stands {
            let latest = now.adding(seconds: -Int64(stands) * 86_400).micros
            places.removeAll { details.since[Int($0)] > latest }
        }
        for (dimension, labels) in values {
            let column = held.columns[dimension]?.whole, codes = column?.codes ?? []
            let wanted = Set(labels.map { $0 == Self.nothing ? -1 : Int32(column?.labels.firstIndex(of: $0) ?? -2) })
            places.removeAll { Int($0) >= codes.count || !wanted.contains(codes[Int($0)]) }
        }
        return places
    }

    /// What stands after "148 leads": `, in MQL or SAL, still open`.
    var words: String {
        var words: [String] = []
        if !stages.isEmpty { words.append("in " + stages.map(\.label).joined(separator: " or ")) }
        if let isOpen { words.append(isOpen ? "still open" : "ended") }
        if let adrift { words.append(adrift.words) }
        if let stands { words.append("in their stage for \(Format.plural(stands, "day")) or more") }
        switch opened {
        case (let from?, let to?): words.append("opened from \(Format.day(from)) to \(Format.day(to))")
        case (let from?, nil): words.append("opened since \(Format.day(from))")
        case (nil, let to?): words.append("opened until \(Format.day(to))")
        case (nil, nil): break
        }
        words += values.map { one in
            "\(one.dimension.label): \(one.labels.map { $0 == Self.nothing ? "none" : $0 }.joined(separator: " or "))"
        }
        return words.isEmpty ? "" : ", " + words.joined(separator: ", ")
    }

    /// The address's filters in one order, so that equal questions are equal: without the place in the list and empty values.
    static func plain(_ query: Fields, looks: Bool = true) -> Fields {
        let pairs = query.pairs.filter { pair in
            pair.name != "after" && pair.name != "by" && pair.name != "n" && !pair.value.isEmpty && (looks || !Self.looks.contains(pair.name))
        }
        // Columns stand in the order in which they are shown.
        return Fields(
            pairs.filter { $0.name == "column" } + pairs.filter { $0.name != "column" }.sorted { ($0.name, $0.value) < ($1.name, $1.value) })
    }
}

// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// A points table as people read it: a row per bin, with its cases and their rate.
struct ScoreTableWords: Sendable {
    let table: ScoreTable

    /// - Parameter importance: per feature and pair of the table, or empty.
    func sections(_ importance: [Double]) -> [AnalysisReport.Section] {
        let order = table.features.indices.sorted {
            (importance.indices.contains($0) ? importance[$0] : 0) > (importance.indices.contains($1) ? importance[$1] : 0)
        }
        return order.map { feature(table.features[$0]) } + table.pairs.map(pair)
    }

    private func feature(_ feature: ScoreTable.Feature) -> AnalysisReport.Section {
        let rows = feature.points.indices.filter { feature.counts.indices.contains($0) && feature.counts[$0] > 0 }.map { bin in
            let share = Share(feature.positives[bin], of: feature.counts[bin])
            return [
                Self.label(feature.axis, bin), Self.signed(feature.points[bin]), Format.count(feature.counts[bin]),
                Format.percent(share.value, decimals: 1),
                share.interval.map { "\(Format.percent($0.low, decimals: 1)) to \(Format.percent($0.high, decimals: 1))" } ?? "–",
            ]
        }
        return AnalysisReport.Section(
            heading: feature.axis.feature,
            table: .init(
                columns: [
                    .init(name: "Value", isNumber: false), .init(name: "Points"), .init(name: "Rows"), .init(name: "Rate"),
                    .init(name: "95 % interval"),
                ],
                rows: rows, most: 16))
    }

    private func pair(_ pair: ScoreTable.Pair) -> AnalysisReport.Section {
        let width = pair.second.count
        let cells = pair.points.indices.filter { pair.points[$0] != 0 && pair.counts.indices.contains($0) && pair.counts[$0] > 0 }
            .sorted { (abs(pair.points[$1]) * pair.counts[$1], $0) < (abs(pair.points[$0]) * pair.counts[$0], $1) }
        return AnalysisReport.Section(
            heading: "\(pair.first.feature) with \(pair.second.feature)",
            text: [
                "Added to the points of both. \(Format.plural(cells.count, "cell")) of the grid \(cells.count == 1 ? "has" : "have") points\(cells.count > 30 ? "; the 30 that move most are shown, the saved table has all" : "")."
            ],
            table: .init(
                columns: [
                    .init(name: pair.first.feature, isNumber: false), .init(name: pair.second.feature, isNumber: false), .init(name: "Points"),
                    .init(name: "Rows"),
                    .init(name: "Rate"),
                ],
                rows: cells.prefix(30).map { cell in
                    [
                        Self.label(pair.first, cell / width), Self.label(pair.second, cell % width), Self.signed(pair.points[cell]),
                        Format.count(pair.counts[cell]), Format.percent(Share(pair.positives[cell], of: pair.counts[cell]).value, decimals: 1),
                    ]
                }, most: 12))
    }

    static func signed(_ points: Int) -> String { points > 0 ? "+\(points)" : points < 0 ? "−\(-points)" : "0" }

    /// What falls into a bin: `under 30`, `30 to under 45`, `45 and more`, `retired, student`, `missing`.
    static func label(_ axis: ScoreTable.Axis, _ bin: Int) -> String {
        if bin == 0 { return "missing" }
        guard axis.kind != .category else {
            if bin == axis.count - 1 { return "other" }
            let levels = axis.levels.indices.contains(bin - 1) ? axis.levels[bin - 1] : []
            return levels.prefix(6).joined(separator: ", ") + (levels.count > 6 ? " and \(levels.count - 6) more" : "")
        }
        if axis.cuts.isEmpty { return "any" }
        func text(_ cut: Double) -> String { axis.kind == .date ? date(cut) : number(cut) }
        if bin == 1 { return axis.kind == .date ? "before \(text(axis.cuts[0]))" : "under \(text(axis.cuts[0]))" }
        guard axis.cuts.indices.contains(bin - 2) else { return "" }
        let from = text(axis.cuts[bin - 2])
        guard axis.cuts.indices.contains(bin - 1) else { return axis.kind == .date ? "from \(from)" : "\(from) and more" }
        return "\(from) to \(axis.kind == .date ? "before" : "under") \(text(axis.cuts[bin - 1]))"
    }

    /// As it stands in the table, so that nothing is rounded into another bin.
    private static func number(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return Format.fixed(value, 0) }
        return String(value).replacing("-", with: "−")
    }

    private static func date(_ days: Double) -> String {
        let micros = days * 86_400e6
        guard abs(micros) < 9e18 else { return String(days) }
        let moment = Moment(micros: Int64(micros.rounded()))
        let isDay = days == days.rounded()
        return Format.moment(moment, in: .utc, precision: isDay ? .day : .exact)
    }
}

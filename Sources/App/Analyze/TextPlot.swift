// SPDX-License-Identifier: Apache-2.0
import Analytics

/// Lines drawn in a terminal, four dots high and two wide to a character (braille), with the ends of both axes.
enum TextPlot {
    static func lines(_ curves: [AnalysisReport.Curve], x: String, y: String, width: Int = 64, height: Int = 10) -> [String] {
        let points = curves.flatMap { zip($0.x, $0.y) }.filter { $0.0.isFinite && $0.1.isFinite }
        if curves.count > 3 { return ["\(Format.count(curves.count)) curves are too many for a terminal: --html FILE draws them."] }
        guard let left = points.map(\.0).min(), let right = points.map(\.0).max(), let top = points.map(\.1).max() else { return [] }
        let bottom = min(0, points.map(\.1).min() ?? 0), ceiling = top > bottom ? top : bottom + 1
        var result: [String] = []
        for curve in curves {
            var cells = Array(repeating: Array(repeating: UInt32(0), count: width), count: height)
            let dots: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]], wide = (right - left) / Double(width * 2 - 1)
            var before: Int?
            for column in 0..<width * 2 {
                let at = left + wide * Double(column)
                // The last column that a curve reaches shows where it ends.
                let end = curve.x.last.map { at <= $0 && $0 < at + wide ? $0 : at } ?? at
                guard let value = value(of: curve, at: end) else { continue }
                let row = ((ceiling - value) / (ceiling - bottom) * Double(height * 4 - 1)).rounded()
                guard row >= 0, row < Double(height * 4) else { continue }
                let place = Int(row), from = curve.isStep ? before ?? place : place
                for dot in min(from, place)...max(from, place) { cells[dot / 4][column / 2] |= dots[dot % 4][column % 2] }
                before = place
            }
            if curves.count > 1 { result.append(curve.label) }
            for (row, line) in cells.enumerated() {
                let mark = row == 0 ? label(ceiling) : row == height - 1 ? label(bottom) : ""
                let drawn = line.map { $0 == 0 ? " " : String(UnicodeScalar(0x2800 + $0).map(Character.init) ?? " ") }.joined()
                result.append(String(repeating: " ", count: max(0, 7 - mark.count)) + mark + " │" + drawn.trimmedEnd)
            }
            let (from, to) = (label(left), label(right))
            result.append(
                "        └" + String(repeating: "─", count: width))
            result.append("         " + from + String(repeating: " ", count: max(1, width - from.count - to.count)) + to)
        }
        return ["\(y) by \(x)"] + result
    }

    private static func label(_ value: Double) -> String { Format.compact(value) }

    /// The height of a curve, or nil left and right of it.
    private static func value(of curve: AnalysisReport.Curve, at x: Double) -> Double? {
        guard curve.x.count == curve.y.count, let first = curve.x.first, let last = curve.x.last, x >= first, x <= last else { return nil }
        var (low, high) = (0, curve.x.count)
        while low < high {
            let middle = (low + high) / 2
            if curve.x[middle] <= x { low = middle + 1 } else { high = middle }
        }
        let place = max(0, low - 1)
        guard !curve.isStep, place + 1 < curve.x.count, curve.x[place + 1] > curve.x[place] else { return curve.y[place] }
        return curve.y[place] + (curve.y[place + 1] - curve.y[place]) * (x - curve.x[place]) / (curve.x[place + 1] - curve.x[place])
    }
}

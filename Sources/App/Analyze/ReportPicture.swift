// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Pictures of a report as static SVG, which prints and needs no script. Every one has its numbers in a table beside it.
enum ReportPicture {
    static func svg(_ picture: AnalysisReport.Picture, label: String) -> String {
        switch picture {
        case .bars(let bars): self.bars(bars, label: label)
        case .curves(let curves, let x, let y): self.curves(curves, x: x, y: y, label: label)
        }
    }

    private static func number(_ value: Double) -> String { value.isFinite ? String((value * 100).rounded() / 100) : "0" }

    // MARK: Bars

    private static func bars(_ bars: [AnalysisReport.Bar], label: String) -> String {
        let shown = bars.prefix(40)
        let most = shown.map { max($0.value, $0.high ?? 0) }.max() ?? 0
        let (left, room, row) = (206.0, 220.0, 28.0)
        var text = open(width: 560, height: Double(shown.count) * row + 8, label: label)
        for (index, bar) in shown.enumerated() {
            let y = Double(index) * row + 4
            func x(_ value: Double) -> Double { left + (most > 0 ? max(0, value) / most * room : 0) }
            text += "<text class=\"lab end\" x=\"\(number(left - 10))\" y=\"\(number(y + 16))\">\(Options.escape(shortened(bar.label, 18)))</text>"
            text +=
                "<rect class=\"fill\" x=\"\(number(left))\" y=\"\(number(y + 4))\" width=\"\(number(max(0.5, x(bar.value) - left)))\" height=\"15\"/>"
            var end = x(bar.value)
            if let low = bar.low, let high = bar.high {
                text +=
                    "<line class=\"whisker\" x1=\"\(number(x(low)))\" x2=\"\(number(x(high)))\" y1=\"\(number(y + 11.5))\" y2=\"\(number(y + 11.5))\"/>"
                end = max(end, x(high))
            }
            text += "<text class=\"lab\" x=\"\(number(end + 8))\" y=\"\(number(y + 16))\">\(Options.escape(bar.text))</text>"
        }
        return text + "</svg>"
    }

    // MARK: Curves

    /// How lines are told apart without colour.
    private static let dashes = ["", "7 4", "2 4", "9 3 2 3", "1 3", "12 4"]

    private static func curves(_ curves: [AnalysisReport.Curve], x xName: String, y yName: String, label: String) -> String {
        let finite = curves.flatMap { curve in curve.x.filter(\.isFinite) }
        let heights = curves.flatMap { $0.y + $0.high }.filter(\.isFinite), depths = curves.flatMap { $0.y + $0.low }.filter(\.isFinite)
        guard let least = finite.min(), let most = finite.max(), let top = heights.max() else { return "" }
        let bottom = min(0, depths.min() ?? 0)
        let (xTicks, yTicks) = (ticks(least, most), ticks(bottom, max(top, bottom + 1e-12)))
        let (left, right, above, below) = (64.0, 544.0, 34.0, 300.0)
        let (x0, x1) = (min(least, xTicks.first ?? least), max(most, xTicks.last ?? most))
        let (y0, y1) = (min(bottom, yTicks.first ?? bottom), max(top, yTicks.last ?? top))
        func x(_ value: Double) -> Double { left + (x1 > x0 ? (value - x0) / (x1 - x0) : 0.5) * (right - left) }
        func y(_ value: Double) -> Double { below - (y1 > y0 ? (value - y0) / (y1 - y0) : 0.5) * (below - above) }
        let legends = curves.count { !$0.label.isEmpty }
        var text = open(width: 560, height: 350 + Double((legends + 1) / 2) * 26 + (legends > 0 ? 6 : 0), label: label)
        for tick in yTicks {
            text += "<line class=\"rail\" x1=\"\(number(left))\" x2=\"\(number(right))\" y1=\"\(number(y(tick)))\" y2=\"\(number(y(tick)))\"/>"
            text += "<text class=\"lab end\" x=\"\(number(left - 8))\" y=\"\(number(y(tick) + 4))\">\(Format.compact(tick))</text>"
        }
        for tick in xTicks {
            text += "<text class=\"lab mid\" x=\"\(number(x(tick)))\" y=\"\(number(below + 20))\">\(Format.compact(tick))</text>"
        }
        text += "<line class=\"floor\" x1=\"\(number(left))\" x2=\"\(number(right))\" y1=\"\(number(below))\" y2=\"\(number(below))\"/>"
        text += "<text class=\"lab mid\" x=\"\(number((left + right) / 2))\" y=\"\(number(below + 40))\">\(Options.escape(xName))</text>"
        text += "<text class=\"lab\" x=\"4\" y=\"16\">\(Options.escape(yName))</text>"
        for (index, curve) in curves.enumerated() {
            let style = "line c\(index % 6)", dash = dashes[(index + index / 6) % dashes.count]
            if curve.low.count == curve.x.count, curve.high.count == curve.x.count, !curve.x.isEmpty {
                let upper = points(curve.x, curve.high, curve.isStep), lower = points(curve.x, curve.low, curve.isStep).reversed()
                let shape = (upper + lower).map { "\(number(x($0.0))),\(number(y($0.1)))" }.joined(separator: " ")
                text += "<polygon class=\"range c\(index % 6)\" points=\"\(shape)\"/>"
            }
            let drawn = points(curve.x, curve.y, curve.isStep)
            let shape = drawn.map { "\(number(x($0.0))),\(number(y($0.1)))" }.joined(separator: " ")
            text += "<polyline class=\"\(style)\"\(dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"") points=\"\(shape)\"/>"
            if curve.hasDots {
                for point in drawn { text += "<circle class=\"\(style)\" cx=\"\(number(x(point.0)))\" cy=\"\(number(y(point.1)))\" r=\"3\"/>" }
            }
            if !curve.label.isEmpty {
                // Below the plot in two columns, so that a phone needs no second look at small letters.
                let x = index % 2 == 0 ? 16.0 : 288.0, y = below + 70 + Double(index / 2) * 26
                text +=
                    "<line class=\"\(style)\"\(dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"") x1=\"\(number(x))\" x2=\"\(number(x + 32))\" y1=\"\(number(y - 5))\" y2=\"\(number(y - 5))\"/>"
                text += "<text class=\"lab\" x=\"\(number(x + 40))\" y=\"\(number(y))\">\(Options.escape(shortened(curve.label, 20)))</text>"
            }
        }
        return text + "</svg>"
    }

    /// A million steps are drawn as a thousand: more than a page has dots.
    private static func points(_ x: [Double], _ y: [Double], _ isStep: Bool) -> [(Double, Double)] {
        let all = zip(x, y).filter { $0.0.isFinite && $0.1.isFinite }
        let stride = max(1, all.count / 1000)
        var result: [(Double, Double)] = []
        for (index, point) in all.enumerated() where index % stride == 0 || index == all.count - 1 {
            if isStep, let last = result.last { result.append((point.0, last.1)) }
            result.append(point)
        }
        return result
    }

    /// Round numbers, three to seven of them, that span a range.
    static func ticks(_ low: Double, _ high: Double) -> [Double] {
        guard low.isFinite, high.isFinite, high > low else { return [low] }
        let rough = (high - low) / 5, power = pow(10, log10(rough).rounded(.down))
        let step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= rough } ?? rough
        guard step > 0, step.isFinite, ((high - low) / step) < 50 else { return [low, high] }
        var (tick, all) = ((low / step).rounded(.down) * step, [Double]())
        while tick < high + step * 0.999, all.count < 50 {
            all.append(abs(tick) < step * 1e-9 ? 0 : tick)
            tick += step
        }
        return all
    }

    /// Names often differ at their end, so what is too long loses its middle.
    private static func shortened(_ text: String, _ width: Int) -> String {
        text.count > width ? "\(text.prefix(width / 2))…\(text.suffix(width - width / 2 - 1))" : text
    }

    private static func open(width: Double, height: Double, label: String) -> String {
        "<svg class=\"chart\" viewBox=\"0 0 \(number(width)) \(number(height))\" role=\"img\" aria-label=\"\(Options.escape(label))\">"
    }
}

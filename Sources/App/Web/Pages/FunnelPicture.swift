// SPDX-License-Identifier: Apache-2.0
package import Domain

/// The funnel as a picture: a bar for each stage, conversion and median time between them. Geometry only, colours are the style sheet's.
package struct FunnelPicture: Sendable {
    /// What one stage says.
    package struct Stage: Sendable {
        package let label: String
        package let count: Int
        package let href: String?
        package let side: Side
        /// Between the stage before and this one: `40 %`; nil for the first.
        package let conversion: String?
        /// Median time from the stage before: `6.0 d`; nil where no times are precise enough.
        package let time: String?
        /// Where most is lost.
        package let isWorst: Bool

        package init(
            _ label: String, _ count: Int, side: Side, href: String? = nil, conversion: String? = nil, time: String? = nil, isWorst: Bool = false
        ) {
            (self.label, self.count, self.side, self.href) = (label, count, side, href)
            (self.conversion, self.time, self.isWorst) = (conversion, time, isWorst)
        }
    }

    struct Bar: Sendable {
        let label: String
        let count: String
        let href: String?
        let side: String
        let owner: String
        let x: Int
        let y: Int
        let height: Int
        /// Of the flat picture on narrow screens, 0 to 300.
        let width: Int
        let between: Between?
    }

    struct Between: Sendable {
        let conversion: String
        let time: String?
        let x: Int
        let style: String
        /// The slope from the bar before to this one.
        let shape: String
    }

    let bars: [Bar]
    let viewBox: String
    let baseline: Int
    let right: Int
    let label: String

    private static let (barWidth, step, top, floor) = (132, 188, 64, 234)

    package init(_ stages: [Stage]) {
        let most = max(1, stages.map(\.count).max() ?? 1)
        func height(_ count: Int) -> Int { count <= 0 ? 1 : max(3, Int((Double(count) / Double(most) * Double(Self.floor - Self.top)).rounded())) }
        bars = stages.enumerated().map { index, stage in
            let x = index * Self.step, tall = height(stage.count)
            let before = index > 0 ? height(stages[index - 1].count) : tall
            let between = stage.conversion.map { conversion in
                Between(
                    conversion: conversion, time: stage.time, x: x - (Self.step - Self.barWidth) / 2, style: stage.isWorst ? "worst" : "",
                    shape:
                        "\(x - Self.step + Self.barWidth),\(Self.floor - before) \(x),\(Self.floor - tall) \(x),\(Self.floor) \(x - Self.step + Self.barWidth),\(Self.floor)"
                )
            }
            return Bar(
                label: stage.label, count: Format.count(stage.count), href: stage.href, side: stage.side.mark, owner: Self.owner(stage.side), x: x,
                y: Self.floor - tall, height: tall, width: stage.count <= 0 ? 0 : max(2, Int(Double(stage.count) / Double(most) * 300)),
                between: between)
        }
        right = max(0, stages.count - 1) * Self.step + Self.barWidth
        viewBox = "0 0 \(max(right, Self.barWidth)) 300"
        baseline = Self.floor
        label = "Funnel: " + stages.map { "\(Format.count($0.count)) \($0.label)" }.joined(separator: ", ")
    }

    private static func owner(_ side: Side) -> String {
        switch side {
        case .marketing: "marketing"
        case .sales: "sales"
        case .joint: "handoff"
        }
    }
}

/// Bars over time, with the share on top of each: how much, and how good.
package struct Trend: Sendable {
    package struct Point: Sendable {
        package let label: String
        package let count: Int
        /// 0 to 1; nil where there is too little.
        package let share: Double?
        package let href: String?
        /// The cohort is still open, so its share can only grow.
        package let isOpen: Bool

        package init(_ label: String, _ count: Int, share: Double?, href: String? = nil, isOpen: Bool = false) {
            (self.label, self.count, self.share, self.href, self.isOpen) = (label, count, share, href, isOpen)
        }
    }

    struct Column: Sendable {
        let label: String?
        let hint: String
        let href: String?
        let style: String
        let x: String
        let y: String
        let width: String
        let height: String
        let middle: String
        let share: String?
    }

    let columns: [Column]
    let label: String

    /// - Parameter points: in the order of time, at most 120; more are cut at the front.
    package init(_ points: [Point], label: String) {
        let shown = points.suffix(120)
        let most = Double(max(1, shown.map(\.count).max() ?? 1)), step = 1_000 / Double(max(1, shown.count))
        let every = max(1, Int((Double(shown.count) / 12).rounded(.up)))
        columns = shown.enumerated().map { index, point in
            let height = Double(point.count) / most * 96, x = Double(index) * step
            return Column(
                label: index % every == 0 ? point.label : nil,
                hint: "\(point.label): \(Format.count(point.count))" + (point.share.map { ", \(Format.percent($0)) came to opportunity" } ?? "")
                    + (point.isOpen ? ", still open" : ""),
                href: point.href, style: point.isOpen ? "open" : "", x: Format.fixed(x + step * 0.12, 1), y: Format.fixed(120 - height, 1),
                width: Format.fixed(step * 0.76, 1), height: Format.fixed(max(point.count > 0 ? 1 : 0, height), 1),
                middle: Format.fixed(x + step / 2, 1),
                share: shown.count <= 24 ? point.share.map { Format.percent($0) } : nil)
        }
        self.label = label
    }
}

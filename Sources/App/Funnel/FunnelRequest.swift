// SPDX-License-Identifier: Apache-2.0
package import Analytics
package import Domain

/// A question about the funnel, as a command line, an address or a page asks it.
package struct FunnelRequest: Sendable, Hashable {
    package var by = FunnelDimension.firstSource
    package var from: Day?
    /// The last day, included.
    package var to: Day?
    package var activity = false
    package var period: Period?
    package var usualLagDays: Double?

    package init() {}

    /// Reads `2026-07-01`, also a month or a year.
    package static func day(_ text: String, isEnd: Bool, named name: String) throws(Problem) -> Day? {
        guard !text.isEmpty else { return nil }
        let parts = text.split(separator: "-").map { Int($0) }
        let year = parts.first ?? nil, month = parts.count > 1 ? parts[1] : isEnd ? 12 : 1
        guard let year, let month, parts.count <= 3, (1...12).contains(month), (1...9999).contains(year) else { throw bad(text, name) }
        let number = parts.count > 2 ? parts[2] : isEnd ? Day.length(ofMonth: month, year: year) : 1
        guard let number, let day = Day(year: year, month: month, day: number) else { throw bad(text, name) }
        return day
    }

    private static func bad(_ text: String, _ name: String) -> Problem {
        Problem("bad_day", "\"\(text)\" is no day.", at: name, remedy: "Write it as 2026-07-01.", fault: .usage)
    }
}

/// The answer: the two numbers first, then the report, the same for page, API and `--json`.
package struct FunnelAnswer: Sendable, Encodable {
    /// Leads opened in the range.
    package let volume: Int
    /// Share that reaches opportunity within the usual lag; absent: not enough data.
    package let quality: Ratio?
    package let funnel: FunnelReport
    /// Deals by their own owner, product or source, whether or not a lead is known.
    package let dealsBy: [DealLine]
    /// Why leads ended or came back.
    package let reasons: [ReasonLine]
    /// People who are counted apart, by reason.
    package let excluded: [String: Int]
    package var warnings: [String]

    package struct DealLine: Sendable, Encodable {
        package let label: String
        package let period: String?
        package var deals = 0, open = 0, won = 0, lost = 0
        package var revenue: Money
        package var wonWithoutAmount = 0
    }

    package struct ReasonLine: Sendable, Encodable {
        package let stage: String
        package let reason: String
        package let leads: Int
    }
}

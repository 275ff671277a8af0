// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage
import TestSupport
import Testing

/// A seller's real pipeline of 8,800 deals: what the funnel says they earned is what the files say, summed here without the program.
@Suite(.enabled(if: SharedData.isHere)) struct `The Maven files` {
    private static func rows(_ name: String) throws -> [[String: String]] {
        let text = try String(contentsOfFile: "\(SharedData.root)/maven/\(name).csv", encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        let headings = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(zip(headings, $0), uniquingKeysWith: { first, _ in first }) }
    }

    /// Won deals with what each counts under, and its value in cents.
    private static func won() throws -> [(agent: String, manager: String, region: String, product: String, quarter: String, cents: Int64)] {
        let teams = Dictionary(try rows("sales_teams").map { ($0["sales_agent"] ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        return try rows("sales_pipeline").filter { $0["deal_stage"] == "Won" }.map { row in
            let agent = row["sales_agent"] ?? "", product = row["product"] == "GTXPro" ? "GTX Pro" : row["product"] ?? ""
            let day = (row["close_date"] ?? "").split(separator: "-").compactMap { Int($0) }
            return (
                agent, teams[agent]?["manager"] ?? "", teams[agent]?["regional_office"] ?? "", product, "Q\((day[1] + 2) / 3) \(day[0])",
                (Int64(row["close_value"] ?? "") ?? 0) * 100
            )
        }
    }

    @Test func `earn by agent, manager, region, product and quarter what the files say`() async throws {
        let won = try Self.won()
        #expect(won.count == 4238 && won.reduce(0) { $0 + $1.cents } == 1_000_553_400)
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database)(["\(SharedData.root)/maven"])
            #expect(report.rejected == 0)
            let service = FunnelService(database: database, clock: Clock { Moment(micros: 1_514_764_800_000_000) })
            func check(_ by: FunnelDimension, _ sums: [String: Int64]) async throws {
                var request = FunnelRequest()
                request.by = by
                request.activity = true
                let lines = try await service.answer(request).dealsBy
                let got = Dictionary(lines.filter { $0.won > 0 }.map { ($0.label, $0.revenue.minor) }, uniquingKeysWith: +)
                #expect(got == sums, "\(by)")
                #expect(lines.reduce(0) { $0 + $1.deals } == 8800, "\(by)")
            }
            func sums(_ key: KeyPath<(agent: String, manager: String, region: String, product: String, quarter: String, cents: Int64), String>)
                -> [String: Int64]
            {
                Dictionary(won.map { ($0[keyPath: key], $0.cents) }, uniquingKeysWith: +)
            }
            try await check(.owner, sums(\.agent))
            try await check(.manager, sums(\.manager))
            try await check(.region, sums(\.region))
            try await check(.product, sums(\.product))
            var request = FunnelRequest()
            request.by = .product
            request.activity = true
            request.period = .quarter
            let lines = try await service.answer(request).dealsBy
            let quarters = Dictionary(lines.filter { $0.won > 0 }.map { ($0.period ?? "", $0.revenue.minor) }, uniquingKeysWith: +)
            #expect(quarters.values.sorted() == sums(\.quarter).values.sorted(), "\(quarters)")
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

/// What a definition may be made of: what is usually known of a lead when it comes.
struct AuditFeatures: Sendable {
    let columns: ColumnLoading
    let sources: Coded
    let employees: [Int32]

    /// Custom fields that are looked at, the most used first.
    private static let most = 24

    func read() async throws -> [Feature] {
        var features: [Feature] = []
        if sources.labels.count > 1 { features.append(Feature("source", .words(sources))) }
        // A campaign ends before an agreement does.
        for dimension in [FunnelDimension.country, .industry] {
            let column = try await columns.column(dimension)
            if (2...200).contains(column.labels.count) {
                features.append(Feature(dimension.label, .words(Coded(codes: column.codes, labels: column.labels))))
            }
        }
        if employees.contains(where: { $0 >= 0 }) {
            features.append(Feature("employees", .numbers(employees.map { $0 < 0 ? -.infinity : Double($0) })))
        }
        let titles = try await seniority()
        if titles.labels.count > 1 { features.append(Feature("seniority", .words(titles))) }
        let known = Set(["employees", "source", "campaign", "country", "industry", "title", "name"])
        for name in try await columns.details().fields.prefix(Self.most) + ["persona"] where !known.contains(name.lowercased()) {
            if let feature = try await field(name) { features.append(feature) }
        }
        return features
    }

    /// - Returns: nil where few have it, all have one value, or nearly every lead has its own.
    private func field(_ name: String) async throws -> Feature? {
        let column = try await columns.column(.field(name))
        let filled = column.codes.count { $0 >= 0 }
        guard filled * 5 >= column.codes.count, column.labels.count > 1 else { return nil }
        let numbers = column.labels.map { Double($0.replacing(",", with: "")) }
        if column.labels.count > 20, numbers.count(where: { $0 != nil }) * 10 >= numbers.count * 9 {
            return Feature(
                name, .numbers(column.codes.map { $0 < 0 ? -.infinity : numbers[Int($0)].flatMap { $0.isFinite ? $0 : nil } ?? -.infinity }))
        }
        guard column.labels.count <= 60 else { return nil }
        return Feature(name, .words(Coded(codes: column.codes, labels: column.labels)))
    }

    /// From titles in the languages of the files: what somebody decides, as far as a title says it.
    private func seniority() async throws -> Coded {
        let titles = try await columns.texts("c.title")
        var codes: [Int32] = [], known: [String: Int32] = [:]
        codes.reserveCapacity(titles.codes.count)
        let levels = titles.labels.map { Seniority(title: $0) }
        let labels = Seniority.allCases.map(\.rawValue)
        for (index, level) in Seniority.allCases.enumerated() { known[level.rawValue] = Int32(index) }
        for code in titles.codes { codes.append(code < 0 ? -1 : known[levels[Int(code)].rawValue] ?? -1) }
        return Coded(codes: codes, labels: titles.labels.isEmpty ? [] : labels)
    }

    /// How many people each lead's company has, as its account or the lead itself says; −1 where neither does.
    static func employees(_ database: Database, _ columns: ColumnLoading) async throws -> [Int32] {
        let own = try await columns.column(.field("employees"))
        let numbers = own.labels.map { number($0) ?? -1 }
        let ofAccount = try await database.read { read in
            var sizes: [Int64: Int32] = [:]
            try read.scan("select id, fields from account where \(Ledger.seen)") { row in
                if let size = number(FunnelLoading.value(of: "employees", in: row.bytes(1))) { sizes[row.int(0)] = size }
            }
            return sizes
        }
        return columns.journal.leads.account.indices.map { lead in
            let code = own.codes.indices.contains(lead) ? own.codes[lead] : -1
            return ofAccount[columns.journal.leads.account[lead]] ?? (code < 0 ? -1 : numbers[Int(code)])
        }
    }

    /// `1,200`, `50-200` and `1000+` begin with a number: the least that it may be.
    private static func number(_ text: String) -> Int32? {
        let digits = text.prefix { $0.isNumber || $0 == "," || $0 == "." || $0 == " " }.filter(\.isASCII).filter(\.isNumber)
        return Int32(digits)
    }
}

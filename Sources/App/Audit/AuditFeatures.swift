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

    func read() async throws -> (features: [Feature], barred: [BarredField]) {
        var features: [Feature] = [], barred: [BarredField] = []
        let colleagues = try await columns.database.read { read in
            Set(
                try read.rows(as: String.self, "select lower(name) from member")
                    + read.rows(as: String.self, "select lower(coalesce(email, '')) from member"))
        }
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
            guard let feature = try await field(name) else { continue }
            // What is passed round names nobody, and an owner is no property of a lead.
            if case .words(let coded) = feature.values, coded.labels.contains(where: { $0.contains("@") || colleagues.contains($0.lowercased()) }) {
                barred.append(BarredField(name, .people))
            } else {
                features.append(feature)
            }
        }
        return (features, barred)
    }

    /// What half of the leads say of a field: as numbers, and as words while there are few of them.
    private struct Told: Sendable {
        var codes: [Int32]
        var numbers: [Double]
        var labels: [String] = []
        var filled = 0, numeric = 0
        /// More words than anybody reads; a million of them would fill the memory.
        var hasMany = false
    }

    /// Words of a field that a definition may name.
    private static let words = 60

    /// - Returns: nil where few have it, all have one value, or nearly every lead has a word of its own.
    private func field(_ name: String) async throws -> Feature? {
        let halves = try await columns.halves { read, slice in
            var told = Told(codes: Array(repeating: -1, count: slice.count), numbers: Array(repeating: -.infinity, count: slice.count))
            var known: [String: Int32] = [:]
            try columns.align(read, slice, "c.fields", from: "lead l join contact c on c.id = l.contact_id") { place, row in
                let text = FunnelLoading.value(of: name, in: row.bytes(2))
                guard !text.isEmpty else { return }
                told.filled += 1
                if let number = Double(text.replacing(",", with: "")), number.isFinite {
                    told.numbers[place] = number
                    told.numeric += 1
                }
                if let code = known[text] {
                    told.codes[place] = code
                } else if told.labels.count > Self.words {
                    told.hasMany = true
                } else {
                    (known[text], told.codes[place]) = (Int32(told.labels.count), Int32(told.labels.count))
                    told.labels.append(text)
                }
            }
            return told
        }
        let filled = halves.reduce(0) { $0 + $1.filled }, numeric = halves.reduce(0) { $0 + $1.numeric }
        guard filled * 5 >= columns.journal.leads.count, filled > 0 else { return nil }
        let coded = Self.joined(halves)
        if halves.contains(where: \.hasMany) || coded.labels.count > 20 && numeric * 10 >= filled * 9 {
            return numeric * 10 >= filled * 9 ? Feature(name, .numbers(halves.flatMap(\.numbers))) : nil
        }
        return (2...Self.words).contains(coded.labels.count) ? Feature(name, .words(coded)) : nil
    }

    private static func joined(_ halves: [Told]) -> Coded {
        var coded = Coded(), known: [String: Int32] = [:]
        for half in halves {
            let map = half.labels.map { label -> Int32 in
                if let code = known[label] { return code }
                known[label] = Int32(coded.labels.count)
                coded.labels.append(label)
                return Int32(coded.labels.count - 1)
            }
            coded.codes += half.codes.map { $0 < 0 ? -1 : map[Int($0)] }
        }
        return coded
    }

    /// From titles in the languages of the files: what somebody decides, as far as a title says it.
    private func seniority() async throws -> Coded {
        let levels = Seniority.allCases
        let halves = try await columns.halves { read, slice in
            var codes = [Int32](repeating: -1, count: slice.count), known: [String: Int32] = [:]
            try columns.align(read, slice, "c.title", from: "lead l join contact c on c.id = l.contact_id") { place, row in
                let title = row.text(2)
                guard !title.isEmpty else { return }
                if known[title] == nil {
                    if known.count > 20_000 { known = [:] }
                    known[title] = levels.firstIndex(of: Seniority(title: title)).map { Int32($0) }
                }
                codes[place] = known[title] ?? -1
            }
            return codes
        }
        let codes = halves.flatMap(\.self)
        return Coded(codes: codes, labels: codes.contains { $0 >= 0 } ? levels.map(\.rawValue) : [])
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

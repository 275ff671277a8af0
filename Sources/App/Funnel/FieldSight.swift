// SPDX-License-Identifier: Apache-2.0

/// Which of a company's own fields divide its people into groups, by what a few thousand of them say.
struct FieldSight {
    private var values: [String: [String: Int]] = [:]
    private var counts: [String: Int] = [:]

    /// Values told apart for each field, at most.
    private static let most = 400

    mutating func meet(_ name: String, _ value: String) {
        guard !name.hasPrefix("key:"), name != "persona", !value.isEmpty else { return }
        counts[name, default: 0] += 1
        if values[name]?.count ?? 0 < Self.most || values[name]?[value] != nil { values[name, default: [:]][value, default: 0] += 1 }
    }

    /// Most used first.
    var all: [String] { counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key) }

    /// Without those that are the same for everybody, that are another for nearly everybody (ids, addresses), and that are times.
    var grouping: [String] {
        all.filter { name in
            guard let values = values[name], let count = counts[name], values.count > 1, values.count < Self.most else { return false }
            if values.count > 12, values.count * 3 > count { return false }
            let times = values.keys.count { Self.isTime($0) }
            return times * 2 < values.count
        }
    }

    /// `2026-05-01 10:00:00`, `01/05/2026`, `10:05`: digits between marks, or epoch numbers.
    private static func isTime(_ text: String) -> Bool {
        let digits = text.utf8.count { $0 >= 48 && $0 <= 57 }, marks = text.utf8.count { $0 == 45 || $0 == 47 || $0 == 58 || $0 == 46 }
        guard text.utf8.count >= 5, digits >= 4 else { return false }
        return marks >= 2 && digits * 2 > text.utf8.count || digits == text.utf8.count && (digits == 10 || digits == 13)
    }
}

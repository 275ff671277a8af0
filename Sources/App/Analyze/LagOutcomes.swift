// SPDX-License-Identifier: Apache-2.0
import Domain

/// What the values of an event column mean: still open, the event, or one of several outcomes.
struct LagOutcomes: Sendable {
    /// Of each level: 0 for still open, else 1...names.count.
    let codes: [UInt8]
    let names: [String]
    let openWords: [String]
    let notes: [String]

    /// Outcomes beyond these are put together: a curve each would be more than anyone reads.
    static let most = 8

    static let open: Set<String> = [
        "open", "pending", "censored", "censor", "active", "ongoing", "inprogress", "progress", "running", "waiting", "undecided", "stillopen",
        "notyet",
        "unresolved", "offen", "laufend", "inbearbeitung",
    ]

    /// - Parameters: `levels` as they stand in the file; `counts` rows of each; `endless` levels whose rows have no end; `open` what somebody said
    ///   means open.
    init(levels: [String], counts: [Int], endless: Set<String> = [], open: [String] = [], column: String, file: String) throws(Problem) {
        let said = Set(open.map { wordKey($0) })
        var (found, names, tallies, codes): ([String: Int], [String], [Int], [Int]) = ([:], [], [], [])
        var openWords: [String] = []
        for (level, count) in zip(levels, counts) {
            guard let key = Self.key(level), !endless.contains(level), !said.contains(wordKey(level)) else {
                codes.append(0)
                openWords.append(level)
                continue
            }
            let place = found[key] ?? names.count
            if place == names.count {
                found[key] = place
                names.append(level)
                tallies.append(0)
            }
            tallies[place] += count
            codes.append(place + 1)
        }
        guard names.count <= 100 else {
            throw Problem(
                "too_many_outcomes", "The column \"\(column)\" has \(Format.count(names.count)) values, so it names no outcomes.", at: file,
                remedy: "Name a column of few values with --event.", fault: .usage)
        }
        self.openWords = openWords
        guard names.count > Self.most else {
            (self.codes, self.names, notes) = (codes.map { UInt8(truncatingIfNeeded: $0) }, names, [])
            return
        }
        let kept = names.indices.sorted { (tallies[$1], $0) < (tallies[$0], $1) }.prefix(Self.most - 1)
        let rest = names.count - kept.count
        self.codes = codes.map { code in
            code == 0
                ? 0
                : UInt8(truncatingIfNeeded: (kept.firstIndex(of: code - 1).map { kept.distance(from: kept.startIndex, to: $0) } ?? kept.count) + 1)
        }
        self.names = kept.map { names[$0] } + ["(other outcomes)"]
        notes = ["\(Format.count(rest)) rarer outcomes are put together as \"(other outcomes)\"."]
    }

    /// What a level is known by; nil where it says that nothing has come yet.
    private static func key(_ level: String) -> String? {
        var text = level
        let word = wordKey(level)
        if Self.open.contains(word) || Double(level) == 0 { return nil }
        switch text.withUTF8({ parseBoolean(UnsafeRawBufferPointer($0)) }) {
        case .value(true): return "\u{1}yes"
        case .value(false): return nil
        default: return Double(level) == 1 ? "\u{1}yes" : word.isEmpty ? level : word
        }
    }
}

/// Rows that could not be used, by reason, with the first of each.
struct LagLeftOut: Sendable {
    enum Reason: String, Sendable, CaseIterable {
        case noStart = "no_start"
        case badStart = "unreadable_start"
        case badEnd = "unreadable_end"
        case noDuration = "no_duration"
        case badDuration = "unreadable_duration"
        case badEntry = "unreadable_entry"
        case negative = "negative_duration"
        case noEnd = "outcome_without_end"
        case later = "start_after_until"
        case lateEntry = "entry_not_before_end"

        func sentence(_ count: Int) -> String {
            let (they, are, their) = count == 1 ? ("it", "is", "its") : ("they", "are", "their")
            return switch self {
            case .noStart: "\(they) \(count == 1 ? "has" : "have") no start"
            case .badStart: "\(their) start can't be read as a date"
            case .badEnd: "\(their) end can't be read as a date"
            case .noDuration: "\(their) duration is empty"
            case .badDuration: "\(their) duration can't be read as a number"
            case .badEntry: "\(their) entry can't be read"
            case .negative: "\(their) duration is negative"
            case .noEnd: "\(they) \(count == 1 ? "has" : "have") an outcome and no end"
            case .later: "\(they) \(count == 1 ? "starts" : "start") after the last day"
            case .lateEntry: "\(they) \(are) watched only from after \(their) end"
            }
        }
    }

    struct Case: Sendable {
        var count: Int
        var line: Int
        var text: String
    }

    private(set) var cases: [Reason: Case] = [:]

    mutating func add(_ reason: Reason, line: Int, _ text: @autoclosure () -> String) {
        if cases[reason] == nil { cases[reason] = Case(count: 0, line: line, text: ReportText.cut(text(), 60)) }
        cases[reason]?.count += 1
    }

    mutating func merge(_ other: LagLeftOut, linesBefore: Int) {
        for (reason, more) in other.cases {
            if cases[reason] == nil { cases[reason] = Case(count: 0, line: more.line + linesBefore, text: more.text) }
            cases[reason]?.count += more.count
        }
    }

    var count: Int { cases.values.reduce(0) { $0 + $1.count } }

    var sentences: [String] {
        Reason.allCases.compactMap { reason in
            cases[reason].map { found in
                let example = found.text.isEmpty ? "line \(found.line)" : "line \(found.line), \(found.text)"
                return
                    "\(Format.plural(found.count, "row")) left out because \(reason.sentence(found.count)) (\(found.count == 1 ? "" : "the first is ")\(example))."
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// Windows of equal length that end with the newest text.
struct TextWindows: Sendable {
    /// Days of a window; whole weeks from a week on, so that weekends weigh the same.
    static let lengths = [1, 3, 7, 14, 28, 91, 182, 364, 1820]
    static let past = 8...26

    let length: Int
    let newest: Int32
    /// Past windows, whole ones.
    let count: Int

    /// The shortest length of which no more than 26 past windows are needed; nil where there aren't two of any.
    init?(_ days: [Int32]) {
        guard let first = days.min(), let last = days.max() else { return nil }
        let span = Int(last) - Int(first) + 1
        let length = Self.lengths.first { span / $0 - 1 <= Self.past.upperBound } ?? Self.lengths[Self.lengths.count - 1]
        guard span / length >= 3 else { return nil }
        (self.length, newest, count) = (length, last, min(Self.past.upperBound, span / length - 1))
    }

    /// 0 for the oldest, `count` for the last; nil before the first whole one.
    func place(_ day: Int32) -> Int? {
        let back = (Int(newest) - Int(day)) / length
        return back <= count ? count - back : nil
    }
}

extension WordsAnalysis {
    /// Counts texts with a term, not its occurrences: one long text is not a trend.
    func rising(_ terms: Terms, _ answer: inout WordsAnswer, _ notes: inout [String]) {
        let dated = texts.days.indices.filter { texts.days[$0] != nil }
        if dated.count < texts.days.count {
            notes.append("\(Format.plural(texts.days.count - dated.count, "text")) without a date left out of what rises.")
        }
        guard let windows = TextWindows(dated.compactMap { texts.days[$0] }) else {
            notes.append("What rises can't be told: the dates span fewer than three windows of a day.")
            return
        }
        var counts = [[Int]](repeating: [Int](repeating: 0, count: terms.stems.count), count: windows.count + 1)
        var exposure = [Double](repeating: 0, count: windows.count + 1), before = 0
        for text in dated {
            guard let day = texts.days[text], let place = windows.place(day) else {
                before += 1
                continue
            }
            exposure[place] += 1
            for term in Set(terms.texts[text]) { counts[place][Int(term)] += 1 }
        }
        if before > 0 { notes.append("\(Format.plural(before, "text")) before the first whole window left out of what rises.") }
        let filled = exposure.indices.filter { exposure[$0] > 0 }
        if filled.count <= windows.count {
            notes.append("\(Format.plural(windows.count + 1 - filled.count, "window")) without texts left out of what rises.")
        }
        guard let found = RisingTerms(counts: filled.map { counts[$0] }, exposure: filled.map { exposure[$0] }) else {
            notes.append("What rises can't be told: fewer than two past windows have texts.")
            return
        }
        let day = Day(number: windows.newest)
        answer.rising = .init(
            windowDays: windows.length, pastWindows: filled.count - 1, from: Format.day(day.adding(days: 1 - windows.length)), to: Format.day(day),
            textsNow: Int(exposure[windows.count]), textsPast: Int(exposure.dropLast().reduce(0, +)), tested: found.tests,
            terms: found.risen.prefix(100).map { term in
                .init(
                    term: terms.shown[term.code], texts: term.count, past: term.past, expected: term.expected, p: term.p, adjusted: term.adjusted,
                    windows: filled.map { counts[$0][term.code] })
            })
    }
}

// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// Compares groups of texts, follows terms through time and finds texts that are nearly the same.
struct WordsAnalysis: Sendable {
    let file: String
    let texts: TableTexts
    let command: WordsCommand

    static let mostGroups = 20
    static let mostTerms = 15
    /// Near-duplicates are looked for among so many: each costs half a kilobyte.
    static let mostHashed = 200_000

    func answer() async throws -> WordsAnswer {
        let terms = Terms(texts.texts)
        var notes = texts.notes
        guard !terms.texts.terms.isEmpty else {
            throw Problem("no_words", "The texts have no words.", at: file, remedy: "Name another column with --text.")
        }
        let wordless = (0..<terms.texts.count).count { terms.texts[$0].isEmpty }
        if wordless > 0 {
            notes.append("\(Format.plural(wordless, "text")) without a word that counts \(wordless == 1 ? "says" : "say") nothing here.")
        }
        var answer = WordsAnswer(
            file: file, rows: texts.rows, texts: texts.texts.count, language: terms.language.rawValue, textColumns: texts.textNames,
            by: texts.groupName,
            terms: terms.stems.count, words: terms.texts.terms.count, groups: [], duplicates: [], duplicateTexts: 0, notes: [])
        if texts.groupName != nil { try await compare(terms, &answer, &notes) }
        if texts.timeName != nil { rising(terms, &answer, &notes) }
        duplicates(terms, &answer, &notes)
        answer.notes = notes
        return answer
    }

    // MARK: Groups

    private func compare(_ terms: Terms, _ answer: inout WordsAnswer, _ notes: inout [String]) async throws {
        var sizes = [Int](repeating: 0, count: texts.groupNames.count), words = sizes
        for (text, group) in texts.groups.enumerated() where group >= 0 {
            sizes[group] += 1
            words[group] += terms.texts[text].count
        }
        let without = texts.groups.count { $0 < 0 }
        if without > 0 { notes.append("\(Format.plural(without, "text")) without a group left out of the comparison.") }
        let wordless = sizes.indices.filter { words[$0] == 0 }
        if !wordless.isEmpty {
            notes.append(
                "\(wordless.count == 1 ? "One group has" : "\(Format.count(wordless.count)) groups have") no words: \(wordless.prefix(5).map { "\"\(ReportText.cut(texts.groupNames[$0], 30))\"" }.joined(separator: ", "))\(wordless.count > 5 ? " and more" : "")."
            )
        }
        let order = sizes.indices.filter { words[$0] > 0 }.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
        guard order.count > 1 else {
            let only = order.first.map { ", \"\(ReportText.cut(texts.groupNames[$0], 40))\"" } ?? ""
            throw Problem(
                "one_group",
                order.isEmpty ? "No text names a group." : "All texts that name a group are of one\(only), so there is nothing to tell apart.",
                at: file,
                remedy: "Name another column with --group.")
        }
        if order.count > Self.mostGroups {
            notes.append("There are \(Format.count(order.count)) groups; the \(Self.mostGroups) largest are compared, each with all the others.")
        }
        let members = texts.groups.indices.filter { texts.groups[$0] >= 0 }
        let chosen =
            members.count == texts.texts.count ? terms.texts : CodedTexts(members.map { Array(terms.texts[$0]) }, vocabulary: terms.stems.count)
        let asked = order.count == 2 ? [order[0]] : Array(order.prefix(Self.mostGroups))
        let dealings = shufflings(chosen, asked.count), seed = command.options.seed
        let groupOf = members.map { texts.groups[$0] }, names = texts.groupNames
        let counted = (texts: sizes, words: words)
        let found = await inParallel(asked.count, workers: AnalysisOptions.workers) { place -> WordsAnswer.Group? in
            let group = asked[place], isInGroup = groupOf.map { $0 == group }
            var random = SeededRandom(seed: seed, stream: UInt64(place) + 1)
            guard let distance = JensenShannon(chosen, isInGroup: isInGroup, shufflings: dealings, random: &random) else { return nil }
            let counts = TermCounts(chosen, isInGroup: isInGroup)
            return WordsAnswer.Group(
                name: names[group], against: order.count == 2 ? names[order[1]] : nil, texts: counted.texts[group],
                wordsPerText: Double(counted.words[group]) / Double(counted.texts[group]), divergence: distance.divergence, p: distance.p,
                more: counts.terms(distance.contributions, shown: terms.shown, isMore: true),
                less: counts.terms(distance.contributions, shown: terms.shown, isMore: false))
        }.compactMap { $0 }
        let adjusted = benjaminiHochberg(found.map(\.p))
        answer.shufflings = dealings
        answer.groups = zip(found, adjusted).map { group, adjusted in
            var group = group
            if found.count > 1 { group.adjusted = adjusted }
            return group
        }
    }

    /// 999, or fewer where they would take minutes; at least 99.
    private func shufflings(_ texts: CodedTexts, _ comparisons: Int) -> Int {
        let cost = comparisons * (texts.terms.count / 2 + texts.vocabulary * 8 + 1)
        return max(99, min(999, 3_000_000_000 / cost))
    }

    // MARK: Near-duplicates

    private func duplicates(_ terms: Terms, _ answer: inout WordsAnswer, _ notes: inout [String]) {
        var coded = terms.texts
        if coded.count > Self.mostHashed {
            notes.append("Near-duplicates were looked for among the first \(Format.count(Self.mostHashed)) texts.")
            coded = CodedTexts((0..<Self.mostHashed).map { Array(coded[$0]) }, vocabulary: coded.vocabulary)
        }
        let found = MinHash(coded, seed: command.options.seed)
        answer.duplicateTexts = found.groups.reduce(0) { $0 + $1.texts.count }
        answer.duplicates = found.groups.map { group in
            .init(
                size: group.texts.count, similarity: group.similarity, example: Self.example(texts.texts[group.texts[0]]),
                rows: group.texts.prefix(1000).map { texts.numbers[$0] })
        }
    }

    static func example(_ text: String) -> String {
        ReportText.cut(text.prefix(240).split(whereSeparator: \.isWhitespace).joined(separator: " "), 60)
    }
}

/// How often each term occurs on either side.
private struct TermCounts {
    private var inGroup: [Int]
    private var inRest: [Int]
    private let texts: (group: Int, rest: Int)

    init(_ texts: CodedTexts, isInGroup: [Bool]) {
        (inGroup, inRest) = (Array(repeating: 0, count: texts.vocabulary), Array(repeating: 0, count: texts.vocabulary))
        let members = isInGroup.count { $0 }
        self.texts = (members, isInGroup.count - members)
        for text in 0..<texts.count {
            for term in texts[text] { if isInGroup[text] { inGroup[Int(term)] += 1 } else { inRest[Int(term)] += 1 } }
        }
    }

    /// The terms that carry most of the divergence in one direction. Once or twice is chance, and what carries less than a thousandth no difference.
    func terms(_ contributions: [Double], shown: [String], isMore: Bool) -> [WordsAnswer.Term] {
        let least = contributions.reduce(0) { $0 + abs($1) } / 1000
        return contributions.indices.filter {
            abs(contributions[$0]) >= least && (isMore ? contributions[$0] > 0 : contributions[$0] < 0) && inGroup[$0] + inRest[$0] >= 3
        }
        .sorted { (abs(contributions[$1]), $0) < (abs(contributions[$0]), $1) }.prefix(WordsAnalysis.mostTerms)
        .map { term in
            WordsAnswer.Term(
                term: shown[term], bits: abs(contributions[term]), inGroup: inGroup[term], inRest: inRest[term],
                perThousandInGroup: Double(inGroup[term]) * 1000 / Double(max(1, texts.group)),
                perThousandInRest: Double(inRest[term]) * 1000 / Double(max(1, texts.rest)))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package import Analytics

/// The terms of many texts of one kind, coded for counting: words in small letters, without stop words, cut to their stems.
///
/// The language is that of all texts together, told by its stop words: at least three of them, together at least a twelfth of all words, and half as many
/// again as of the other. Texts in any other keep all words of two characters and more, uncut.
package struct Terms: Sendable {
    package enum Language: String, Hashable, Sendable, CaseIterable {
        case english, german, other

        var stopWords: Set<String> {
            switch self {
            case .english: StopWords.english
            case .german: StopWords.german
            case .other: []
            }
        }
    }

    package let language: Language
    /// Shares of words that are stop words of English alone and of German alone, 0...1.
    package let englishShare: Double
    package let germanShare: Double
    /// Text after text in the order given.
    package let texts: CodedTexts
    /// What each code stands for: the stem, and the word that most often stood for it.
    package let stems: [String]
    package let shown: [String]

    package init(_ texts: [String]) {
        let words = texts.map(PlainWords.words)
        let (english, german) = (StopWordCount(words, of: StopWords.onlyEnglish), StopWordCount(words, of: StopWords.onlyGerman))
        (englishShare, germanShare) = (english.share, german.share)
        let language: Language = english.tells(against: german) ? .english : german.tells(against: english) ? .german : .other
        self.language = language
        var stemmer = Stemmer(language.rawValue), codes: [String: Int32] = [:]
        var (stems, forms): ([String], [[String: Int]]) = ([], [])
        let stopWords = language.stopWords
        let coded = words.map { words in
            words.compactMap { word -> Int32? in
                guard !stopWords.contains(word) else { return nil }
                let stem = stemmer?.stem(word) ?? word
                let code = codes[stem] ?? Int32(stems.count)
                if codes[stem] == nil {
                    codes[stem] = code
                    stems.append(stem)
                    forms.append([:])
                }
                forms[Int(code)][word, default: 0] += 1
                return code
            }
        }
        self.texts = CodedTexts(coded, vocabulary: stems.count)
        self.stems = stems
        shown = zip(stems, forms).map { stem, forms in forms.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? stem }
    }
}

/// How many words of texts are stop words of a list.
private struct StopWordCount {
    let share: Double
    private let distinct: Int

    init(_ texts: [[String]], of list: Set<String>) {
        let found = texts.map { $0.filter(list.contains) }
        share = Double(found.reduce(0) { $0 + $1.count }) / Double(max(1, texts.reduce(0) { $0 + $1.count }))
        distinct = Set(found.joined()).count
    }

    func tells(against other: StopWordCount) -> Bool { distinct >= 3 && share >= 1.0 / 12 && share >= 1.5 * other.share }
}

// SPDX-License-Identifier: Apache-2.0

/// Texts as codes of their terms in reading order, text after text.
package struct CodedTexts: Hashable, Sendable {
    package let terms: [Int32]
    /// Where each text starts, and the end.
    package let starts: [Int]
    /// Codes are 0..<vocabulary.
    package let vocabulary: Int
    /// Codes out of range, left out.
    package let unusable: Int

    package init(_ texts: [[Int32]], vocabulary: Int) {
        let vocabulary = min(max(0, vocabulary), Int(Int32.max))
        var (terms, starts, unusable): ([Int32], [Int], Int) = ([], [0], 0)
        for text in texts {
            for term in text { if term >= 0, term < vocabulary { terms.append(term) } else { unusable += 1 } }
            starts.append(terms.count)
        }
        (self.terms, self.starts, self.vocabulary, self.unusable) = (terms, starts, vocabulary, unusable)
    }

    package var count: Int { starts.count - 1 }

    package subscript(text: Int) -> ArraySlice<Int32> { terms[starts[text]..<starts[text + 1]] }
}

// SPDX-License-Identifier: Apache-2.0

/// What `analyze words` answers.
struct WordsAnswer: Encodable, Sendable {
    struct Term: Encodable, Sendable {
        var term: String
        /// Its part of the divergence, in bits.
        var bits: Double
        var inGroup: Int
        var inRest: Int
        /// Occurrences per 1,000 texts.
        var perThousandInGroup: Double
        var perThousandInRest: Double
    }

    struct Group: Encodable, Sendable {
        var name: String
        /// The other group, or absent for all others together.
        var against: String?
        var texts: Int
        var wordsPerText: Double
        var divergence: Double
        var p: Double
        /// As Benjamini and Hochberg adjust it for all groups; absent for one comparison.
        var adjusted: Double?
        var more: [Term]
        var less: [Term]
    }

    struct Rising: Encodable, Sendable {
        struct Term: Encodable, Sendable {
            var term: String
            /// Texts with it in the last window, and in all past ones.
            var texts: Int
            var past: Int
            var expected: Double
            var p: Double
            var adjusted: Double
            /// Texts with it in each window, oldest first.
            var windows: [Int]
        }

        var windowDays: Int
        var pastWindows: Int
        var from: String
        var to: String
        var textsNow: Int
        var textsPast: Int
        var tested: Int
        var terms: [Term]
    }

    struct Duplicates: Encodable, Sendable {
        var size: Int
        var similarity: Double
        /// At most 60 characters.
        var example: String
        /// The first 1,000 of them.
        var rows: [Int]
    }

    let analysis = "words"
    var file: String
    var rows: Int
    var texts: Int
    var language: String
    var textColumns: [String]
    var by: String?
    var terms: Int
    var words: Int
    var groups: [Group]
    var rising: Rising?
    var duplicates: [Duplicates]
    var duplicateTexts: Int
    var shufflings: Int?
    var notes: [String]
}

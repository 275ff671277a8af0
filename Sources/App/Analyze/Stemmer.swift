// SPDX-License-Identifier: Apache-2.0
import CStemmer

/// Cuts words of a language to their stems by the Snowball library; each word is cut once. Not to be shared between threads.
struct Stemmer: ~Copyable {
    private let handle: OpaquePointer
    private var known: [String: String] = [:]

    /// - Parameter language: as Snowball names it, such as "german"; nil where it has none.
    init?(_ language: String) {
        guard let handle = sb_stemmer_new(language, "UTF_8") else { return nil }
        self.handle = handle
    }

    deinit { sb_stemmer_delete(handle) }

    /// The stem of a word in small letters; the word itself where there is none.
    mutating func stem(_ word: String) -> String {
        if let stem = known[word] { return stem }
        let bytes = Array(word.utf8)
        // Words longer than that are none, and the library counts in 32 bits.
        guard bytes.count < 1000, let found = sb_stemmer_stem(handle, bytes, Int32(bytes.count)) else { return word }
        let length = max(0, Int(sb_stemmer_length(handle)))
        let stem = String(decoding: UnsafeBufferPointer(start: found, count: length), as: UTF8.self)
        known[word] = stem.isEmpty ? word : stem
        return stem.isEmpty ? word : stem
    }
}

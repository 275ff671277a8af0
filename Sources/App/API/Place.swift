// SPDX-License-Identifier: Apache-2.0
import Domain

/// Where a row stands in its list: its key, in the order in which the list is read. Keys begin at 1.
struct Place: Hashable, Comparable, Sendable {
    let keys: [Int64]

    init(_ keys: Int64...) { self.keys = keys }
    init(_ keys: [Int64]) { self.keys = keys }

    static func first(_ depth: Int) -> Place { Place(Array(repeating: 0, count: depth)) }
    static func last(_ depth: Int) -> Place { Place(Array(repeating: .max, count: depth)) }

    static func < (a: Place, b: Place) -> Bool { a.keys.lexicographicallyPrecedes(b.keys) }

    /// The place right before this one: nothing stands between the two.
    var before: Place {
        guard let last = keys.last, last > .min else { return self }
        return Place(keys.dropLast() + [last - 1])
    }
}

/// A place as an address carries it. It belongs to one question: its check covers the list, the filters and the place.
enum PageCursor {
    static func text(_ place: Place, of question: String) -> String {
        let keys = place.keys.map(String.init).joined(separator: ".")
        return Array("\(keys).\(check(keys, question))".utf8).base64url
    }

    /// - Throws: `Problem` for what is no place, or the place of another question.
    static func place(_ text: String, of question: String, depth: Int) throws -> Place {
        let parts = decoded(text).split(separator: ".", omittingEmptySubsequences: false)
        let keys = parts.dropLast().compactMap { Int64($0) }
        guard parts.count == depth + 1, keys.count == depth, let check = parts.last,
            check == Self.check(keys.map(String.init).joined(separator: "."), question), Place(keys) >= Place.first(depth)
        else {
            throw Problem(
                "bad_cursor", "This place belongs to another question, or to none.", at: "after",
                remedy: "Take the \"next\" of the page before and leave the other parameters as they were.", fault: .usage)
        }
        return Place(keys)
    }

    private static func check(_ keys: String, _ question: String) -> String {
        Array(Digest.sha256(Array("\(keys)\n\(question)".utf8)).prefix(8)).hex
    }

    private static func decoded(_ text: String) -> String {
        // Spare bits at the end could spell one place in several ways.
        guard let bytes = [UInt8](base64url: text), bytes.base64url == text else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }
}

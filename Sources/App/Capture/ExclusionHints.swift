// SPDX-License-Identifier: Apache-2.0
import Domain

/// A cheap look at the bytes of a row that tells whether the full rules need to be asked: nearly no row does.
enum ExclusionHints {
    private static let names: [[UInt8]] = ["test", "asdf", "qwer", "dummy", "fake"].map { Array($0.utf8) }
    private static let work: [[UInt8]] = [
        "stud", "appl", "career", "job", "bewerb", "intern", "vendor", "suppl", "recruit", "praktik", "lieferant", "candidat",
    ]
    .map { Array($0.utf8) }

    static func mayMatter(_ batch: PeopleBatch, _ person: PersonRow, _ options: ImportOptions) -> Bool {
        if !options.ownDomains.isEmpty || !options.competitors.isEmpty { return true }
        return batch.bytes.withUnsafeBytes { bytes in
            has(bytes, person.email, names) || has(bytes, person.firstName, names) || has(bytes, person.lastName, names)
                || has(bytes, person.company, names) || has(bytes, person.title, work)
        }
    }

    private static func has(_ bytes: UnsafeRawBufferPointer, _ span: Span32, _ words: [[UInt8]]) -> Bool {
        let end = Int(span.start) + Int(span.count)
        guard span.count > 2, end <= bytes.count else { return false }
        for place in Int(span.start)..<(end - 2) {
            let first = bytes[place] | 0x20
            for word in words where word[0] == first && place + word.count <= end {
                var matches = true
                for offset in 1..<word.count where bytes[place + offset] | 0x20 != word[offset] {
                    matches = false
                    break
                }
                if matches { return true }
            }
        }
        return false
    }
}

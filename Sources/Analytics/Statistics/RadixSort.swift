// SPDX-License-Identifier: Apache-2.0

/// Sorts whole words by three passes of eleven of their binary digits, 32 in all; few words are compared.
/// - Parameter lowest: the lowest digit that counts; those below must be in order already, since the passes are stable.
/// - Source: D. E. Knuth, TAOCP vol. 3, 5.2.5.
func radixSort<Word: FixedWidthInteger & UnsignedInteger>(_ words: inout [Word], from lowest: Int = 0) {
    guard words.count > 4096 else { return words.sort() }
    var other = [Word](repeating: 0, count: words.count)
    for shift in [lowest, lowest + 11, lowest + 22] {
        var starts = [Int](repeating: 0, count: 2049)
        for word in words { starts[Int(truncatingIfNeeded: word >> Word(truncatingIfNeeded: shift)) & 2047 + 1] += 1 }
        for digit in 1...2048 { starts[digit] += starts[digit - 1] }
        for word in words {
            let digit = Int(truncatingIfNeeded: word >> Word(truncatingIfNeeded: shift)) & 2047
            other[starts[digit]] = word
            starts[digit] += 1
        }
        swap(&words, &other)
    }
}

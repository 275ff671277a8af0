// SPDX-License-Identifier: Apache-2.0

/// Sorts whole words by passes of eleven of their binary digits; few words are compared. Digits that all words share cost nothing.
/// - Parameters: `lowest` the lowest digit that counts, those below must be in order already, since the passes are stable; `passes` how
///   many times eleven digits count, 32 in all unless told.
/// - Source: D. E. Knuth, TAOCP vol. 3, 5.2.5.
func radixSort<Word: FixedWidthInteger & UnsignedInteger>(_ words: inout [Word], from lowest: Int = 0, passes: Int = 3) {
    guard words.count > 4096 else { return words.sort() }
    let size = 2048
    var starts = [Int](repeating: 0, count: size * passes)
    var other = [Word](unsafeUninitializedCapacity: words.count) { $1 = words.count }
    var inOther = false
    starts.withUnsafeMutableBufferPointer { starts in
        words.withUnsafeMutableBufferPointer { words in
            other.withUnsafeMutableBufferPointer { other in
                for word in words {
                    for pass in 0..<passes { starts[pass &* size &+ digit(word, lowest &+ 11 &* pass)] &+= 1 }
                }
                var (source, target) = (words, other)
                for pass in 0..<passes {
                    let shift = lowest + 11 * pass, first = pass * size
                    if starts[first + digit(source[0], shift)] == source.count { continue }
                    var sum = 0
                    for place in first..<first + size { (starts[place], sum) = (sum, sum + starts[place]) }
                    for word in source {
                        let place = first &+ digit(word, shift)
                        target[starts[place]] = word
                        starts[place] &+= 1
                    }
                    swap(&source, &target)
                    inOther.toggle()
                }
            }
        }
    }
    if inOther { swap(&words, &other) }
}

@inline(__always)
private func digit<Word: FixedWidthInteger & UnsignedInteger>(_ word: Word, _ shift: Int) -> Int {
    Int(truncatingIfNeeded: word &>> Word(truncatingIfNeeded: shift)) & 2047
}

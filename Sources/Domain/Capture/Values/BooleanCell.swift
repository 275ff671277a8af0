// SPDX-License-Identifier: Apache-2.0

/// Yes or no in English, German, French, Italian, Spanish and as systems write it; upper or lower case. An empty cell is absent, also where
/// a crossed `x` in other cells means yes.
package func parseBoolean(_ cell: UnsafeRawBufferPointer) -> CellResult<Bool> {
    if cell.isEmpty { return .absent }
    guard cell.count <= 8 else { return .bad(.notABoolean) }
    var key: UInt64 = 0
    for (index, byte) in cell.enumerated() { key |= UInt64((65...90).contains(byte) ? byte | 0x20 : byte) << UInt64(index * 8) }
    if BooleanWords.yes.contains(key) { return .value(true) }
    return BooleanWords.no.contains(key) ? .value(false) : .bad(.notABoolean)
}

private enum BooleanWords {
    static let yes = Set("true t yes y 1 ja j oui o si sí s sì vrai wahr x on checked ✓ ✔ ☑".split(separator: " ").map { ByteCursor.key($0) })
    static let no = Set("false f no n 0 nein non faux falsch off ✗ ✘ ☐".split(separator: " ").map { ByteCursor.key($0) })
}

// SPDX-License-Identifier: Apache-2.0

/// A telephone number without what forms and spreadsheets put before it: `p:+34600`, `tel:+34600`, and the apostrophe of `'+34600`,
/// by which a spreadsheet keeps a plus from being a formula.
package func plainPhone(_ cell: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard let first = cell.first, first == 39 || first | 0x20 == 112 || first | 0x20 == 116 else { return cell }
    var start = first == 39 ? 1 : 0
    for prefix in ["p:", "tel:"] where cell[start...].prefix(prefix.utf8.count).elementsEqual(prefix.utf8, by: { $0 | 0x20 == $1 | 0x20 }) {
        start += prefix.utf8.count
    }
    return trimmed(UnsafeRawBufferPointer(rebasing: cell[start...]))
}

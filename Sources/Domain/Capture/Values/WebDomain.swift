// SPDX-License-Identifier: Apache-2.0

/// The domain of a web site as companies are recognized by it: `https://www.Acme.com/about?x` is `acme.com`. Other subdomains are kept.
package func parseDomain(_ cell: UnsafeRawBufferPointer) -> CellResult<String> {
    if cell.isEmpty { return .absent }
    var (low, high) = (0, cell.count)
    if let scheme = colonSlashSlash(cell) { low = scheme } else if high > 2, cell[0] == 47, cell[1] == 47 { low = 2 }
    if let end = cell[low..<high].firstIndex(where: { $0 == 47 || $0 == 63 || $0 == 35 || $0 == 92 }) { high = end }
    // Credentials and mailboxes: what stands after the @ is the host.
    if let at = cell[low..<high].lastIndex(of: 64) { low = at + 1 }
    if let port = cell[low..<high].firstIndex(of: 58) { high = port }
    while low < high, cell[high - 1] == 46 || cell[high - 1] == 44 || cell[high - 1] <= 32 { high -= 1 }
    if high - low > 4, cell[low] | 0x20 == 119, cell[low + 1] | 0x20 == 119, cell[low + 2] | 0x20 == 119, cell[low + 3] == 46 {
        // "www.com" is itself a name.
        if cell[(low + 4)..<high].contains(46) { low += 4 }
    }
    let name = UnsafeRawBufferPointer(rebasing: cell[low..<high])
    guard checkedDomain(name) != nil else { return .bad(.notADomain) }
    return .value(String(decoding: name, as: UTF8.self).lowercased())
}

private func colonSlashSlash(_ cell: UnsafeRawBufferPointer) -> Int? {
    guard cell.count > 3 else { return nil }
    for at in 0..<min(12, cell.count - 2) where cell[at] == 58 && cell[at + 1] == 47 && cell[at + 2] == 47 { return at + 3 }
    return nil
}

// SPDX-License-Identifier: Apache-2.0

/// An amount of money as people and systems write it: a number with a currency, `12k`, `1.2M`, `3 Mio. €`, `CHF 12'000.--`, `1.500,-`.
/// - Returns: `.bad(.aShare)` for a percentage: ten percent are no ten euros.
package func parseMoney(_ cell: UnsafeRawBufferPointer, as format: NumberFormat) -> CellResult<NumberCell> {
    // A dash in the place of the cents is no minus: `1.500,-`.
    let endsInDash = cell.count > 2 && cell[cell.count - 1] == 45 && (cell[cell.count - 2] == 46 || cell[cell.count - 2] == 44)
    let result = endsInDash ? .bad(.notANumber) : format.parse(cell)
    switch result {
    case .value(let number): return number.isPercent ? .bad(.aShare) : result
    case .absent: return .absent
    case .bad(let fault):
        guard fault == .notANumber, let written = WrittenAmount(cell) else { return result }
        var digits = written.digits
        return digits.withUTF8 { bytes in
            switch format.parse(UnsafeRawBufferPointer(bytes)) {
            case .value(let number):
                guard !number.isPercent, let value = number.value.times(written.factor) else { return .bad(number.isPercent ? .aShare : .tooLarge) }
                return .value(NumberCell(value: value, currency: number.currency, sign: number.sign))
            case .absent: return .absent
            case .bad: return .bad(fault)
            }
        }
    }
}

/// An amount with a word of size behind its digits, or a dash in the place of the cents.
private struct WrittenAmount {
    /// The number with its currency, without that.
    let digits: String
    let factor: Int64

    private static let factors: [(word: String, factor: Int64)] = [
        ("thousand", 1000), ("tausend", 1000), ("million", 1_000_000), ("billion", 1_000_000_000), ("mio.", 1_000_000), ("mio", 1_000_000),
        ("mrd.", 1_000_000_000), ("mrd", 1_000_000_000), ("tsd.", 1000), ("tsd", 1000), ("mn", 1_000_000), ("mm", 1_000_000), ("bn", 1_000_000_000),
        ("k", 1000), ("m", 1_000_000),
    ]

    init?(_ cell: UnsafeRawBufferPointer) {
        guard cell.count <= 40 else { return nil }
        let text = String(decoding: cell, as: UTF8.self)
        guard let last = text.lastIndex(where: { $0.isASCII && $0.isNumber }) else { return nil }
        let head = text[...last], tail = text[text.index(after: last)...]
        for dash in [".--", ".-", ",--", ",-", ".—", ".–", ",—", ",–"] where tail.hasPrefix(dash) {
            (digits, factor) = (String(head + tail.dropFirst(dash.count)), 1)
            return
        }
        let word = tail.drop { $0.isWhitespace }
        for (size, factor) in Self.factors where word.lowercased().hasPrefix(size) {
            let rest = word.dropFirst(size.count)
            // "1200 kr" is no thousand of anything, nor "10 mxn" millions.
            guard rest.first?.isLetter != true else { continue }
            (digits, self.factor) = (String(head + rest), factor)
            return
        }
        return nil
    }
}

extension Decimal64 {
    /// nil where it does not fit into 64 bits. `factor` is a power of ten.
    package func times(_ factor: Int64) -> Decimal64? {
        var (mantissa, scale, left) = (mantissa, scale, factor)
        while left > 1, scale > 0 { (scale, left) = (scale - 1, left / 10) }
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: left)
        if overflow { return nil }
        mantissa = product
        return Decimal64(mantissa: mantissa, scale: scale)
    }
}

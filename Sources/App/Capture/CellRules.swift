// SPDX-License-Identifier: Apache-2.0
import Domain

/// Which cells of a column count as empty. In free text and in columns that nobody knows every word is kept.
struct BlankCells: OptionSet, Sendable {
    let rawValue: UInt8

    /// A typed value or a reference: `N/A` says that there is none.
    static let stated = BlankCells(rawValue: 1)
    /// `1.23457E+11` is what a spreadsheet left of an id.
    static let ids = BlankCells(rawValue: 2)
    /// `NA` is Namibia.
    static let countries = BlankCells(rawValue: 4)

    /// Of people: `unknown` is no name.
    static let names = BlankCells(rawValue: 8)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ field: CanonicalField?, isDate: Bool) {
        self = []
        if isDate { insert(.stated) }
        if ["first_name", "last_name", "contact_name"].contains(field?.name) { insert(.names) }
        guard let field, !field.isFreeText else { return }
        insert(.stated)
        if field.type == .id || field.type == .ids { insert(.ids) }
        if field.type == .country { insert(.countries) }
    }

    /// - Parameter cell: trimmed, not empty.
    @inline(__always)
    func cover(_ cell: UnsafeRawBufferPointer) -> Bool {
        if isEmpty { return false }
        if contains(.names) { return namesNobody(cell) }
        if saysNothing(cell) { return !(contains(.countries) && cell.count == 2 && cell[0] | 0x20 == 110) }
        return contains(.ids) && isShortenedID(cell)
    }
}

/// The column of the medium that decides with the source: `google` is organic search, beside `cpc` it is paid.
struct MediumColumn: Sendable {
    let index: Int
    /// Mediums of the file that say something, as they are written.
    var known: Set<String> = []

    /// The source as it is looked up: `google / cpc`; nil where the medium adds nothing.
    func joined(_ source: UnsafeRawBufferPointer, _ medium: UnsafeRawBufferPointer) -> [UInt8]? {
        guard !source.isEmpty, !medium.isEmpty, known.contains(String(decoding: medium, as: UTF8.self)) else { return nil }
        return Array(source) + Array(" / ".utf8) + Array(medium)
    }
}

extension Timestamp {
    /// A day that systems write where there is none.
    func isNone(in zone: Zone) -> Bool {
        guard at.micros < 172_800_000_000 else { return false }
        return at.micros == 0 || isNoDate(day: Int(zone.day(of: at).number))
    }
}

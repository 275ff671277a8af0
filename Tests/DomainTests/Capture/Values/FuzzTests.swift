// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct ValueFuzzTests {
    /// Every reader of cells over one cell.
    private func readAll(_ cell: UnsafeRawBufferPointer) {
        let formats = [
            DateFormat(), DateFormat(order: .dayFirst, numbers: [.year, .serial, .compact, .seconds, .milliseconds]),
            DateFormat(order: .monthFirst, numbers: [.serial], wholeDays: true),
        ]
        for format in formats {
            for zone in [Zone.utc, Cells.berlin] {
                if let stamp = format.parse(cell, zone: zone).value { #expect(stamp.at >= .earliest && stamp.at <= .latest) }
            }
        }
        for mark in [nil, DecimalMark.point, .comma] {
            if let cell = NumberFormat(mark: mark).parse(cell).value {
                _ = (cell.value.minor(exponent: 2), cell.value.double, cell.value.description)
            }
        }
        var (dates, numbers) = (DateProfile(expected: true), NumberProfile(expected: false))
        dates.see(cell, line: 1)
        numbers.see(cell, line: 1)
        _ = (
            dates.decide(), numbers.decide(), parseInteger(cell), parseBoolean(cell), EmployeeRange.parse(cell), parseDomain(cell),
            listValues(in: cell), jsonValues(cell)
        )
        _ = EmailAddress.all(in: cell).map { ($0.isFree, $0.isShared, $0.local, $0.domain) }
        var bytes: [UInt8] = []
        _ = EmailAddress.normalize(cell, into: &bytes)
        _ = trimmed(cell)
    }

    @Test(arguments: [UInt64(1), 20_260_703])
    func `random bytes never trap`(seed: UInt64) {
        var random = SeededBytes(state: seed)
        let likely = Array("0123456789-/.:,; +TZ%()eE$€kr'’\u{A0}\u{202F}@<>[]{}\"\\mailto:wwwPMDecärz".utf8)
        for _ in 0..<30_000 {
            let count = Int.random(in: 0...40, using: &random)
            let bytes = (0..<count).map { _ in
                random.next() % 8 == 0 ? UInt8(truncatingIfNeeded: random.next()) : likely[Int(random.next() % UInt64(likely.count))]
            }
            bytes.withUnsafeBytes { readAll($0) }
        }
    }

    @Test(arguments: [UInt64(7)])
    func `changed good cells never trap`(seed: UInt64) {
        var random = SeededBytes(state: seed)
        let good = [
            "2026-07-03T14:05:09.123456Z", "12/31/2026 3:05 PM", "31. Dezember 2026 um 14:05", "45631.5", "€ 1.234.567,89", "(1,200.00)", "8.48E10",
            "\"Ann\" <ann@example.com>", #"[{"label":"work","value":"a@b.c"}]"#, "https://www.acme.com/x", "1,001-5,000", "1751551509123",
            "99999999999999999999",
        ]
        for _ in 0..<30_000 {
            var bytes = Array(good[Int(random.next() % UInt64(good.count))].utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
                let at = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 3 {
                case 0: bytes.remove(at: at)
                case 1: bytes.insert(bytes[Int(random.next() % UInt64(bytes.count))], at: at)
                default: bytes[at] = UInt8(truncatingIfNeeded: random.next())
                }
            }
            bytes.withUnsafeBytes { readAll($0) }
        }
    }
}

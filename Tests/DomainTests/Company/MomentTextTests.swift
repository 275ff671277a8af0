// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite struct MomentTextTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", Int64(0)), ("2026-07-03T09:30:00Z", 1_783_071_000_000_000), ("2026-07-03t11:30:00.25+02:00", 1_783_071_000_250_000),
        ("2026-07-02 23:30:00.1234567-10:00", 1_783_071_000_123_456), ("1969-12-31T23:59:60Z", 0), ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
    ]) func `reads moments as RFC 3339 writes them`(text: String, micros: Int64) {
        #expect(Moment(rfc3339: text)?.micros == micros)
    }

    @Test(arguments: [
        "", "2026", "2026-07-03", "2026-07-03T09:30:00", "2026-7-03T09:30:00Z", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-07-03T24:00:00Z",
        "2026-07-03T09:60:00Z", "2026-07-03T09:30:61Z", "2026-07-03T09:30:00.Z", "2026-07-03T09:30:00+2:00", "2026-07-03T09:30:00+24:00",
        "2026-07-03T09:30:00ZZ", " 2026-07-03T09:30:00Z", "+026-07-03T09:30:00Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00", "２026-07-03T09:30:00Z",
    ]) func `refuses what is none`(text: String) {
        #expect(Moment(rfc3339: text) == nil)
    }

    @Test func `reads what it writes`() {
        for micros in [Int64(0), -1, 1, 1_790_000_000_123_456, -62_135_596_800_000_000, 253_402_300_799_999_999] {
            #expect(Moment(rfc3339: Moment(micros: micros).rfc3339)?.micros == micros)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package import Domain
import Foundation
import Synchronization

/// Time zones as values, expanded once per process: an expansion takes under a millisecond, a look-up in it some nanoseconds.
package enum Zones {
    private static let cache = Mutex<[String: Zone]>([:])

    /// 1970-01-01 and 2100-01-01, in seconds: what lies outside has the offset of the nearer end.
    private static let range: ClosedRange<Int64> = 0...4_102_444_800

    /// - Returns: nil where no zone has this IANA name.
    package static func expand(_ name: String) -> Zone? {
        if let known = cache.withLock({ $0[name] }) { return known }
        guard let zone = TimeZone(identifier: name) else { return nil }
        let expanded = transitions(of: zone, name: name)
        cache.withLock { $0[name] = expanded }
        return expanded
    }

    private static func transitions(of zone: TimeZone, name: String) -> Zone {
        var date = Date(timeIntervalSince1970: Double(range.lowerBound))
        var offsets = [Int32(clamping: zone.secondsFromGMT(for: date))]
        var moments: [Int64] = []
        // Never more than a few hundred; the bound is for broken zone data that would not advance.
        for _ in 0..<2_000 {
            guard let next = zone.nextDaylightSavingTimeTransition(after: date), next > date else { break }
            let second = Int64(next.timeIntervalSince1970)
            guard second <= range.upperBound else { break }
            let offset = Int32(clamping: zone.secondsFromGMT(for: next.addingTimeInterval(1)))
            if offset != offsets.last {
                moments.append(second)
                offsets.append(offset)
            }
            date = next
        }
        return Zone(name: name, transitions: moments, offsets: offsets)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Analytics
import Foundation

extension SeededRandom {
    /// A waiting time in microseconds: exponential with this median in seconds, at most seven medians long, never under a minute.
    mutating func wait(median seconds: Double) -> Int64 {
        let drawn = min(-log2(1 - unit()), 7) * seconds
        return Int64(max(60, drawn)) * 1_000_000
    }
}

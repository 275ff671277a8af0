// SPDX-License-Identifier: Apache-2.0

/// How the values of one feature become a small number of bins: bin 0 is missing, the others follow.
package struct Binning: Sendable, Hashable, Codable {
    package enum Rule: Sendable, Hashable, Codable {
        /// Value v falls into bin 1 + the number of `cuts` that are ≤ v. Ascending.
        case numbers(cuts: [Double], isDate: Bool)
        /// Level → bin. What is not listed falls into `other`.
        case categories(bins: [String: Int], count: Int, other: Int)
    }

    package let rule: Rule

    package init(_ rule: Rule) { self.rule = rule }

    /// Bins with the one for missing values.
    package var count: Int {
        switch rule {
        case .numbers(let cuts, _): cuts.count + 2
        case .categories(_, let count, _): count
        }
    }

    package var isOrdered: Bool { if case .numbers = rule { true } else { false } }

    /// The most bins a feature has, so that a bin is a byte.
    package static let most = 250

    @inline(__always)
    package func bin(_ value: Double) -> Int {
        guard case .numbers(let cuts, _) = rule, value.isFinite else { return 0 }
        return 1 + Self.place(value, cuts)
    }

    package func bin(_ level: String) -> Int {
        guard case .categories(let bins, _, let other) = rule else { return 0 }
        return level.isEmpty ? 0 : bins[level] ?? other
    }

    /// How many cuts are ≤ value, without a branch that could be predicted wrongly.
    @inline(__always)
    static func place(_ value: Double, _ cuts: [Double]) -> Int {
        cuts.withUnsafeBufferPointer { cuts in
            guard let start = cuts.baseAddress, !cuts.isEmpty else { return 0 }
            var (base, length) = (start, cuts.count)
            while length > 1 {
                let half = length / 2
                base = base[half - 1] <= value ? base + half : base
                length -= half
            }
            return (base - start) + (base[0] <= value ? 1 : 0)
        }
    }

    /// For few cuts counting those below beats a search, since eight values are compared at a time.
    private static func counted(_ numbers: [Double], _ cuts: [Double]) -> [UInt8] {
        Array(unsafeUninitializedCapacity: numbers.count) { bins, count in
            count = numbers.count
            numbers.withUnsafeBufferPointer { numbers in
                guard let values = numbers.baseAddress, let bins = bins.baseAddress else { return }
                var row = 0
                while row + 8 <= numbers.count {
                    let block = UnsafeRawPointer(values + row).loadUnaligned(as: SIMD8<Double>.self)
                    var sum = SIMD8<Int64>(repeating: 1)
                    for cut in cuts { sum.replace(with: sum &+ 1, where: block .>= cut) }
                    // What is not a number lies above no cut, and infinity above all: both are missing.
                    sum.replace(with: 0, where: .!((block - block) .== 0))
                    for lane in 0..<8 { (bins + row + lane).initialize(to: UInt8(truncatingIfNeeded: sum[lane])) }
                    row += 8
                }
                while row < numbers.count {
                    (bins + row).initialize(to: values[row].isFinite ? UInt8(truncatingIfNeeded: 1 + place(values[row], cuts)) : 0)
                    row += 1
                }
            }
        }
    }

    /// The bins of a whole column.
    package func bins(of column: FeatureColumn) -> [UInt8] {
        switch (column.values, rule) {
        case (.numbers(let numbers, _), .numbers(let cuts, _)):
            return cuts.count <= 24
                ? Self.counted(numbers, cuts) : numbers.map { $0.isFinite ? UInt8(truncatingIfNeeded: 1 + Self.place($0, cuts)) : 0 }
        case (.categories(let codes, let levels), .categories(let bins, _, let other)):
            let table = levels.map { UInt8(truncatingIfNeeded: bins[$0] ?? other) }
            return codes.map { $0 >= 0 && Int($0) < table.count ? table[Int($0)] : 0 }
        default:
            return Array(repeating: 0, count: column.count)
        }
    }
}

extension Binning {
    /// Learns bins from some rows of a column.
    /// - Parameters: `most` bins of values, so that each holds about equally many; `least` cases that a category needs to stand alone, else it is
    ///   pooled with other rare ones.
    /// - Returns: nil where all these rows are the same.
    package static func learn(_ column: FeatureColumn, rows: [Int32], most: Int, least: Int) -> Binning? {
        switch column.values {
        case .numbers(let numbers, let isDate):
            let cuts = cuts(numbers, rows, most: min(most, Binning.most - 2))
            let missing = rows.contains { !numbers[Int($0)].isFinite }, filled = rows.contains { numbers[Int($0)].isFinite }
            return cuts.isEmpty && !(missing && filled) ? nil : Binning(.numbers(cuts: cuts, isDate: isDate))
        case .categories(let codes, let levels):
            return categories(codes, levels, rows, most: Binning.most - 2, least: least)
        }
    }

    /// Quantiles as cuts, at the roundest number between two neighbouring values. Values that make up a bin's worth of rows stand alone.
    private static func cuts(_ numbers: [Double], _ rows: [Int32], most: Int) -> [Double] {
        // A sample of 100,000 places a cut within a third of a percent of the rows.
        let step = max(1, rows.count / 100_000)
        var sample: [Double] = []
        sample.reserveCapacity(rows.count / step + 1)
        for index in stride(from: 0, to: rows.count, by: step) where numbers[Int(rows[index])].isFinite { sample.append(numbers[Int(rows[index])]) }
        guard sample.count > 1 else { return [] }
        sample.sort()
        var (cuts, start) = ([Double](), 0)
        let share = max(1, Double(sample.count) / Double(max(2, most)))
        while start < sample.count {
            // The bin takes its share and all that equals its last value.
            var end = min(sample.count, start + max(1, Int(share.rounded())))
            let last = sample[end - 1]
            // A heavy value that begins inside the bin begins a bin of its own.
            let first = firstIndex(of: last, in: sample)
            if first > start, Double(lastIndex(of: last, in: sample) - first) > share * 0.8 {
                end = first
            } else {
                end = lastIndex(of: last, in: sample)
            }
            if end < sample.count, cuts.count < most - 1 { cuts.append(roundest(above: sample[end - 1], upTo: sample[end])) } else { break }
            start = end
        }
        return cuts
    }

    private static func firstIndex(of value: Double, in sorted: [Double]) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// One after the last.
    private static func lastIndex(of value: Double, in sorted: [Double]) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The number with the fewest digits in (low, high]: a cut that people can remember divides the same rows.
    static func roundest(above low: Double, upTo high: Double) -> Double {
        guard low < high, (high - low).isFinite else { return high }
        if low < 0, high >= 0 { return 0 }
        var unit = 1.0
        while unit < (high - low) * 10, unit < 1e300 { unit *= 10 }
        for _ in 0..<40 {
            let candidate = unit >= 1 ? (high / unit).rounded(.down) * unit : (high / unit).rounded(.down) / (1 / unit).rounded()
            if candidate > low, candidate <= high { return candidate }
            unit /= 10
        }
        return high
    }

    private static func categories(_ codes: [Int32], _ levels: [String], _ rows: [Int32], most: Int, least: Int) -> Binning? {
        var (counts, missing) = (Array(repeating: 0, count: levels.count), 0)
        for row in rows {
            let code = Int(codes[Int(row)])
            if code >= 0, code < counts.count { counts[code] += 1 } else { missing += 1 }
        }
        let order = counts.indices.filter { counts[$0] > 0 }.sorted { (counts[$1], levels[$0]) < (counts[$0], levels[$1]) }
        guard order.count > 1 || (order.count == 1 && missing > 0) else { return nil }
        let own = order.prefix { counts[$0] >= least }.prefix(most)
        var bins: [String: Int] = [:]
        for (place, level) in own.enumerated() { bins[levels[level]] = place + 1 }
        guard own.count > 1 || (own.count == 1 && (order.count > 1 || missing > 0)) else { return nil }
        // Always there, since a later row may hold what nobody has seen.
        return Binning(.categories(bins: bins, count: own.count + 2, other: own.count + 1))
    }
}

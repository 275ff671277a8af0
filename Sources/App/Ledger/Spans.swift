// SPDX-License-Identifier: Apache-2.0

/// Ids that lie close together as ranges, so that what belongs to them is read in few queries; what lies far apart by itself.
func spans(of ids: [Int64]) -> [ClosedRange<Int64>] {
    var spans: [ClosedRange<Int64>] = []
    for id in Set(ids).sorted() {
        if let last = spans.last, id - last.upperBound <= 16 { spans[spans.count - 1] = last.lowerBound...id } else { spans.append(id...id) }
    }
    return spans
}

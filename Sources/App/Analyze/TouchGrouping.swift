// SPDX-License-Identifier: Apache-2.0
import Analytics

/// Makes journeys of touches: by whom, in time, and cut where one converted.
struct TouchGrouping: Sendable {
    let journeys: Int
    let isTimed: Bool
    let isMarked: Bool

    /// Each journey ends with the touch that converted; what comes later begins the next. Where all touches of those who converted bear the mark (the
    /// result was joined to every row), a journey is all touches of one.
    /// - Returns: also how that was understood, in a sentence.
    func paths(_ touches: [ReadTouch]) -> (paths: PathList, note: String) {
        let (order, starts) = ordered(touches)
        let isJoined = self.isJoined(touches)
        var paths = PathList()
        paths.reserve(rows: journeys, steps: touches.count, timed: isTimed)
        for journey in 0..<journeys {
            let range = starts[journey]..<starts[journey + 1]
            guard !range.isEmpty else { continue }
            var marks = Milestones(), place: Int32 = 0
            for index in range {
                let touch = touches[Int(order[index])]
                if isTimed { paths.add(step: touch.channel, at: touch.at) } else { paths.add(step: touch.channel) }
                if touch.milestone == .lead, marks.lead < 0 { marks.lead = place }
                if touch.milestone == .deal, marks.deal < 0 { marks.deal = place }
                place += 1
                guard touch.conversions > 0, !isJoined else { continue }
                paths.close(conversions: touch.conversions, nulls: 0, value: touch.value, milestones: isMarked ? marks : nil)
                (marks, place) = (Milestones(), 0)
            }
            guard place > 0 else { continue }
            if isJoined {
                let first = touches[Int(order[range.lowerBound])]
                let conversions = range.reduce(UInt32(0)) { max($0, touches[Int(order[$1])].conversions) }
                paths.close(conversions: conversions, nulls: conversions == 0 ? 1 : 0, value: first.value, milestones: isMarked ? marks : nil)
            } else {
                paths.close(conversions: 0, nulls: 1, value: 0, milestones: isMarked ? marks : nil)
            }
        }
        return (
            paths,
            isJoined
                ? "All touches of those who converted bear the mark: a journey is all touches of one, and its value counts once."
                : "A journey ends with the touch that converted; touches after it begin the next."
        )
    }

    private func isJoined(_ touches: [ReadTouch]) -> Bool {
        var (marked, rows) = (Array(repeating: Int32(0), count: journeys), Array(repeating: Int32(0), count: journeys))
        for touch in touches {
            rows[Int(touch.journey)] += 1
            if touch.conversions > 0 { marked[Int(touch.journey)] += 1 }
        }
        var several = 0
        for journey in 0..<journeys where marked[journey] > 0 {
            guard marked[journey] == rows[journey] else { return false }
            if rows[journey] > 1 { several += 1 }
        }
        return several > 0
    }

    /// Places of touches by journey and time; equal times keep the order of the file.
    private func ordered(_ touches: [ReadTouch]) -> (order: [Int32], starts: [Int]) {
        var starts = Array(repeating: 0, count: journeys + 1)
        for touch in touches { starts[Int(touch.journey) + 1] += 1 }
        for journey in 0..<journeys { starts[journey + 1] += starts[journey] }
        var next = starts
        var order = Array(repeating: Int32(0), count: touches.count)
        for (index, touch) in touches.enumerated() {
            order[next[Int(touch.journey)]] = Int32(truncatingIfNeeded: index)
            next[Int(touch.journey)] += 1
        }
        guard isTimed else { return (order, starts) }
        order.withUnsafeMutableBufferPointer { order in
            for journey in 0..<journeys {
                let range = starts[journey]..<starts[journey + 1]
                if range.count < 2 { continue }
                if range.count <= 32 {
                    for index in range.dropFirst() {
                        let moved = order[index], at = touches[Int(moved)].at
                        var place = index
                        while place > range.lowerBound, touches[Int(order[place - 1])].at > at {
                            order[place] = order[place - 1]
                            place -= 1
                        }
                        order[place] = moved
                    }
                } else {
                    let sorted = order[range].sorted { (touches[Int($0)].at, $0) < (touches[Int($1)].at, $1) }
                    for (offset, index) in sorted.enumerated() { order[range.lowerBound + offset] = index }
                }
            }
        }
        return (order, starts)
    }
}

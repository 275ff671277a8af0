// SPDX-License-Identifier: Apache-2.0
import Analytics
import App
import Foundation

/// Kaplan-Meier over a file of `duration,event`: seconds of the estimate alone, as lifelines is timed, and the median. Prints JSON.
struct SurvivalBench {
    let path: String

    func run() throws {
        var (durations, events) = ([Double](), [Bool]())
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",")
            guard cells.count >= 2, let duration = Double(cells[0]) else { continue }
            durations.append(duration)
            events.append(cells[1].hasPrefix("1") || cells[1].hasPrefix("T"))
        }
        let clock = ContinuousClock()
        var (times, median) = ([Double](), Double?.none)
        for _ in 0..<5 {
            let start = clock.now
            let curve = SurvivalCurve(durations: durations, events: events)
            times.append(seconds(start, clock.now))
            median = curve?.quantile(0.5).time
        }
        struct Answer: Encodable { let rows: Int, fitSeconds: Double, median: Double? }
        print(try JSON.text(Answer(rows: durations.count, fitSeconds: times.sorted()[times.count / 2], median: median)))
    }
}

// SPDX-License-Identifier: Apache-2.0

/// What `analyze lag` answers. What does not exist, as a median that is not reached, is absent.
struct LagAnswer: Encodable, Sendable {
    struct Quantile: Encodable, Sendable {
        var share: Double
        var value: Double?
        var low: Double?
        var high: Double?
    }

    /// The share done by a time.
    struct Done: Encodable, Sendable {
        var time: Double
        var share: Double?
        var low: Double?
        var high: Double?
    }

    struct RestrictedMean: Encodable, Sendable {
        var to: Double
        var value: Double
        var low: Double
        var high: Double
    }

    /// The share still open just after a time at which something ended.
    struct Step: Encodable, Sendable {
        var time: Double
        var survival: Double
        var low: Double?
        var high: Double?
        var atRisk: Int
        var events: Int
    }

    struct Incidence: Encodable, Sendable {
        struct Step: Encodable, Sendable {
            var time: Double
            var share: Double
            var low: Double?
            var high: Double?
        }

        var outcome: String
        var events: Int
        var done: [Done]
        /// What 1 − Kaplan-Meier would say at the last of these times, with the other outcomes taken as still open.
        var overstated: Double?
        var steps: [Step]
        var thinned: Bool
    }

    struct Group: Encodable, Sendable {
        /// Absent for all rows together.
        var name: String?
        var n: Int
        var events: Int
        var censored: Int
        var longest: Double
        var median: Quantile
        var quantiles: [Quantile]
        var done: [Done]
        var restrictedMean: RestrictedMean?
        var steps: [Step]
        var thinned: Bool
        var incidence: [Incidence]?
    }

    struct Test: Encodable, Sendable {
        var statistic: Double
        var df: Int
        var p: Double
        var observed: [Int]
        var expected: [Double]
    }

    struct LeftOut: Encodable, Sendable {
        var reason: String
        var rows: Int
        var line: Int
        var example: String
    }

    let analysis = "lag"
    var file: String
    var what: String
    var rows: Int
    var unit: String
    var until: String?
    var event: String?
    var by: String?
    /// More than one: they compete.
    var outcomes: [String]
    var all: Group
    var groups: [Group]
    var logRank: Test?
    var leftOut: [LeftOut]
    var notes: [String]
}

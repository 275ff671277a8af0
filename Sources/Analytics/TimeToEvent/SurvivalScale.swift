// SPDX-License-Identifier: Apache-2.0

/// The normal quantile of a 95 % interval.
package let normal95 = 1.959_963_984_540_054

/// The scale on which an interval of a share S is even, as `conf.type` of R's survfit names them.
package enum SurvivalScale: String, Hashable, Sendable, CaseIterable {
    /// ln(−ln S); nil where S is 0 or 1. J. D. Kalbfleisch, R. L. Prentice (1980), The Statistical Analysis of Failure Time Data, 1.3.
    case logLog = "log-log"
    /// ln S, cut at 1; nil where S is 0. R's default.
    case log
    /// S itself, cut at 0 and 1; nil where S is 0.
    case plain

    /// - Parameters: `share` S; `variance` of ln S; `z` the normal quantile.
    package func interval(_ share: Double, variance: Double, z: Double = normal95) -> ClosedRange<Double>? {
        guard share > 0, share <= 1, variance >= 0, z >= 0, z.isFinite else { return nil }
        let reach = z * variance.squareRoot(), ends: (Double, Double)
        switch self {
        case .logLog:
            guard share < 1 else { return nil }
            let logarithm = naturalLogarithm(share), factor = exponential(reach / -logarithm)
            ends = (exponential(logarithm * factor), exponential(logarithm / factor))
        case .log: ends = (share * exponential(-reach), min(1, share * exponential(reach)))
        case .plain: ends = (max(0, share * (1 - reach)), min(1, share * (1 + reach)))
        }
        return ends.0 <= ends.1 ? ends.0...ends.1 : nil
    }
}

// SPDX-License-Identifier: Apache-2.0

/// How the rates of groups lie: a Beta distribution of mean μ and precision M = α + β.
struct BetaBinomial {
    let mean: Double
    let precision: Double

    var alpha: Double { mean * precision }
    var beta: Double { (1 - mean) * precision }

    /// The fit by greatest marginal likelihood, Π B(k + α, n − k + β) / B(α, β), by Newton's method on (logit μ, ln M) with a ridge that grows until
    /// each step climbs. M is kept in 0.001...1e9.
    /// - Returns: nil where the likelihood falls from M = ∞ on, so that the groups differ no more than chance lets them.
    /// - Source: J. G. Skellam (1948), J. R. Statist. Soc. B 10, 257–261; start by moments, J. C. Kleinman (1973), JASA 68, 46–54; the slope at M = ∞
    ///   is the statistic of R. E. Tarone (1979), Biometrika 66, 585–590.
    static func fit(_ groups: [Share]) -> BetaBinomial? {
        let pool = groups.reduce(Share(), +), mu = pool.value
        guard groups.count >= 2, mu > 0, mu < 1, slopeAtInfinity(groups, mu) > 0 else { return nil }
        let sizes = groups.reduce(0.0) { $0 + Double($1.n) * Double($1.n) }, n = Double(pool.n)
        let spread = groups.reduce(0) { $0 + Double($1.n) * ($1.value - mu) * ($1.value - mu) }
        let correlation = (spread - Double(groups.count - 1) * mu * (1 - mu)) / (mu * (1 - mu) * (n - sizes / n - Double(groups.count - 1)))
        let start = correlation > 0 && correlation < 1 ? 1 / correlation - 1 : 10
        var (x, y) = (logit(mu), naturalLogarithm(min(1e6, max(0.1, start))))
        var (here, ridge) = (Slopes(groups, x, y), 1e-3)
        for _ in 0..<200 {
            var moved = false
            while ridge < 1e12 {
                let a = -here.xx + ridge * max(1, abs(here.xx)), c = -here.yy + ridge * max(1, abs(here.yy)), determinant = a * c - here.xy * here.xy
                if a > 0, determinant > 0 {
                    let dx = (c * here.x + here.xy * here.y) / determinant, dy = (a * here.y + here.xy * here.x) / determinant
                    let nextX = x + min(2, max(-2, dx)), nextY = min(20.72, max(-6.9, y + min(2, max(-2, dy))))
                    let next = Slopes(groups, nextX, nextY)
                    if next.logarithm >= here.logarithm {
                        moved = abs(nextX - x) + abs(nextY - y) > 1e-10
                        (x, y, here, ridge) = (nextX, nextY, next, ridge / 10)
                        break
                    }
                }
                ridge *= 10
            }
            if !moved { break }
        }
        return y > 20.7 ? nil : BetaBinomial(mean: logistic(x), precision: exponential(y))
    }

    /// d ln L / d(1/M) at 1/M = 0, with μ that of the pool.
    private static func slopeAtInfinity(_ groups: [Share], _ mu: Double) -> Double {
        groups.reduce(0) { sum, group in
            let (k, n) = (Double(group.successes), Double(group.n)), rest = n - k
            return sum + (k * (k - 1) / mu + rest * (rest - 1) / (1 - mu) - n * (n - 1)) / 2
        }
    }
}

/// The marginal likelihood with its slopes and curvatures in logit μ and ln M.
private struct Slopes {
    var (logarithm, x, y, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    init(_ groups: [Share], _ logitMean: Double, _ logPrecision: Double) {
        let mu = logistic(logitMean), m = exponential(logPrecision), alpha = mu * m, beta = logistic(-logitMean) * m
        var (ofAlpha, ofBeta, ofAll) = (RisingFactorial(), RisingFactorial(), RisingFactorial())
        for group in groups {
            ofAlpha.add(alpha, group.successes)
            ofBeta.add(beta, group.n - group.successes)
            ofAll.add(m, group.n)
        }
        logarithm = ofAlpha.logarithm + ofBeta.logarithm - ofAll.logarithm
        // dα/dx = αβ/M = −dβ/dx, dα/dy = α, dβ/dy = β.
        let s = alpha * beta / m, t = s * (beta - alpha) / m
        let (ga, gb, gm) = (ofAlpha.slope, ofBeta.slope, ofAll.slope)
        x = s * (ga - gb)
        y = alpha * ga + beta * gb - m * gm
        xx = s * s * (ofAlpha.curvature + ofBeta.curvature) + t * (ga - gb)
        xy = s * (ga - gb) + s * (alpha * ofAlpha.curvature - beta * ofBeta.curvature)
        yy = y + alpha * alpha * ofAlpha.curvature + beta * beta * ofBeta.curvature - m * m * ofAll.curvature
    }
}

/// Sums of ln(a (a + 1) … (a + k − 1)) = ln Γ(a + k) − ln Γ(a) with its first two derivatives in a.
private struct RisingFactorial {
    private(set) var (logarithm, slope, curvature) = (0.0, 0.0, 0.0)

    mutating func add(_ a: Double, _ k: Int) {
        // Few factors are multiplied out; for many, Stirling's series from 32 on.
        let plain = k <= 64 ? k : a < 32 ? 32 : 0
        for i in 0..<plain {
            let factor = a + Double(i), inverse = 1 / factor
            logarithm += naturalLogarithm(factor)
            slope += inverse
            curvature -= inverse * inverse
        }
        guard plain < k else { return }
        let low = a + Double(plain), rest = Double(k - plain), high = low + rest
        logarithm += (low - 0.5) * naturalLogarithm1p(rest / low) + rest * naturalLogarithm(high) - rest + stirlingError(high) - stirlingError(low)
        slope += naturalLogarithm1p(rest / low) + Self.digammaRest(high) - Self.digammaRest(low)
        curvature += Self.trigamma(high) - Self.trigamma(low)
    }

    /// ψ(x) − ln x, x ≥ 32. M. Abramowitz, I. Stegun (1964), 6.3.18.
    private static func digammaRest(_ x: Double) -> Double {
        let s = 1 / (x * x)
        return -0.5 / x - s * (1.0 / 12 - s * (1.0 / 120 - s * (1.0 / 252 - s / 240)))
    }

    /// ψ′(x), x ≥ 32. As above, 6.4.12.
    private static func trigamma(_ x: Double) -> Double {
        let s = 1 / (x * x)
        return 1 / x + s / 2 + s / x * (1.0 / 6 - s * (1.0 / 30 - s * (1.0 / 42 - s / 30)))
    }
}

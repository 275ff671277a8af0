// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

/// Expected values from SciPy 1.x, by the calls named.
@Suite struct Distributions {
    /// scipy.stats.norm.ppf(p)
    @Test(arguments: [
        (1e-300, -37.0470962993612), (1e-10, -6.361340902404056), (0.001, -3.090232306167813), (0.025, -1.9599639845400545),
        (0.3, -0.5244005127080409), (0.5, 0.0), (0.9, 1.2815515655446004),
    ]) func `know normal quantiles`(p: Double, z: Double) {
        #expect(isNear(normalQuantile(p), z, 1e-14) && isNear(normalShare(z), p, 1e-11))
        #expect(normalQuantile(0) == -.infinity && normalQuantile(1) == .infinity && normalQuantile(2).isNaN && normalShare(.infinity) == 1)
    }

    /// scipy.stats.chi2.sf(x, degrees)
    @Test(arguments: [
        (0.5, 1, 0.47950012218695337), (3.4, 1, 0.06519641907813026), (10, 3, 0.01856613546304325), (100, 2, 1.9287498479639183e-22),
        (500, 7, 8.0167910013494e-104), (200000.0, 200000, 0.4995794778896348), (1e-8, 4, 1.0), (.infinity, 1, 0), (-1, 1, 1), (.nan, 1, 1),
    ]) func `know the tail of chi-square`(x: Double, degrees: Int, p: Double) { #expect(isNear(chiSquareTail(x, degrees: degrees), p, 1e-11)) }

    /// scipy.special.betaincinv(a, b, p); the second 0.5 by symmetry.
    @Test(arguments: [
        (0.025, 1.0, 20.0, 0.0012650894979498038), (0.5, 0.1, 0.1, 0.5), (0.975, 3000, 7, 0.9990632549055669),
        (0.025, 0.01, 5, 7.803601735629069e-162), (0.001, 2e5, 8e5, 0.19876561942609758), (0, 2, 2, 0), (1, 2, 2, 1),
    ]) func `know Beta quantiles`(p: Double, a: Double, b: Double, x: Double) {
        #expect(isNear(betaQuantile(p, a, b), x, 1e-11))
        #expect(betaQuantile(p, 0, b) == nil && betaQuantile(-1, a, b) == nil && betaQuantile(p, .nan, b) == nil)
    }

    /// statsmodels.stats.proportion.proportion_confint(k, n, 1 - level, method="beta")
    @Test(arguments: [
        (0, 10, 0.95, 0.0, 0.3084971078187607), (10, 10, 0.95, 0.6915028921812392, 1.0), (3, 17, 0.95, 0.037985068070626016, 0.43431787284428397),
        (250, 1000, 0.99, 0.21549682324153838, 0.2869221344402359), (1, 1_000_000, 0.9, 5.129329307204952e-08, 4.743855638214236e-06),
    ]) func `know Clopper and Pearson's interval`(k: Int, n: Int, level: Double, low: Double, high: Double) throws {
        let found = try #require(clopperPearson(k, of: n, level: level))
        #expect(isNear(found.low, low, 1e-10) && isNear(found.high, high, 1e-10))
        #expect(clopperPearson(k, of: 0) == nil && clopperPearson(-1, of: 5) == nil && clopperPearson(1, of: 2, level: 1) == nil)
    }
}

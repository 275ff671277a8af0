// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct `Rates drawn together` {
    /// scipy.optimize.brentq on the slopes of the same likelihood, as sums of 1 / (α + i); the batting averages of B. Efron, C. Morris (1975), 18 players
    /// of 45 times at bat.
    @Test func `fit the batting averages as SciPy does`() throws {
        let hits = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
        let found = try #require(EmpiricalBayes(hits.map { Share($0, of: 45) }))
        #expect(isNear(found.mean, 0.26543250437987753, 1e-8) && isNear(found.precision, 793.2368210501288, 1e-7) && found.varies)
        #expect(zip(found.groups, found.groups.dropFirst()).allSatisfy { $0.value >= $1.value } && found.groups[0].value < 0.28)
    }

    /// scipy.optimize.root on the slopes by scipy.special.digamma; scipy.special.betaincinv of the posterior.
    @Test(arguments: [
        (0, 0.12110931929134908, 0.024769537698250653, 0.2785469165999389), (1, 0.0982570443492562, 0.0011900893153993345, 0.36372930093600464),
        (7, 0.1800048820562084, 0.17664964543859696, 0.18338436388466356),
    ]) func `have the posterior that SciPy finds`(group: Int, value: Double, low: Double, high: Double) throws {
        let found = try #require(
            EmpiricalBayes([
                Share(2, of: 20), Share(0, of: 5), Share(15, of: 60), Share(40, of: 400), Share(300, of: 1000), Share(7, of: 7), Share(1, of: 30),
                Share(9000, of: 50_000),
            ]))
        #expect(isNear(found.mean, 0.2607342382551719, 1e-9) && isNear(found.precision, 3.023718036580355, 1e-9))
        let ratio = found.groups[group]
        #expect(isNear(ratio.value, value, 1e-9) && isNear(ratio.low, low, 1e-9) && isNear(ratio.high, high, 1e-9))
    }

    @Test func `are one where groups do not differ`() throws {
        let found = try #require(EmpiricalBayes([Share(10, of: 100), Share(11, of: 100), Share(9, of: 100), Share()]))
        #expect(!found.varies && found.precision == .infinity && found.groups.allSatisfy { abs($0.value - 0.1) < 1e-12 } && found.groups[3].n == 0)
        let none = try #require(EmpiricalBayes([Share(0, of: 5), Share(0, of: 50)]))
        #expect(!none.varies && none.groups[0].value == 0 && none.groups[0].high > 0.05)
        #expect(EmpiricalBayes([]) == nil && EmpiricalBayes([Share()]) == nil && EmpiricalBayes([Share(3, of: 2)]) == nil)
        #expect(EmpiricalBayes([Share(.max, of: .max), Share(1, of: 2)]) == nil)
    }

    @Test func `stay finite where groups are all or nothing`() throws {
        let found = try #require(EmpiricalBayes([Share(100, of: 100), Share(0, of: 100), Share(50, of: 50), Share(0, of: 1)]))
        #expect(found.varies && found.precision > 0 && found.groups.allSatisfy { $0.low <= $0.value && $0.value <= $0.high })
    }

    /// 4000 groups of a Beta distribution with μ 0.2 and M 50; tolerance three standard errors of a fit of that size, about 0.005 and 8.
    @Test func `find what they were drawn from`() throws {
        var random = SeededRandom(seed: 4, stream: 0)
        let groups = (0..<4000).map { _ in
            let rate = betaQuantile(random.unit(), 10, 40) ?? 0
            return Share((0..<30).count { _ in random.chance(rate) }, of: 30)
        }
        let found = try #require(EmpiricalBayes(groups))
        #expect(abs(found.mean - 0.2) < 0.005 && abs(found.precision - 50) < 8)
    }
}

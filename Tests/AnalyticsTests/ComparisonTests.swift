// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct `Comparisons` {
    /// R. G. Newcombe (1998), Statistics in Medicine 17, 873–890, table II, method 10; tolerance half of the last digit given.
    @Test(arguments: [
        (Share(56, of: 70), Share(48, of: 80), 0.2, 0.0524, 0.3339), (Share(9, of: 10), Share(3, of: 10), 0.6, 0.1705, 0.8090),
        (Share(5, of: 56), Share(0, of: 29), 0.0893, -0.0381, 0.1926), (Share(10, of: 10), Share(0, of: 10), 1.0, 0.6075, 1.0),
    ]) func `of two shares are as published`(a: Share, b: Share, value: Double, low: Double, high: Double) throws {
        let found = try #require(difference(a, b))
        #expect(abs(found.value - value) <= 5e-5 && abs(found.low - low) <= 5e-5 && abs(found.high - high) <= 5e-5)
        let other = try #require(difference(b, a))
        #expect(other.value == -found.value && abs(other.low + found.high) < 1e-12 && abs(other.p - found.p) < 1e-12)
    }

    /// Admissions at Berkeley in 1973 by department; R: mantelhaen.test(UCBAdmissions) gives X² 1.4269, p 0.2323.
    @Test func `at the same stratum are those of Mantel and Haenszel`() throws {
        let departments: [(a: Share, b: Share)] = [
            (Share(512, of: 825), Share(89, of: 108)), (Share(353, of: 560), Share(17, of: 25)), (Share(120, of: 325), Share(202, of: 593)),
            (Share(138, of: 417), Share(131, of: 375)), (Share(53, of: 191), Share(94, of: 393)), (Share(22, of: 373), Share(24, of: 341)),
        ]
        let found = try #require(mantelHaenszel(departments))
        #expect(abs(found.p - 0.2323) < 5e-5)
        // Computed apart, in Python: −0.0184252, standard error 0.0146542.
        #expect(abs(found.value + 0.0184252) < 5e-7 && abs((found.high - found.low) / 2 - 1.959964 * 0.0146542) < 5e-7)
        // All departments as one: men seem favoured by 14 points.
        let pooled = departments.reduce((Share(), Share())) { ($0.0 + $1.a, $0.1 + $1.b) }
        #expect(try #require(difference(pooled.0, pooled.1)).value > 0.14)
        #expect(mantelHaenszel([(Share(1, of: 2), Share())]) == nil)
    }

    /// Python: math.erfc(z / sqrt(2)).
    @Test(arguments: [
        (0.0, 1.0), (0.5, 0.6170750774519738), (1, 0.31731050786291415), (2.5, 0.012419330651552278), (-3, 0.0026997960632601913),
        (5, 5.733031437583892e-07), (8, 1.2441921148543639e-15),
    ]) func `know how rare a normal value is`(z: Double, p: Double) { #expect(abs(twoSided(z) / p - 1) < 1e-10) }

    /// Benjamini & Hochberg (1995), section 3.2: of 15 tests four are significant at 5 %.
    @Test func `of many tests are those of Benjamini and Hochberg`() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000,
        ]
        #expect(discoveries(p, q: 0.05) == [0, 1, 2, 3])
        #expect(discoveries(p.reversed(), q: 0.05) == [14, 13, 12, 11])
        #expect(discoveries([], q: 0.05).isEmpty && discoveries([0.5, 0.9], q: 0.01).isEmpty)
    }

    /// statsmodels: confint_proportions_2indep(k, n, l, m, method="newcomb", compare="diff")
    @Test(arguments: [
        (Share(12, of: 80), Share(30, of: 90), -0.30310837987796085, -0.053926912235173624),
        (Share(0, of: 30), Share(4, of: 25), -0.34653621607178864, -0.011357257747629718),
        (Share(500, of: 1000), Share(450, of: 1000), 0.0062317148928489954, 0.09349837183977762),
    ]) func `of two shares are those of statsmodels`(a: Share, b: Share, low: Double, high: Double) throws {
        let found = try #require(difference(a, b))
        #expect(isNear(found.low, low, 1e-11) && isNear(found.high, high, 1e-11))
    }

    /// statsmodels: StratifiedTable([[[10, 40], [20, 30]], [[5, 95], [15, 85]], [[30, 20], [35, 25]]]).test_null_odds(correction=True).pvalue
    @Test func `at the same stratum are those of statsmodels`() throws {
        let found = try #require(
            mantelHaenszel([
                (Share(10, of: 50), Share(20, of: 50)), (Share(5, of: 100), Share(15, of: 100)), (Share(30, of: 50), Share(35, of: 60)),
            ]))
        #expect(isNear(found.p, 0.02586310543236614, 1e-11))
    }

    /// statsmodels: multipletests(p, method="fdr_bh")[1]
    @Test func `of many tests have adjusted p values`() {
        let found = benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.55, 0.04, 0.9, 1e-6, .nan])
        let expected = [
            0.02666666666666667, 0.05333333333333334, 0.05333333333333334, 0.02, 0.6285714285714287, 0.05333333333333334, 0.9, 8e-06,
        ]
        #expect(zip(found, expected).allSatisfy { isNear($0, $1) } && found[8].isNaN && benjaminiHochberg([]).isEmpty)
    }
}

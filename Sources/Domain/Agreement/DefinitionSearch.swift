// SPDX-License-Identifier: Apache-2.0
import Analytics

/// Looks for definitions of at most three clauses that let in few leads and keep many opportunities.
struct DefinitionSearch {
    /// One condition with the leads that meet it.
    private struct Atom {
        let clause: Clause
        let feature: Int
        let set: LeadSet
    }

    private struct Found {
        let atoms: [Int]
        let n: Int
        let hits: Int
    }

    private let atoms: [Atom]
    private let cases: LeadSet
    private let hits: LeadSet

    /// A word with fewer cases is pooled with the others, which no definition lets in.
    private static let least = 20
    /// Conditions of one feature, and pairs that a third clause is tried on.
    private static let (widest, beam) = (6, 60)

    /// - Parameter learn: leads that the search may look at; `good` those of them that came to opportunity.
    init(_ features: [Feature], learn: LeadSet, good: LeadSet, count: Int) {
        (cases, hits) = (learn, good)
        atoms = features.enumerated().flatMap { place, feature in
            Self.conditions(feature, learn: learn, good: good, count: count).map { Atom(clause: $0.0, feature: place, set: $0.1) }
        }
    }

    private static func conditions(_ feature: Feature, learn: LeadSet, good: LeadSet, count: Int) -> [(Clause, LeadSet)] {
        switch feature.values {
        case .words(let coded): return words(feature.name, coded, learn, good, count)
        case .numbers(let values):
            let known = (0..<count).filter { learn.contains($0) && values[$0].isFinite }.map { values[$0] }
            let cuts = Set((1..<10).compactMap { quantile(known, Double($0) / 10) }.map { rounded($0) }).sorted()
            return cuts.map { cut in (Clause(feature.name, .isAtLeast(cut)), LeadSet(count: count) { values[$0] >= cut }) }
        }
    }

    /// The best words together (the best one, the best two, …), and all but the worst.
    private static func words(_ name: String, _ coded: Coded, _ learn: LeadSet, _ good: LeadSet, _ count: Int) -> [(Clause, LeadSet)] {
        var shares = [Share](repeating: Share(), count: coded.labels.count)
        for lead in 0..<count where learn.contains(lead) {
            let code = Int(coded.codes[lead])
            if shares.indices.contains(code) { shares[code] = shares[code] + Share(good.contains(lead) ? 1 : 0, of: 1) }
        }
        let known = shares.indices.filter { shares[$0].n >= least }
        // The end of the interval that is against it: a word of few cases must neither win nor lose by luck.
        let best = known.sorted { (shares[$1].interval?.low ?? 0, $0) < (shares[$0].interval?.low ?? 0, $1) }
        let worst = known.sorted { (shares[$0].interval?.high ?? 1, $0) < (shares[$1].interval?.high ?? 1, $1) }
        guard known.count > 1 else { return [] }
        let few = min(known.count - 1, widest)
        return (1...few).map { taken in
            let some = Set(best.prefix(taken).map { Int32($0) })
            return (Clause(name, .isOneOf(best.prefix(taken).map { coded.labels[$0] })), LeadSet(count: count) { some.contains(coded.codes[$0]) })
        }
            + (1...few).map { taken in
                let some = Set(worst.prefix(taken).map { Int32($0) })
                return (
                    Clause(name, .isNoneOf(worst.prefix(taken).map { coded.labels[$0] })), LeadSet(count: count) { !some.contains(coded.codes[$0]) }
                )
            }
    }

    /// Two digits that mean something: nobody signs "at least 187.3".
    private static func rounded(_ value: Double) -> Double {
        var scale = 1.0
        while abs(value) / scale >= 100 { scale *= 10 }
        return (value / scale).rounded() * scale
    }

    /// For each part of the volume, a tenth to nine tenths, the definition that keeps the most opportunities.
    func best() -> [Definition] {
        let all = cases.count
        guard all > 0 else { return [] }
        var best: [Int: Found] = [:]
        func consider(_ found: Found) {
            for tenth in 1...9 where found.n * 10 <= all * tenth && found.n > 0 {
                if best[tenth].map({ (worth($0), -$0.n) < (worth(found), -found.n) }) ?? true { best[tenth] = found }
            }
        }
        let singles = atoms.indices.map {
            Found(atoms: [$0], n: LeadSet.count(atoms[$0].set, cases), hits: LeadSet.count(atoms[$0].set, cases, hits))
        }
        singles.forEach(consider)
        var layer = singles
        for _ in 1..<Definition.most {
            var next: [Found] = [], met: Set<[Int]> = []
            for one in promising(layer) {
                let set = one.atoms.reduce(cases) { $0.intersection(atoms[$1].set) }
                for index in atoms.indices where one.atoms.allSatisfy({ atoms[$0].feature != atoms[index].feature }) {
                    guard met.insert((one.atoms + [index]).sorted()).inserted else { continue }
                    let n = LeadSet.count(set, atoms[index].set)
                    guard n >= Self.least, n < one.n else { continue }
                    next.append(Found(atoms: (one.atoms + [index]).sorted(), n: n, hits: LeadSet.count(set, atoms[index].set, hits)))
                }
            }
            next.forEach(consider)
            layer = next
        }
        var seen: Set<[Int]> = []
        return (1...9).compactMap { best[$0] }.filter { seen.insert($0.atoms).inserted }.map { Definition($0.atoms.map { atoms[$0].clause }) }
    }

    /// Opportunities kept, less a hundredth for each further clause and a two-hundredth for each word: what is easier to say must be beaten.
    private func worth(_ found: Found) -> Double {
        let words = found.atoms.reduce(0) { sum, index in
            switch atoms[index].clause.condition {
            case .isOneOf(let labels), .isNoneOf(let labels): sum + labels.count
            case .isAtLeast: sum + 1
            }
        }
        return Double(found.hits) * (1 - 0.01 * Double(found.atoms.count - 1) - 0.005 * Double(words))
    }

    /// Those from which a further clause may still lead somewhere: the most opportunities kept beyond their part of the volume.
    private func promising(_ layer: [Found]) -> [Found] {
        let (all, good) = (Double(cases.count), Double(LeadSet.count(cases, hits)))
        guard good > 0 else { return [] }
        let gained = layer.map { (Double($0.hits) / good - Double($0.n) / all, $0) }
        return gained.sorted { ($1.0, $0.1.atoms.description) < ($0.0, $1.1.atoms.description) }.prefix(Self.beam).map(\.1)
    }
}

extension Definition {
    /// The leads that meet every clause.
    func leads(_ features: [Feature], count: Int) -> LeadSet {
        clauses.reduce(LeadSet(count: count) { _ in true }) { set, clause in
            guard let feature = features.first(where: { $0.name == clause.feature }) else { return LeadSet(count: count) }
            switch (feature.values, clause.condition) {
            case (.words(let coded), .isOneOf(let labels)):
                let wanted = Set(coded.labels.indices.filter { labels.contains(coded.labels[$0]) }.map { Int32($0) })
                return set.intersection(LeadSet(count: count) { wanted.contains(coded.codes[$0]) })
            case (.words(let coded), .isNoneOf(let labels)):
                let barred = Set(coded.labels.indices.filter { labels.contains(coded.labels[$0]) }.map { Int32($0) })
                return set.intersection(LeadSet(count: count) { !barred.contains(coded.codes[$0]) })
            case (.numbers(let values), .isAtLeast(let least)): return set.intersection(LeadSet(count: count) { values[$0] >= least })
            default: return LeadSet(count: count)
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct JourneyFoldTests {
    private func fold(_ journal: Journal, _ units: JourneyUnits, _ parts: [Range<Int>]) -> PathList {
        var folds = parts.map { part in
            var fold = JourneyFold(units)
            fold.add(part, of: journal)
            return fold
        }
        var whole = folds.removeFirst()
        for other in folds { whole.merge(other) }
        return whole.result()
    }

    private func rows(_ paths: PathList) -> [[Int]] { (0..<paths.count).map { row in paths.range(row).map { Int(paths.steps[$0]) } } }

    /// Persons 7 and 9 are of different parties and share a deal: their touches interleave in time.
    @Test func `two people of one deal in two partitions make one journey in time`() {
        var journal = Journal()
        journal.append(party: 7, person: 7, touches: 2) { [(at: Int64(10), channel: UInt16(1)), (at: 30, channel: 3)][$0] }
        journal.append(party: 8, person: 8, touches: 1) { _ in (at: 5, channel: 9) }
        journal.append(party: 9, person: 9, touches: 3) { [(at: Int64(40), channel: UInt16(4)), (at: 20, channel: 2), (at: 99, channel: 8)][$0] }
        var units = JourneyUnits(.deal)
        units.add(id: 100, people: [9, 7, 7], until: 50, conversions: 1, value: 500, leadMade: 20, dealOpened: 35)
        units.add(id: 101, people: [8], conversions: 0, value: 0)
        units.seal()
        let whole = fold(journal, units, [0..<3])
        #expect(rows(whole) == [[1, 2, 3, 4], [9]])
        #expect(whole.conversions == [1, 0] && whole.nulls == [0, 1] && whole.value == [500, 0])
        #expect(whole.milestones[0] == Milestones(lead: 1, deal: 2))
        for parts in [[0..<1, 1..<3], [1..<3, 0..<1], [2..<3, 0..<1, 1..<2]] { #expect(rows(fold(journal, units, parts)) == rows(whole)) }
    }

    @Test(arguments: 1...20) func `any partitions in any order give the same journeys`(seed: UInt64) {
        var random = SeededRandom(seed: seed, stream: 1)
        var journal = Journal()
        let people = 3 + random.below(30)
        for person in 0..<people {
            // Equal moments are frequent, so that their order matters.
            let touches = (0..<random.below(6)).map { _ in (at: Int64(random.below(8)), channel: UInt16(random.below(5))) }
            journal.append(party: Int64(person / 2), person: Int64(person), touches: touches.count) { touches[$0] }
        }
        var units = JourneyUnits(.deal)
        for unit in 0..<random.below(20) {
            units.add(
                id: Int64(unit), people: (0..<1 + random.below(4)).map { _ in Int64(random.below(people)) }, from: Int64(random.below(3)) - 1,
                until: Int64(3 + random.below(8)), conversions: UInt32(random.below(2)), value: Int64(random.below(1000)))
        }
        units.seal()
        let whole = fold(journal, units, [0..<people])
        var parts = journal.partitions(1 + random.below(5))
        #expect(parts.reduce(0) { $0 + $1.count } == people)
        parts.shuffle(using: &random)
        let merged = fold(journal, units, parts)
        #expect(rows(merged) == rows(whole) && merged.times == whole.times && merged.value == whole.value, "seed \(seed)")
        #expect(parts.allSatisfy { part in part.upperBound == people || journal.parties[part.upperBound] != journal.parties[part.upperBound - 1] })
    }

    @Test func `a person with a thousand touches out of order is put in order`() {
        var journal = Journal()
        journal.append(party: 1, person: 1, touches: 1000) { (at: Int64(($0 * 7919) % 1000), channel: UInt16(($0 * 7919) % 1000)) }
        #expect(journal.times == (0..<1000).map { Int64($0) } && journal.channels == (0..<1000).map { UInt16($0) })
    }
}

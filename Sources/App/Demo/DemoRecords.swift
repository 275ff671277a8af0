// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// In whose lists somebody stands. Marketing has nearly everybody, sales whom it was given and some of its own; where both have somebody,
/// sales' record came later and here and there says another thing.
extension DemoTeller {
    /// Draws from a stream of each person's own, so that the story is the same with and without it.
    mutating func stand(_ prospect: DemoProspect) {
        let place = Int(prospect.index), number = batch.first + place + 1
        var random = SeededRandom(seed: story.seed ^ 0x5eed_0f_1157, stream: UInt64(number))
        let given = handed[handed.count - 1]
        let isSalesOwn = given > 0 && random.chance(prospect.source == DemoSource.outbound ? 0.7 : 0.04)
        if !isSalesOwn { batch.people[place].marketingKey = batch.text("demo-\(100_000 + number)") }
        guard given > 0 || random.chance(0.03) else { return }
        batch.people[place].salesKey = batch.text("demo-00Q\(1_000_000 + number)")
        guard given > 0, !isSalesOwn, given < story.now.micros else { return }
        disagree(place, prospect, given, &random)
    }

    private mutating func disagree(_ place: Int, _ prospect: DemoProspect, _ given: Int64, _ random: inout SeededRandom) {
        // Who came back or got another title said so to one of the two only.
        if batch.people[place].later.count > 0 {
            batch.people[place].isLaterSales = batch.people[place].laterAt >= given
            return
        }
        var said: [(StaticString, Span32)] = [("email", batch.people[place].email)]
        if random.chance(0.14) { batch.people[place].title = batch.text(random.pick(prospect.persona.titles)) }
        if random.chance(0.08) { batch.people[place].phone = batch.text("+44 555 \(1_000_000 + random.below(9_000_000))") }
        if batch.people[place].phone.count > 0 { said.append(("phone", batch.people[place].phone)) }
        // Credit is fought over: sales calls some of marketing's leads its own.
        let source = random.chance(0.12) ? DemoSource.outbound : prospect.source
        batch.people[place].latestSource = Int16(source)
        said += [("source", batch.text(DemoSource.all[source].name)), ("title", batch.people[place].title)]
        batch.people[place].later = batch.object(said)
        batch.people[place].laterAt = given
        batch.people[place].isLaterSales = true
    }
}

// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

extension DemoTeller {
    /// Gives the block's people their touches: first those that their journeys are made of, then mails and pages around them. Lively people have more.
    mutating func touches(of people: Range<Int>, from: Int, upto: Int) {
        let total = upto - from, weight = weights.reduce(0, +)
        guard total > 0, weight > 0 else { return }
        var (sum, given) = (0.0, 0)
        for (index, person) in people.enumerated() {
            sum += weights[index]
            let mark = index == people.count - 1 ? total : min(total, Int(Double(total) * sum / weight))
            let count = mark - given
            given = mark
            for beat in beats[index].prefix(count) { batch.touches.append(beat) }
            for _ in stride(from: beats[index].count, to: count, by: 1) { batch.touches.append(filler(person, isCalled: called[index])) }
        }
    }

    /// Something of every day: a mail of marketing, a page that was read, a call.
    private mutating func filler(_ index: Int, isCalled: Bool) -> DemoBatch.Touch {
        let person = batch.people[index]
        let isBought = DemoSource.all[Int(person.firstSource)].origin == .outbound
        var at = person.created + random.wait(median: 40 * 86_400) - (isBought ? 0 : 6 * DemoRules.day)
        if at >= story.now.micros {
            at = person.created + Int64(random.unit() * Double(story.now.micros - person.created))
        }
        let number = Int32(index)
        var touch: DemoBatch.Touch
        switch random.below(100) {
        case ..<(isBought ? 8 : 46):
            touch = .init(number, at, .buyer, .inbound, .pageView)
            touch.channel = 0
            touch.content = Int16(random.below(14))
        case ..<70:
            touch = .init(number, at, .marketing, .outbound, .emailSent)
            touch.channel = 1
            touch.content = Int16(14 + random.below(2))
        case ..<82:
            touch = .init(number, at, .buyer, .inbound, .emailOpened)
            touch.channel = 1
            touch.content = Int16(14 + random.below(2))
        case ..<87:
            touch = .init(number, at, .buyer, .inbound, .emailClicked)
            touch.channel = 1
            touch.content = Int16(14 + random.below(2))
        case ..<90:
            touch = .init(number, at, .buyer, .inbound, isBought ? .emailUnsubscribed : .formSubmission)
            touch.channel = isBought ? 1 : 0
            if !isBought { touch.content = 13 }
        case ..<93:
            touch = .init(number, at, .marketing, .outbound, .campaignMember)
            touch.channel = 0
            touch.campaign = Int16(Self.firstCampaign[DemoSource.webinar] + random.below(2))
        default:
            guard isCalled else { return mail(number, at) }
            touch = .init(number, story.working(at, &random), .sales, .outbound, .call)
            if touch.at >= story.now.micros { touch.at = at }
            touch.outcome = random.chance(0.4) ? .reached : .attempt
            touch.evidence = .logged
            touch.precision = .minute
            touch.channel = 2
            let company = person.company >= 0 ? batch.companies[Int(person.company)].owner : -1
            touch.member = company
            touch.title = titles[touch.outcome == .reached ? 3 : random.below(2)]
        }
        return touch
    }

    private mutating func mail(_ person: Int32, _ at: Int64) -> DemoBatch.Touch {
        var touch = DemoBatch.Touch(person, at, .marketing, .outbound, .emailSent)
        touch.channel = 1
        touch.content = Int16(14 + random.below(2))
        return touch
    }
}

// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// The sample company's story: a pure function of seed, sizes and `now`. It covers the 18 months before `now`.
struct DemoStory: Sendable {
    let contacts: Int
    let touches: Int
    let seed: UInt64
    let now: Moment
    let zone: Zone
    /// The first day of the story, in the company's zone.
    let firstDay: Day
    /// A company in which nothing makes any difference: every lead has the same chances. What it shows anyway is chance.
    let isFlat: Bool

    init(contacts: Int, touches: Int, seed: UInt64, now: Moment, isFlat: Bool = false) {
        (self.contacts, self.touches, self.seed, self.now, self.isFlat) = (contacts, touches, seed, now, isFlat)
        zone = DemoClock.zone(around: now)
        firstDay = zone.day(of: now).adding(days: -Int(DemoRules.window))
    }

    var blocks: Int { (contacts + DemoRules.block - 1) / DemoRules.block }

    /// Touches of all people before this one: every person has their part, and the parts add up.
    func touches(before person: Int) -> Int {
        let (high, low) = UInt64(max(0, person)).multipliedFullWidth(by: UInt64(max(0, touches)))
        guard contacts > 0, high < UInt64(contacts) else { return 0 }
        return Int(UInt64(contacts).dividingFullWidth((high, low)).quotient)
    }

    /// Tells some blocks of people, their companies, leads, touches and deals.
    func tell(_ range: Range<Int>) -> DemoBatch {
        var teller = DemoTeller(story: self, first: range.lowerBound * DemoRules.block)
        for block in range { teller.tell(block) }
        teller.batch.dealPeople.sort { ($0.person, $0.deal) < ($1.person, $1.deal) }
        return teller.batch
    }

    /// When somebody new comes: more with the months, few at night and on weekends, never after `now`.
    func arrival(_ random: inout SeededRandom) -> Int64 {
        for _ in 0..<8 {
            let grown = 0.7 * random.unit() + 0.3 * random.unit().squareRoot()
            let day = firstDay.adding(days: min(Int(DemoRules.window), Int(grown * Double(DemoRules.window + 1))))
            if day.weekday > 5, random.chance(0.75) { continue }
            let hour = random.chance(0.08) ? random.unit() * 24 : 7.5 + (random.unit() + random.unit()) * 6
            let at = zone.moment(wallSeconds: Int64(day.number) * 86_400 + Int64(hour * 3600)).micros
            if at < now.micros { return at }
        }
        return now.micros - Int64(1 + random.below(20)) * 3_600_000_000
    }

    /// Friday after 14:00, on the company's clock.
    func isLateFriday(_ at: Int64) -> Bool {
        let (day, second) = wall(at)
        return day.weekday == 5 && second >= 14 * 3600
    }

    /// The next moment in working hours (8 to 18, Monday to Friday), at or after this one.
    func working(_ at: Int64, _ random: inout SeededRandom) -> Int64 {
        let (day, second) = wall(at)
        if day.weekday <= 5, second >= 8 * 3600, second < 18 * 3600 { return at }
        var next = second < 8 * 3600 ? day : day.adding(days: 1)
        while next.weekday > 5 { next = next.adding(days: 1) }
        return zone.moment(wallSeconds: Int64(next.number) * 86_400 + 8 * 3600 + Int64(random.below(5400))).micros
    }

    func midnight(_ at: Int64) -> Int64 { zone.start(of: zone.day(of: Moment(micros: at))).micros }

    private func wall(_ at: Int64) -> (day: Day, second: Int64) {
        let wall = floorDivide(at, 1_000_000) + Int64(zone.offset(at: Moment(micros: at)))
        let day = floorDivide(wall, 86_400)
        return (Day(number: Int32(clamping: day)), wall - day * 86_400)
    }
}

/// Tells one block after another into a batch.
struct DemoTeller {
    let story: DemoStory
    var batch: DemoBatch
    var random: SeededRandom

    /// What the journeys of the block left to be told as touches, and how lively each person was.
    var beats: [[DemoBatch.Touch]] = []
    var weights: [Double] = []
    var called: [Bool] = []
    /// When each was first given to somebody; 0 for who never was.
    var handed: [Int64] = []
    /// Titles of calls and meetings, once in the bytes of the batch.
    private(set) var titles: [Span32] = []

    init(story: DemoStory, first: Int) {
        (self.story, batch) = (story, DemoBatch(first: first))
        random = SeededRandom(seed: story.seed, stream: 0)
        for title in DemoWords.callTitles + DemoWords.meetingTitles { titles.append(batch.text(title)) }
    }

    mutating func tell(_ block: Int) {
        random = SeededRandom(seed: story.seed, stream: UInt64(block) + 1)
        let first = block * DemoRules.block, count = min(DemoRules.block, story.contacts - first)
        let start = batch.people.count
        (beats, weights, called, handed) = ([], [], [], [])
        var told = 0
        for (index, size) in DemoRules.sizes.enumerated() where told < count {
            let people = min(size, count - told)
            company(block * DemoRules.sizes.count + index, people: people, of: size)
            told += people
        }
        while told < count {
            single(first + told, special: block % 16 == 0 ? told - (DemoRules.block - 6) : nil)
            told += 1
        }
        touches(of: start..<(start + count), from: story.touches(before: first), upto: story.touches(before: first + count))
    }

    // MARK: Companies and people

    private mutating func company(_ number: Int, people: Int, of size: Int) {
        let index = Int32(batch.companies.count)
        var company = DemoBatch.Company()
        let employees = DemoRules.employees(people: size, &random)
        company.country = Int16(random.weighted(Self.countryWeights))
        company.industry = Int16(random.below(DemoWords.industries.count))
        let country = DemoWords.countries[Int(company.country)]
        let side = country.isNorth ? 0 : 1
        company.owner = Int16(random.pick(DemoTeam.reps[side]))
        // A walk by a step that shares no factor with the number of names visits each of them once before any comes again.
        let names = DemoWords.companyFirst.count * DemoWords.companySecond.count * DemoWords.companyLast.count
        let name = (number &* 7919 &+ Int(truncatingIfNeeded: story.seed % 1009)) % names
        let again = number / names
        let word = DemoWords.companyFirst[name % 40] + DemoWords.companySecond[name / 40 % 30]
        let kind = DemoWords.companyLast[name / 1200 % 20]
        company.name = batch.text(again == 0 ? "\(word) \(kind)" : "\(word) \(kind) \(again + 1)")
        company.domain = batch.text("\(word.lowercased())-\(kind.lowercased())\(again == 0 ? "" : String(again + 1)).example")
        company.fields = batch.object([("employees", batch.text(String(employees)))])
        company.since = story.now.micros
        batch.companies.append(company)
        var account = DemoAccount(index: index, employees: employees, side: side, rep: Int(company.owner), dollars: country.paysDollars, deal: nil)
        var taken: Set<Int> = []
        let from = batch.people.count
        for _ in 0..<people {
            let person = person(company: company, index: index, employees: employees, taken: &taken, number: 0, exclusion: nil)
            journey(of: person, in: &account)
            stand(person)
        }
        companions(of: account, people: from..<batch.people.count)
        if random.chance(DemoRules.nobodysDeal / Double(DemoRules.sizes.count)) { nobodysDeal(in: account) }
        let isCustomer = batch.deals.contains { $0.company == index && $0.outcome == .won }
        batch.companies[Int(index)].relationship = batch.text(isCustomer ? "customer" : "prospect")
        for person in batch.people[from...] { batch.companies[Int(index)].since = min(batch.companies[Int(index)].since, person.created) }
    }

    private static let countryWeights = DemoWords.countries.map(\.weight)
    private static let personaWeights = DemoWords.personas.map(\.weight)

    private mutating func single(_ number: Int, special: Int?) {
        var company = DemoBatch.Company()
        company.country = Int16(random.weighted(Self.countryWeights))
        company.industry = Int16(random.below(DemoWords.industries.count))
        var taken: Set<Int> = []
        let exclusion = special.flatMap { Exclusion(rawValue: Int64($0) + 1) }.flatMap { [.own, .test, .competitor].contains($0) ? $0 : nil }
        let side = DemoWords.countries[Int(company.country)].isNorth ? 0 : 1
        let told = person(company: company, index: -1, employees: 1, taken: &taken, number: number, exclusion: exclusion)
        var account = DemoAccount(index: -1, employees: 1, side: side, rep: random.pick(DemoTeam.reps[side]), dollars: false, deal: nil)
        journey(of: told, in: &account)
        stand(told)
    }

    private mutating func person(
        company: DemoBatch.Company, index: Int32, employees: Int, taken: inout Set<Int>, number: Int, exclusion: Exclusion?
    ) -> DemoProspect {
        let persona = DemoWords.personas[random.weighted(Self.personaWeights)]
        let source = random.weighted(DemoSource.shares)
        let given = random.below(DemoWords.firstNames.count), family = random.below(DemoWords.lastNames.count)
        let firstName = DemoWords.firstNames[given], lastName = DemoWords.lastNames[family]
        var person = DemoBatch.Person()
        person.company = index
        person.created = story.arrival(&random)
        person.firstName = batch.text(firstName)
        person.lastName = batch.text(lastName)
        person.title = batch.text(random.pick(persona.titles))
        if random.chance(0.55) {
            person.phone = batch.text("\(DemoWords.countries[Int(company.country)].dial) 555 \(String(1_000_000 + random.below(9_000_000)))")
        }
        person.companyName = company.name
        // Two of the same name in one company need two addresses.
        let isFree = taken.insert(given * 1000 + family).inserted
        let domain = company.domain
        let local = "\(firstName.lowercased()).\(lastName.lowercased())" + (isFree ? "" : String(taken.count + batch.people.count - batch.first))
        person.email = batch.span { bytes in
            bytes.append(contentsOf: local.utf8)
            switch exclusion {
            case .own: bytes.append(contentsOf: ".\(number)@\(DemoWords.domain)".utf8)
            case .test: bytes.append(contentsOf: ".\(number)@test.example".utf8)
            case .competitor: bytes.append(contentsOf: ".\(number)@\(DemoWords.rival)".utf8)
            default:
                guard domain.count > 0 else { return bytes.append(contentsOf: ".\(number)@mailbox.example".utf8) }
                bytes.append(0x40)
                for place in Int(domain.start)..<Int(domain.start) + Int(domain.count) { bytes.append(bytes[place]) }
            }
        }
        person.country = company.country
        person.industry = company.industry
        person.firstSource = Int16(source)
        person.latestSource = Int16(source)
        person.excluded = Int16(exclusion?.rawValue ?? 0)
        var prospect = DemoProspect(
            index: Int32(batch.people.count), source: source, persona: persona, employees: employees, created: person.created,
            isExcluded: exclusion != nil)
        learn(&person, persona, employees, &prospect)
        batch.people.append(person)
        beats.append([])
        weights.append(0.35 + random.unit() * random.unit() * 3)
        called.append(false)
        handed.append(0)
        return prospect
    }

    /// The facts about a person: what the first record says, and for some a later one with another title or source.
    private mutating func learn(_ person: inout DemoBatch.Person, _ persona: DemoWords.Persona, _ employees: Int, _ prospect: inout DemoProspect) {
        let country = batch.text(DemoWords.countries[Int(person.country)].name), industry = batch.text(DemoWords.industries[Int(person.industry)])
        let size = person.company >= 0 ? batch.text(String(employees)) : .none
        let personaName = batch.text(persona.name)
        var source = batch.text(DemoSource.all[Int(person.firstSource)].name)
        person.data = batch.object([
            ("company", person.companyName), ("country", country), ("email", person.email), ("employees", size), ("first_name", person.firstName),
            ("industry", industry), ("last_name", person.lastName), ("persona", personaName), ("phone", person.phone), ("source", source),
            ("title", person.title),
        ])
        let at = person.created + random.wait(median: 90 * 86_400)
        if random.chance(0.12), at < story.now.micros {
            person.laterAt = at
            let isBack = random.chance(0.5)
            if isBack {
                person.latestSource = Int16(DemoSource.webinar)
                source = batch.text(DemoSource.all[DemoSource.webinar].name)
                person.later = batch.object([("source", source)])
                prospect.returns = at
            } else {
                person.title = batch.text(random.pick(persona.titles))
                person.later = batch.object([("title", person.title)])
            }
        }
        person.fields = batch.object([("employees", size), ("persona", personaName)])
    }
}

/// A company while its people's journeys are told.
struct DemoAccount {
    let index: Int32
    let employees: Int
    /// 0 North, 1 South.
    let side: Int
    let rep: Int
    let dollars: Bool
    /// The latest deal, by its position in the batch.
    var deal: Int?
}

/// A person while the journey is told.
struct DemoProspect {
    let index: Int32
    let source: Int
    let persona: DemoWords.Persona
    let employees: Int
    let created: Int64
    let isExcluded: Bool
    /// When somebody who was gone came back, by a webinar.
    var returns: Int64?
}

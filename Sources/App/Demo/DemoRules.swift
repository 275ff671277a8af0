// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// What happens to leads in the sample company, as rates: the story that its funnel tells.
struct DemoSource {
    let name: String
    /// Part of all leads.
    let share: Double
    /// Chances of each next step.
    let mql: Double, sal: Double, sql: Double, opportunity: Double, win: Double
    /// Part of the handoffs that happen within minutes, because somebody asked for a talk.
    let hot: Double
    let origin: Origin
    /// Position in `DemoWords.channels`.
    let channel: Int
    let campaigns: [String]
    /// Spend in a month, in minor units of EUR, for 2,000 leads in 18 months.
    let spend: Int64

    /// Volume without revenue on one end (a list that was bought, paid social), small sources that win on the other (referral, webinar).
    static let all = [
        DemoSource(
            name: "Purchased list", share: 0.22, mql: 0.30, sal: 0.30, sql: 0.16, opportunity: 0.15, win: 0, hot: 0, origin: .outbound, channel: 1,
            campaigns: ["List Q1 manufacturing", "List Q3 retail"], spend: 4_800_00),
        DemoSource(
            name: "Paid social", share: 0.19, mql: 0.34, sal: 0.42, sql: 0.24, opportunity: 0.30, win: 0.03, hot: 0.3, origin: .inbound, channel: 4,
            campaigns: ["Social lookalikes", "Social video"], spend: 9_200_00),
        DemoSource(
            name: "Organic search", share: 0.20, mql: 0.46, sal: 0.66, sql: 0.56, opportunity: 0.52, win: 0.34, hot: 0.6, origin: .inbound,
            channel: 0,
            campaigns: ["Blog", "Guide to handoffs"], spend: 2_500_00),
        DemoSource(
            name: "Paid search", share: 0.12, mql: 0.50, sal: 0.60, sql: 0.48, opportunity: 0.42, win: 0.24, hot: 0.7, origin: .inbound, channel: 0,
            campaigns: ["Search brand", "Search category"], spend: 7_400_00),
        DemoSource(
            name: "Trade show", share: 0.09, mql: 0.52, sal: 0.50, sql: 0.42, opportunity: 0.40, win: 0.22, hot: 0, origin: .inbound, channel: 3,
            campaigns: ["Revenue Days", "Sales Summit"], spend: 6_000_00),
        DemoSource(
            name: "Webinar", share: 0.07, mql: 0.66, sal: 0.80, sql: 0.70, opportunity: 0.64, win: 0.44, hot: 0.5, origin: .inbound, channel: 0,
            campaigns: ["Webinar: signed definitions", "Webinar: first call fast"], spend: 1_100_00),
        DemoSource(
            name: "Referral", share: 0.04, mql: 0.82, sal: 0.92, sql: 0.82, opportunity: 0.74, win: 0.56, hot: 0.8, origin: .referral, channel: 2,
            campaigns: ["Customers refer"], spend: 400_00),
        DemoSource(
            name: "Partner", share: 0.03, mql: 0.70, sal: 0.78, sql: 0.66, opportunity: 0.60, win: 0.40, hot: 0.2, origin: .partner, channel: 5,
            campaigns: ["Partner circle"], spend: 900_00),
        DemoSource(
            name: "Outbound", share: 0.04, mql: 0.40, sal: 0.60, sql: 0.44, opportunity: 0.44, win: 0.26, hot: 0, origin: .outbound, channel: 2,
            campaigns: ["Target accounts"], spend: 1_500_00),
    ]
    static let shares = all.map(\.share)
    static let webinar = 5, outbound = 8

    /// The same source in a company in which nothing makes any difference.
    var flat: DemoSource {
        DemoSource(
            name: name, share: share, mql: 0.45, sal: 0.6, sql: 0.5, opportunity: 0.5, win: 0.25, hot: 0.4, origin: origin, channel: channel,
            campaigns: campaigns, spend: spend)
    }
}

enum DemoRules {
    /// 18 months.
    static let window: Int64 = 548
    static let day: Int64 = 86_400_000_000

    /// People come in blocks of 64: companies of these sizes, then six without one.
    static let block = 64
    static let sizes = [5, 1, 2, 9, 1, 3, 1, 4, 2, 14, 1, 2, 6, 3, 1, 2, 1]
    /// What a lead of a Friday afternoon keeps of its chances: it is called days later.
    static let fridayFactor = 0.45
    /// Leads that nobody works after the handoff.
    static let stalled = 0.10
    /// How often the rep who picks leaves a small company alone.
    static let unpicked = 0.85
    static let smallCompany = 200
    /// Deals whose people were never called MQL.
    static let neverMQL = 0.022
    /// Blocks that have a deal without people.
    static let nobodysDeal = 0.22

    /// A company's number of employees: bigger where more of its people are known.
    static func employees(people: Int, _ random: inout SeededRandom) -> Int {
        let band = random.weighted(people > 4 ? [1, 3, 5, 3] : [5, 4, 2, 1])
        let low = [8, 50, 200, 1000][band], high = [50, 200, 1000, 8000][band]
        return low + random.below(high - low)
    }

    /// What a deal is worth, in minor units.
    static func amount(employees: Int, list: Int64, _ random: inout SeededRandom) -> Int64 {
        let size = employees < 50 ? 0.8 : employees < 200 ? 1.4 : employees < 1000 ? 3.2 : 7.5
        return Int64(Double(list) * size * (0.6 + random.unit() * 0.9) / 100_00) * 100_00 + 100_00
    }
}

/// The company's clock: Central Europe, by the rule of the European Union (Directive 2000/84/EC): last Sundays of March and October, 01:00 UTC.
enum DemoClock {
    static let zoneName = "Europe/Berlin"

    static func zone(around now: Moment) -> Zone {
        let year = Day(number: Int32(clamping: floorDivide(now.micros, DemoRules.day))).civil.year
        var transitions: [Int64] = [], offsets: [Int32] = [3600]
        for year in (year - 3)...(year + 1) {
            for (month, offset) in [(3, Int32(7200)), (10, Int32(3600))] {
                guard let last = Day(year: year, month: month, day: 31) else { continue }
                transitions.append(Int64(last.adding(days: -(last.weekday % 7)).number) * 86_400 + 3600)
                offsets.append(offset)
            }
        }
        return Zone(name: zoneName, transitions: transitions, offsets: offsets)
    }
}

/// Who works there. Positions are used by the story.
enum DemoTeam {
    struct Person {
        let name: String, role: String, side: String
        let team: Int?
        let manager: Int?
    }

    static let teams = ["Team North", "Team South"], regions = ["North", "South"]
    static let people = [
        Person(name: "Ines Falkner", role: "leader", side: "marketing", team: nil, manager: nil),
        Person(name: "Tomas Brandt", role: "leader", side: "sales", team: nil, manager: nil),
        Person(name: "Noor Vermeer", role: "operations", side: "joint", team: nil, manager: nil),
        Person(name: "Lea Hartwig", role: "marketing", side: "marketing", team: nil, manager: 0),
        Person(name: "Paulo Sequeira", role: "marketing", side: "marketing", team: nil, manager: 0),
        Person(name: "Greta Lindqvist", role: "leader", side: "sales", team: 0, manager: 1),
        Person(name: "Ruben Koster", role: "sdr", side: "sales", team: 0, manager: 5),
        Person(name: "Aylin Demir", role: "sdr", side: "sales", team: 0, manager: 5),
        Person(name: "Martin Osei", role: "sales", side: "sales", team: 0, manager: 5),
        Person(name: "Hedda Solberg", role: "sales", side: "sales", team: 0, manager: 5),
        Person(name: "Viktor Sandau", role: "sales", side: "sales", team: 0, manager: 5),
        Person(name: "Claudia Ferri", role: "leader", side: "sales", team: 1, manager: 1),
        Person(name: "Ana Robles", role: "sdr", side: "sales", team: 1, manager: 11),
        Person(name: "Luc Martel", role: "sdr", side: "sales", team: 1, manager: 11),
        Person(name: "Elena Prada", role: "sales", side: "sales", team: 1, manager: 11),
        Person(name: "Bruno Lacroix", role: "sales", side: "sales", team: 1, manager: 11),
        Person(name: "Dario Conte", role: "sales", side: "sales", team: 1, manager: 11),
    ]
    static let sdrs = [[6, 7], [12, 13]], reps = [[8, 9, 10], [14, 15, 16]]
    /// Works big companies only; the others die with him.
    static let picker = 10
    /// Moved from North to South, 200 days before now.
    static let moved = 9, movedDaysAgo: Int64 = 200
    /// Left 60 days before now; some open leads are still his.
    static let left = 16, leftDaysAgo: Int64 = 60
}

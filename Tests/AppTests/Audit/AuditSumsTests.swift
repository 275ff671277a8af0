// SPDX-License-Identifier: Apache-2.0
import Analytics
import App
import Domain
import Storage
import TestSupport
import Testing

/// What the audit says of two teams' files is what the files say, summed here without the program.
@Suite struct `The audit of two teams' files` {
    private struct Person {
        let number: Int
        let source: String
        let opened: Int
        let isHanded: Bool, isTouched: Bool, isOpportunity: Bool, isWon: Bool, hasOtherCompany: Bool
        var amount: Int { 1000 + number % 7 * 500 }
    }

    /// Three sources of the same worth, but for one; a quarter of those handed over are never called.
    private static let people: [Person] = (0..<1200).map { number in
        let source = ["Web", "Partner", "List"][number % 3], isHanded = number % 2 == 0, isTouched = isHanded && number % 8 != 0
        let isGood = isTouched && (source == "List" ? number % 300 == 2 : number % 5 == 0)
        return Person(
            number: number, source: source, opened: number % 365, isHanded: isHanded, isTouched: isTouched, isOpportunity: isGood,
            isWon: isGood && number % 4 == 2, hasOtherCompany: isHanded && number % 10 == 4)
    }

    private static func day(_ number: Int) -> String {
        let (year, month, day) = Day(number: 20_089 + Int32(number)).civil  // from 2025-01-01
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    private static var files: [(String, String)] {
        var contacts =
            "Record ID,Email,First Name,Last Name,Company Name,Lifecycle Stage,Create Date,Became a Marketing Qualified Lead Date,Original Traffic Source\n"
        var leads = "ID,LASTNAME,COMPANY,EMAIL,STATUS,LEADSOURCE,CREATEDDATE\n"
        var deals = "Deal ID,Deal Name,Stage,Amount,Created Date,Close Date,Contact Email\n"
        var tasks = "ID,WHOID,SUBJECT,ACTIVITYDATE,STATUS,TASKSUBTYPE,CREATEDDATE\n"
        for one in people {
            let email = "p\(one.number)@c\(one.number).example", id = "00Q5e00000\(100_000 + one.number)AA", opened = day(one.opened)
            contacts +=
                "\(one.number + 1),\(email),Given\(one.number),Family\(one.number),Company \(one.number),\(one.isHanded ? "Marketing Qualified Lead" : "Lead"),"
                + "\(opened) 09:00,\(one.isHanded ? "\(opened) 10:00" : ""),\(one.source)\n"
            guard one.isHanded else { continue }
            let company = one.hasOtherCompany ? "Holding \(one.number)" : "Company \(one.number)"
            leads += "\(id),Family\(one.number),\(company),\(email),Working - Contacted,\(one.source),\(opened)T11:00:00.000Z\n"
            if one.isTouched { tasks += "00T5e00000\(100_000 + one.number)AA,\(id),Call,\(opened),Completed,Call,\(opened)T13:00:00.000Z\n" }
            if one.isOpportunity {
                deals +=
                    "\(one.number),Deal \(one.number),\(one.isWon ? "Closed Won" : "Closed Lost"),\(one.amount),\(day(one.opened + 10)),\(day(one.opened + 20)),\(email)\n"
            }
        }
        for number in 0..<20 { deals += "W\(number),Walk-in \(number),Closed Won,700,\(day(30)),\(day(60)),\n" }
        return [("hubspot-contacts.csv", contacts), ("Lead.csv", leads), ("deals.csv", deals), ("Task.csv", tasks)]
    }

    private static func answer(_ engine: TestEngine) async throws -> AuditAnswer {
        try await withDatabase(engine) { database in
            let report = try await Load(database: database, now: Moment(micros: 1_798_761_600_000_000)).texts(files)  // 2027-01-01
            #expect(report.rejected == 0)
            return try await AuditService(database: database, clock: Clock { Moment(micros: 1_798_761_600_000_000) }).answer()
        }
    }

    @Test(arguments: TestEngine.available) func `says what the files say`(engine: TestEngine) async throws {
        let answer = try await Self.answer(engine), people = Self.people
        let handed = people.filter(\.isHanded)
        #expect(answer.leads == people.count && answer.deals == people.count { $0.isOpportunity } + 20)
        #expect((answer.records.both, answer.records.onlyMarketing, answer.records.onlySales) == (handed.count, people.count - handed.count, 0))
        #expect(answer.records.disagreements.first { $0.field == "company" }?.differ == people.count { $0.hasOtherCompany })
        let kinds = Dictionary(answer.findings.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })
        // All were opened more than fourteen days before the last record.
        let untouched = try #require(kinds["never_touched"])
        #expect((untouched.rows, untouched.of) == (handed.count { !$0.isTouched }, handed.count))
        let unknown = try #require(kinds["won_no_lead_known"])
        #expect(unknown.rows == 20 && unknown.recorded == Money(minor: 20 * 700_00, .eur))
        let weak = try #require(kinds["weak_sources"])
        #expect(weak.sentence.hasPrefix("Purchased list brings"))
        let list = people.filter { $0.source == "List" }
        #expect(weak.rows == list.count && abs((weak.share?.value ?? 0) - Double(list.count { $0.isOpportunity }) / Double(list.count)) < 1e-12)
    }

    /// The same by hand: leads of each source, the ends of Wilson's interval of the won among worked leads of that source, and of the mean amount.
    @Test func `costs each row once, by its formula`() async throws {
        let answer = try await Self.answer(.sqlite), people = Self.people
        let cost = try #require(answer.findings.first { $0.kind == "never_touched" }?.cost)
        let amounts = people.filter(\.isWon).map { Double($0.amount) * 100 } + [Double](repeating: 70_000, count: 20)
        let n = Double(amounts.count), mean = amounts.reduce(0, +) / n
        let half = 1.959964 * (amounts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1) / n).squareRoot()
        var (low, high) = (0.0, 0.0)
        for source in ["Web", "Partner", "List"] {
            let worked = people.filter { $0.source == source && $0.isTouched },
                left = people.count { $0.source == source && $0.isHanded && !$0.isTouched }
            let share = try #require(wilson(worked.count { $0.isWon }, of: worked.count))
            low += Double(left) * share.low
            high += Double(left) * share.high
        }
        #expect(abs(Double(cost.low.minor) / (low * (mean - half)) - 1) < 1e-3 && abs(Double(cost.high.minor) / (high * (mean + half)) - 1) < 1e-3)
        #expect(cost.rows == people.count { $0.isHanded && !$0.isTouched })
        let rows = answer.findings.compactMap(\.cost?.rows).reduce(0, +)
        #expect(rows <= people.count { !$0.isOpportunity }, "no lead is in two costs")
        if let all = answer.costs { #expect(all.rows == rows) }
    }

    @Test func `is the same again, and names nobody`() async throws {
        let first = try JSON.text(try await Self.answer(.sqlite))
        #expect(first == (try JSON.text(try await Self.answer(.sqlite))))
        #expect(!first.contains("Given") && !first.contains("Family") && !first.contains("@"))
    }
}

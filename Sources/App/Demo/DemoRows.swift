// SPDX-License-Identifier: Apache-2.0
import Domain

/// Told rows of a stretch of people, before they have ids: each names what it belongs to by its position, and a word by its position in `DemoWords`.
/// Children stand in the order of their parents. -1 is "none".
struct DemoBatch: Sendable {
    struct Company: Sendable {
        var name = Span32.none, domain = Span32.none, relationship = Span32.none, fields = Span32.none
        var country: Int16 = 0, industry: Int16 = 0, owner: Int16 = -1
        var since: Int64 = 0
    }

    struct Person: Sendable {
        var company: Int32 = -1
        var email = Span32.none, firstName = Span32.none, lastName = Span32.none, title = Span32.none, phone = Span32.none, companyName = Span32.none
        var fields = Span32.none, data = Span32.none
        /// What was learned later: other titles, other sources.
        var later = Span32.none
        /// It was sales' own record that says so.
        var isLaterSales = false
        /// Under what each team's list has the person; none where it has not.
        var marketingKey = Span32.none, salesKey = Span32.none
        var created: Int64 = 0, laterAt: Int64 = 0
        var country: Int16 = 0, industry: Int16 = 0, firstSource: Int16 = 0, latestSource: Int16 = 0
        /// `Exclusion`, or 0.
        var excluded: Int16 = 0
    }

    struct Lead: Sendable {
        let person: Int32
        let source: Int16
        /// Position in all campaigns.
        let campaign: Int16
        let origin: Origin
    }

    struct Step: Sendable {
        let lead: Int32
        let at: Int64
        let precision: Precision
        let to: Stage
        let reason: Int16
        let deal: Int32
    }

    struct Owner: Sendable {
        let lead: Int32
        let at: Int64
        let member: Int16
    }

    struct Touch: Sendable {
        var person: Int32
        var at: Int64
        var side: TouchSide, direction: TouchDirection, kind: TouchKind
        var outcome = TouchOutcome.none, evidence = Evidence.observed, precision = Precision.second
        var channel: Int16 = -1, campaign: Int16 = -1, content: Int16 = -1, member: Int16 = -1
        var deal: Int32 = -1
        var title = Span32.none

        init(_ person: Int32, _ at: Int64, _ side: TouchSide, _ direction: TouchDirection, _ kind: TouchKind) {
            (self.person, self.at, self.side, self.direction, self.kind) = (person, at, side, direction, kind)
        }
    }

    struct Deal: Sendable {
        var company: Int32
        var name = Span32.none, currency = Span32.none
        var opened: Int64
        /// When it is to end; it has ended if that is over.
        var closes: Int64
        var outcome = DealOutcome.open
        var amount: Int64?
        var pipeline: Int16 = 0, stage: Int16 = 0, product: Int16 = 0, source: Int16 = -1, campaign: Int16 = -1, reason: Int16 = -1, owner: Int16 = -1
    }

    struct DealEvent: Sendable {
        let deal: Int32
        let at: Int64
        let field: Span32, old: Span32, new: Span32
    }

    struct DealPerson: Sendable {
        let person: Int32
        let deal: Int32
        let lead: Int32
        let role: Int16
        let how: DealLink
    }

    /// The number of the first person in the whole sample.
    let first: Int
    var bytes: [UInt8] = []
    var companies: [Company] = []
    var people: [Person] = []
    var leads: [Lead] = []
    var steps: [Step] = []
    var owners: [Owner] = []
    var touches: [Touch] = []
    var deals: [Deal] = []
    var events: [DealEvent] = []
    var dealPeople: [DealPerson] = []

    /// An empty flat JSON object.
    private(set) var nothing = Span32.none

    init(first: Int) {
        self.first = first
        nothing = object([])
    }

    /// Ids that `DemoWriter` takes for it: two for a company, four for a person (itself, subject, two facts), one for the rest and for the feed.
    var ids: Int { companies.count * 2 + people.count * 4 + leads.count + steps.count + owners.count + deals.count + events.count + 1 }
    var rows: Int {
        companies.count * 2 + people.count * 4 + leads.count + steps.count + owners.count + touches.count + deals.count + events.count
            + dealPeople.count
    }

    mutating func span(_ body: (inout [UInt8]) -> Void) -> Span32 {
        let start = bytes.count
        body(&bytes)
        return Span32(from: start, to: bytes.count)
    }

    mutating func text(_ text: String) -> Span32 { span { $0.append(contentsOf: text.utf8) } }

    /// A flat JSON object of ASCII words that need no escape. Empty values are left out.
    mutating func object(_ fields: [(StaticString, Span32)]) -> Span32 {
        let start = bytes.count
        for (key, value) in fields where value.count > 0 {
            bytes.append(bytes.count == start ? 0x7b : 0x2c)
            bytes.append(0x22)
            key.withUTF8Buffer { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: [0x22, 0x3a, 0x22])
            for index in Int(value.start)..<Int(value.start) + Int(value.count) { bytes.append(bytes[index]) }
            bytes.append(0x22)
        }
        if bytes.count == start { bytes.append(0x7b) }
        bytes.append(0x7d)
        return Span32(from: start, to: bytes.count)
    }
}

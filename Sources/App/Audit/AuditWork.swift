// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

/// What sales did for each lead, off the touches of its person.
enum AuditWork {
    private static let kinds = [TouchKind.emailSent, .call, .meeting, .message]

    /// - Returns: nil where no file tells of any call, mail or meeting of sales.
    static func read(_ read: Read, _ journal: FunnelJournal, until: Moment) throws -> SalesWork? {
        let (contacts, opened) = (journal.leads.contact, journal.leads.opened)
        var work = SalesWork(count: journal.leads.count), place = 0, found = false
        let wanted = kinds.map { String($0.rawValue) }.joined(separator: ", ")
        try read.scan(
            """
            select contact_id, at, precision, kind from touch
            where side = \(TouchSide.sales.rawValue) and direction <> \(TouchDirection.inbound.rawValue) and kind in (\(wanted)) and at <= $1
                and \(Ledger.seen) order by contact_id
            """, until
        ) { row in
            found = true
            let contact = row.int(0), at = row.int(1), isPrecise = row.int(2) > Precision.day.rawValue
            while place < contacts.count, contacts[place] < contact { place += 1 }
            // The latest lead that was open by then; a date alone may be any time of its day.
            var lead = -1, next = place
            while next < contacts.count, contacts[next] == contact {
                if opened[next] <= at || !isPrecise && opened[next] < at + 86_400_000_000 { lead = next }
                next += 1
            }
            guard lead >= 0 else { return }
            if at < work.first[lead] { (work.first[lead], work.isPrecise[lead]) = (max(at, opened[lead]), isPrecise) }
            if row.int(3) == TouchKind.meeting.rawValue { work.meetings[lead] = min(work.meetings[lead], .max - 1) + 1 }
            work.attempts[lead] = min(work.attempts[lead], .max - 1) + 1
        }
        guard found else { return nil }
        try observe(read, contacts, &work)
        return work
    }

    /// A list is observed where its system's activities are here; people who stand in no list are judged by what there is.
    private static func observe(_ read: Read, _ contacts: [Int64], _ work: inout SalesWork) throws {
        var systems: Set<Substring> = [], lists: [Int64: Substring] = [:]
        let words = try read.rows(as: Code.self, "select id, value from code where kind = 'key'").map { ($0.id, $0.value.split(separator: "/")) }
        for (id, parts) in words where parts.count == 2 {
            if parts[1] == "activity" { systems.insert(parts[0]) }
            if parts[1] == "lead" || parts[1] == "contact" { lists[id] = parts[0] }
        }
        guard !systems.isEmpty else { return }
        var seen: [Int64: Bool] = [:]
        try read.scan("select contact_id, kind from identity where \(Ledger.seen)") { row in
            if let system = lists[row.int(1)] { seen[row.int(0)] = seen[row.int(0)] == true || systems.contains(system) }
        }
        for place in contacts.indices where seen[contacts[place]] == false { work.isObserved[place] = false }
    }

    private struct Code: Decodable {
        let id: Int64
        let value: String
    }
}

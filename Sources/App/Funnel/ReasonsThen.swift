// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

/// Why leads had ended or come back by a moment.
enum ReasonsThen {
    private struct Key: Hashable {
        let stage: Int64
        let reason: Int64
    }

    /// People replayed at once.
    private static let step = 5_000

    static func count(_ read: Read, _ question: FunnelQuestion, until: Moment) throws -> [FunnelAnswer.ReasonLine] {
        var counts: [Key: Int] = [:]
        // Where nothing came later, the columns say it.
        try read.scan(
            """
            select stage, reason, count(*) from lead where reason <> 0 and part_of = 0 and opened_at >= $1 and opened_at < $2 and opened_at <= $3
                and stage_at <= $3 and \(Ledger.seen) group by stage, reason
            """, question.from, question.to, until
        ) { counts[Key(stage: $0.int(0), reason: $0.int(1))] = Int($0.int(2)) }
        var leads: [(contact: Int64, lead: Int64)] = []
        try read.scan(
            """
            select contact_id, id from lead where part_of = 0 and opened_at >= $1 and opened_at < $2 and opened_at <= $3 and stage_at > $3
                and \(Ledger.seen) order by contact_id, id
            """, question.from, question.to, until
        ) { leads.append(($0.int(0), $0.int(1))) }
        for start in stride(from: 0, to: leads.count, by: step) {
            let some = leads[start..<min(leads.count, start + step)]
            let then = try LeadsThen(read, of: some.map(\.contact), until: until)
            for one in some {
                guard let standing = then.standing(of: one.lead), standing.reason != 0 else { continue }
                counts[Key(stage: standing.stage.rawValue, reason: standing.reason), default: 0] += 1
            }
        }
        let words = WordCache(read)
        let lines = try counts.map { (stage: $0.key.stage, word: try words.word($0.key.reason), count: $0.value) }
        return lines.sorted { ($1.count, $0.word, $0.stage) < ($0.count, $1.word, $1.stage) }.prefix(50).map { line in
            FunnelAnswer.ReasonLine(stage: Stage(rawValue: line.stage)?.name ?? "", reason: line.word, leads: line.count)
        }
    }
}

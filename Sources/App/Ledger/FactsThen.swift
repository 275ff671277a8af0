// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// What was known of people or companies at a moment, by when each fact was so. Only those are replayed of whom more was told afterwards;
/// the others are what their columns say.
struct FactsThen {
    private let observations: [Int64: [Observation]]
    private let until: Moment

    init(_ read: Read, people: [Int64], until: Moment) throws {
        self.until = until
        observations = try Self.observations(
            read, people,
            "select contact_id, id, at, recorded_at, source, data from fact where contact_id >= $1 and contact_id <= $2 and \(Ledger.seen)")
    }

    init(_ read: Read, accounts: [Int64], until: Moment) throws {
        self.until = until
        observations = try Self.observations(
            read, accounts,
            "select account_id, id, at, recorded_at, source, data from account_fact where account_id >= $1 and account_id <= $2 and \(Ledger.seen)")
    }

    private static func observations(_ read: Read, _ ids: [Int64], _ sql: String) throws -> [Int64: [Observation]] {
        let hand = try read.int("select id from code where kind = 'origin' and value = 'by hand'") ?? 0
        var found: [Int64: [Observation]] = [:]
        for span in spans(of: ids) {
            try read.scan(sql, span.lowerBound, span.upperBound) { row in
                found[row.int(0), default: []].append(
                    Observation(
                        id: row.int(1), at: Moment(micros: row.int(2)), recordedAt: Moment(micros: row.int(3)),
                        byHand: hand != 0 && row.int(4) == hand, fields: Ledger.fields(row.text(5))))
            }
        }
        return found
    }

    /// nil where nothing was told after the moment.
    private func then(_ id: Int64) -> [Observation]? {
        guard let all = observations[id], all.contains(where: { $0.at > until }) else { return nil }
        return all.filter { $0.at <= until }
    }

    /// A contact's columns then; nil where they are today's.
    func projection(of contact: Int64) -> ContactProjection? { then(contact).map { ContactProjection($0) } }

    /// An account's fields then, `@name` and the like among them; nil where they are today's. Where nothing had been told of it yet, what
    /// was told first.
    func fields(of account: Int64) -> [String: String]? {
        guard let then = then(account) else { return nil }
        guard then.isEmpty else { return currentFields(then) }
        let first = observations[account]?.min { ($0.at.micros, $0.recordedAt.micros, $0.id) < ($1.at.micros, $1.recordedAt.micros, $1.id) }
        return first?.fields
    }

    /// When an account was first told of.
    func first(of account: Int64) -> Moment? { observations[account]?.map(\.at).min() }
}

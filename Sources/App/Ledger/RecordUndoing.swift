// SPDX-License-Identifier: Apache-2.0
package import Domain
import Storage

/// What an undo does about accounts and deals, which rows of several imports may tell about or name.
extension Ledger {
    /// What an import told more about, taken down before its rows go.
    package struct RecordsTouched: Sendable {
        package let accounts: [Int64]
        package let deals: [Int64]
        package let people: Set<Int64>
        /// Whether another import has taken over accounts that it only pointed to.
        let hasHeirs: Bool
    }

    /// Call before the rows of an import are removed. Accounts and deals that rows of others tell about, or point to, go over to the first of
    /// those: taking back all of them leaves nothing.
    package func recordsTouched(by run: ImportID) throws -> RecordsTouched {
        try tx.execute(Self.handDealKeys, run)
        try tx.execute(Self.handDeals, run)
        try tx.execute(Self.handAccountKeys, run)
        let heirs = try tx.execute(Self.handAccounts, run)
        return RecordsTouched(
            accounts: try tx.read.rows(as: Int64.self, "select distinct account_id from account_fact where import_id = $1", run),
            deals: try tx.read.rows(as: Int64.self, "select distinct deal_id from deal_event where import_id = $1", run),
            people: Set(try tx.read.rows(as: Int64.self, Self.peopleOf, run)), hasHeirs: heirs > 0)
    }

    private static let dealHeirs = """
        select deal_id as id, import_id from deal_event where import_id <> $1 union all select deal_id, import_id from deal_contact where import_id <> $1
        """

    private static let accountHeirs = """
        select account_id as id, import_id from account_fact where import_id <> $1 union all select account_id, import_id from deal where import_id <> $1
        union all select account_id, import_id from contact where import_id <> $1
        """

    /// What others told came under these keys; events that an import noted once are its own.
    private static let handDealKeys = """
        update reference set import_id = h.import_id from (select x.id, min(x.import_id) as import_id from (\(dealHeirs)) x group by x.id) h
        where h.id = reference.object_id and reference.import_id = $1 and reference.object_id in (select id from deal where import_id = $1)
            and reference.kind in (select id from code where kind = 'key' and (value like '%/deal' or value like '%/deal-name'
                or value like '%/deal-terms' or value like '%/lead-deal'))
        """

    private static let handDeals = """
        update deal set import_id = h.import_id from (select x.id, min(x.import_id) as import_id from (\(dealHeirs)) x group by x.id) h
        where h.id = deal.id and deal.import_id = $1
        """

    private static let handAccountKeys = """
        update reference set import_id = h.import_id from (select x.id, min(x.import_id) as import_id from (\(accountHeirs)) x group by x.id) h
        where h.id = reference.object_id and reference.import_id = $1 and reference.object_id in (select id from account where import_id = $1)
            and reference.kind in (select id from code where kind = 'key' and (value like '%/account' or value like '%/account-name'
                or value like '%/account-row'))
        """

    private static let handAccounts = """
        update account set import_id = h.import_id from (select x.id, min(x.import_id) as import_id from (\(accountHeirs)) x group by x.id) h
        where h.id = account.id and account.import_id = $1
        """

    /// Call after the rows of an import were removed: what is left is replayed, and the same file can be read again.
    package func replay(_ touched: RecordsTouched, without run: ImportID) throws {
        for account in touched.accounts { try project(account: account) }
        for deal in touched.deals { try project(deal: deal) }
        if touched.hasHeirs {
            // Who pointed there did so by what this import told.
            for sql in Self.forgetting { try tx.execute(sql) }
        }
        try follow(touched.people.union(linkByAccount()))
        for contact in touched.people.sorted() {
            for lead in try tx.read.rows(as: Int64.self, "select id from lead where contact_id = $1", contact) {
                try project(LeadID(lead), of: ContactID(contact))
            }
        }
    }

    private static let forgetting = [
        """
        delete from account where id not in (select account_id from account_fact) and id not in (select account_id from deal)
            and id not in (select account_id from contact) and id not in (select parent_id from account) and \(seen)
        """,
        """
        delete from reference where object_id not in (select id from account)
            and kind in (select id from code where kind = 'key' and (value like '%/account' or value like '%/account-name' or value like '%/account-row'))
        """,
    ]
}

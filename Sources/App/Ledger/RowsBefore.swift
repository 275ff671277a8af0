// SPDX-License-Identifier: Apache-2.0
package import Domain
import Storage

/// Rows without a history of their own that an import changes in place: products, stages, rates, lines, links, colleagues. What they were
/// before is noted once per import.
extension Ledger {
    enum Changed: String {
        case product, pipelineStage = "pipeline_stage", dealLine = "deal_line", dealContact = "deal_contact", rate = "fx_rate", member, account
    }

    func remember(_ kind: Changed, _ object: String, was data: [String: String]) throws {
        guard importID != 0 else { return }
        try tx.execute(
            "insert into row_before (kind, object, import_id, data) values ($1, $2, $3, $4) on conflict (kind, object, import_id) do nothing",
            kind.rawValue, object, importID, Self.json(data))
    }

    /// Puts back what `run` changed. Where a later import changed it again, that import's undo now goes back further.
    func restoreRows(of run: ImportID) throws {
        struct Row: Decodable {
            let kind: String
            let object: String
            let data: String
        }
        let rows = try tx.read.rows(as: Row.self, "select kind, object, data from row_before where import_id = $1 order by kind, object", run)
        for row in rows {
            let later = try tx.execute(
                """
                update row_before set data = $4 where kind = $1 and object = $2 and import_id = (
                    select min(b.import_id) from row_before b where b.kind = $1 and b.object = $2 and b.import_id > $3)
                """, row.kind, row.object, run, row.data)
            if later == 0, let kind = Changed(rawValue: row.kind) { try put(kind, row.object, Self.fields(row.data)) }
        }
        try tx.execute("delete from row_before where import_id = $1", run)
    }

    private func put(_ kind: Changed, _ object: String, _ was: [String: String]) throws {
        let ids = object.split(separator: "|").compactMap { Int64($0) }
        func number(_ name: String) -> Int64? { was[name].flatMap { Int64($0) } }
        switch (kind, ids.count) {
        case (.product, 1):
            try tx.execute(
                "update product set family = $2, price = $3, currency = $4 where id = $1", ids[0], was["family"] ?? "", number("price"),
                was["currency"] ?? "")
        case (.pipelineStage, 2):
            try tx.execute(
                "update pipeline_stage set position = $3, outcome = $4, label = $5 where pipeline = $1 and stage = $2", ids[0], ids[1],
                number("position") ?? 0, number("outcome") ?? 0, was["label"] ?? "")
        case (.dealLine, 2):
            try tx.execute(
                "update deal_line set product = $3, quantity = $4, amount = $5, currency = $6, recurring = $7 where deal_id = $1 and id = $2", ids[0],
                ids[1], number("product") ?? 0, Double(was["quantity"] ?? "") ?? 0, number("amount"), was["currency"] ?? "",
                number("recurring") ?? 0)
        case (.dealContact, 2):
            let how = DealLink(rawValue: number("how") ?? 0) ?? .accountAndTime
            try tx.execute(
                "update deal_contact set role = $3, how = $4, confidence = $5 where deal_id = $1 and subject_id = $2", ids[0], ids[1],
                number("role") ?? 0, how.rawValue, how.confidence)
        case (.rate, _): try Rates.restore(tx, object, rate: Double(was["rate"] ?? ""))
        case (.account, 1):
            // What others call a company whose own rows are gone.
            try tx.execute(
                "update account set name = $2 where id = $1 and not exists (select 1 from account_fact f where f.account_id = $1)", ids[0],
                was["name"] ?? "")
        case (.member, 1): try Colleagues(self).restore(ids[0], was)
        default: break
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

extension Ledger {
    /// Stores a product under its name; lines and deals name it by the same word.
    /// - Parameter price: in minor units of `currency`; nil where none is told.
    package func product(_ name: String, family: String = "", price: Int64? = nil, currency: String = "") throws -> Stored {
        let word = try code(.product, name)
        guard let known = try tx.read.row(as: Product.self, "select id, family, price, currency from product where code = $1", word) else {
            let id = try tx.newID()
            try tx.execute(
                "insert into product (id, code, family, price, currency, import_id) values ($1, $2, $3, $4, $5, $6)", id, word, family, price,
                price == nil ? "" : currency, importID)
            return Stored(id: id, outcome: .created)
        }
        // A file that does not tell a price takes none away.
        let told = Product(
            id: known.id, family: family.isEmpty ? known.family : family, price: price ?? known.price,
            currency: price == nil ? known.currency : currency)
        guard told != known else { return Stored(id: known.id, outcome: .unchanged) }
        var was = ["family": known.family, "currency": known.currency]
        was["price"] = known.price.map { String($0) }
        try remember(.product, String(known.id), was: was)
        try tx.execute("update product set family = $2, price = $3, currency = $4 where id = $1", known.id, told.family, told.price, told.currency)
        return Stored(id: known.id, outcome: .updated)
    }

    private struct Product: Decodable, Hashable {
        let id: Int64
        let family: String
        let price: Int64?
        let currency: String
    }

    /// Stores one line of a deal.
    /// - Parameters:
    ///   - key: the line's own id, or its place in the deal; the same key again replaces the line.
    ///   - amount: of the whole line, in minor units of `currency`.
    package func dealLine(
        _ deal: Int64, key: String, product: String, quantity: Double, amount: Int64?, currency: String, recurring: Bool
    ) throws -> Stored {
        let id = TouchDraft.id(subject: SubjectID(deal), eventKey: key)
        let known = try tx.read.row(
            as: Line.self, "select product, quantity, amount, currency, recurring from deal_line where deal_id = $1 and id = $2", deal, id)
        let told = Line(
            product: try code(.product, product), quantity: quantity.isFinite ? quantity : 0, amount: amount, currency: amount == nil ? "" : currency,
            recurring: recurring)
        guard told != known else { return Stored(id: id, outcome: .unchanged) }
        if let known {
            var was = ["product": String(known.product), "quantity": String(known.quantity), "currency": known.currency]
            (was["recurring"], was["amount"]) = (known.recurring ? "1" : "0", known.amount.map { String($0) })
            try remember(.dealLine, "\(deal)|\(id)", was: was)
        }
        try tx.execute(
            """
            insert into deal_line (deal_id, id, product, quantity, amount, currency, recurring, import_id) values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (deal_id, id) do update set product = excluded.product, quantity = excluded.quantity, amount = excluded.amount,
                currency = excluded.currency, recurring = excluded.recurring
            """, deal, id, told.product, told.quantity, told.amount, told.currency, told.recurring, importID)
        return Stored(id: id, outcome: known == nil ? .created : .updated)
    }

    private struct Line: Decodable, Hashable {
        let product: Int64
        let quantity: Double
        let amount: Int64?
        let currency: String
        let recurring: Bool
    }

    /// Stores a stage of a pipeline: its place in the order and what a deal there has come to.
    /// - Parameter label: as people read it, where `stage` is a key.
    package func pipelineStage(_ pipeline: String, stage: String, label: String, position: Int, outcome: DealOutcome) throws -> Upserted {
        let (line, word) = try (code(.pipeline, pipeline), code(.stage, stage))
        let known = try tx.read.row(
            as: PipelineStage.self, "select position, outcome, label from pipeline_stage where pipeline = $1 and stage = $2", line, word)
        let told = PipelineStage(position: Int64(position), outcome: outcome.rawValue, label: label)
        guard told != known else { return .unchanged }
        if let known {
            let was = ["position": String(known.position), "outcome": String(known.outcome), "label": known.label]
            try remember(.pipelineStage, "\(line)|\(word)", was: was)
        }
        try tx.execute(
            """
            insert into pipeline_stage (pipeline, stage, position, outcome, label, import_id) values ($1, $2, $3, $4, $5, $6)
            on conflict (pipeline, stage) do update set position = excluded.position, outcome = excluded.outcome, label = excluded.label
            """, line, word, told.position, told.outcome, label, importID)
        return known == nil ? .created : .updated
    }

    private struct PipelineStage: Decodable, Hashable {
        let position: Int64
        let outcome: Int64
        let label: String
    }
}

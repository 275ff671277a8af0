// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Leads of systems that keep the money on the lead itself (Odoo, Krayin, one sheet for everything): each becomes a deal too, once it is one.
struct LeadDeals: Sendable {
    let file: FileLoading

    /// - Returns: nil where the file has no money, or where deals come in files of their own.
    init?(file: FileLoading) {
        let plan = file.plan
        guard plan.isSheet || plan.column("amount") != nil && ![.salesforce, .hubspot].contains(plan.match.system) else { return nil }
        // In a plain list of leads an amount is somebody's hope; a deal has a name or an outcome.
        guard [.odoo, .krayin].contains(plan.match.system) || plan.column("deal_name") != nil || plan.column("outcome") != nil else { return nil }
        guard plan.column("deal_id") == nil, plan.column("converted_deal_id") == nil, plan.column("deal_ids") == nil else { return nil }
        self.file = file
    }

    /// A second pass over the file, whose rows were accounted for in the first.
    /// - Returns: what could not be read, as sentences.
    func run() async throws -> [String] {
        let (database, plan, now, actor, id) = (file.database, file.plan, file.now, file.actor, file.id)
        let company = try await database.read { try CompanyStore.get($0) }
        var reader = RecordReader(
            plan: plan, zone: file.importing.zone, currency: file.options.currency.flatMap { Currency($0) } ?? company?.currency ?? .eur,
            asOf: file.options.asOf ?? now)
        let source = try RecordSource(plan: plan)
        reader.stages = try await database.read { try PipelineStages.all($0, of: id) }
        var failed = 0, first: Problem?
        while let piece = try await Importing.lane.run({ try source.next() }) {
            for start in stride(from: 0, to: piece.count, by: 500) {
                let rows = Array(piece[start..<min(piece.count, start + 500)])
                let problems = try await file.importing.write(ids: rows.count * 60 + 1000) { [reader] tx in
                    let storing = RecordStoring(reader: reader, ledger: Ledger(tx, now: now, actor: actor), run: id)
                    return try rows.compactMap { row -> Problem? in
                        guard row.problem == nil else { return nil }
                        do { try storing.storeDeal(ofLead: row.record) } catch let problem as Problem { return problem }
                        return nil
                    }
                }
                failed += problems.count
                first = first ?? problems.first
            }
        }
        guard let first else { return [] }
        return ["\(failed) leads have money that can't be read, so no deal was made of them: \(first)"]
    }
}

extension RecordStoring {
    /// A lead with money is a deal from opportunity on; in Odoo and Krayin, where each such row stands in the sales pipeline, unless its stage is
    /// one that comes before. What was a deal once stays one.
    func storeDeal(ofLead record: Record) throws {
        let isSheet = reader.plan.isSheet
        guard !isSheet || !reader.dealName(record).isEmpty, let holder = try holder(ofLead: record) else { return }
        let own = reader.text(record, "external_id") ?? reader.text(record, "lead_id") ?? "\(holder.subjectId)"
        let key = isSheet ? nil : RecordKey("\(system)/lead-deal", own)
        if !isSheet, try !isDeal(record), try key.map({ try ledger.reference($0) }) ?? nil == nil { return }
        try store(deal: record, key: key, modified: reader.time(record, "modified_at"), people: [(holder, .id)], isOfLead: true)
    }

    private func isDeal(_ record: Record) throws -> Bool {
        let named = reader.text(record, "stage_id").flatMap { reader.stages[$0]?.meaning(in: reader.plan.match.system)?.name }
        let stages = ["stage", "status"].compactMap { reader.known(record, $0) } + [named].compactMap(\.self)
        guard try reader.money(record, "amount")?.minor ?? 0 != 0 || reader.text(record, "outcome") != nil else { return false }
        if stages.contains(where: { ["opportunity", "open", "won", "lost"].contains($0) }) || reader.known(record, "outcome") != nil
            || ["won_at", "lost_at", "opportunity_at"].contains(where: { reader.text(record, $0) != nil }) || reader.flag(record, "is_won") == true
        {
            return true
        }
        guard [.odoo, .krayin].contains(reader.plan.match.system) else { return false }
        return !stages.contains { ["inquiry", "mql"].contains($0) }
    }

    /// The contact that the first pass made of the row.
    private func holder(ofLead record: Record) throws -> Holder? {
        let kind = "\(system)/lead"
        for field in ["external_id", "lead_id"] {
            if let key = reader.text(record, field), let holder = try ledger.find(kind, key) { return holder }
        }
        for address in reader.emails(record, "email", "emails") {
            if let holder = try ledger.find(kind, address.text) ?? ledger.find("email", address.text) { return holder }
        }
        return try ledger.find(kind, "#\(String(record.hash, radix: 36))")
    }
}

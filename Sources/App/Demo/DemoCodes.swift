// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// The story's words and colleagues as ids, claimed once before the first batch.
struct DemoCodes: Sendable {
    let email: Int64, line: Int64
    /// The two teams' lists: what each says, and under which key it has somebody.
    let marketing: Int64, sales: Int64, marketingKey: Int64, salesKey: Int64
    let sources: [Int64], campaigns: [Int64], channels: [Int64], contents: [Int64], countries: [Int64], industries: [Int64], reasons: [Int64]
    let roles: [Int64], products: [Int64], pipelines: [Int64], stages: [Int64]
    let members: [Int64]

    init(_ ledger: Ledger, members: [Int64]) throws {
        self.members = members
        email = try ledger.code(.key, "email")
        (marketing, sales) = (try ledger.code(.origin, "hubspot"), try ledger.code(.origin, "salesforce"))
        (marketingKey, salesKey) = (try ledger.code(.key, "hubspot/contact"), try ledger.code(.key, "salesforce/lead"))
        line = try ledger.code(.line, DemoWords.line)
        sources = try DemoSource.all.map { try ledger.code(.source, $0.name) }
        campaigns = try DemoSource.all.flatMap(\.campaigns).map { try ledger.code(.campaign, $0) }
        channels = try DemoWords.channels.map { try ledger.code(.channel, $0) }
        contents = try DemoWords.pages.map { try ledger.code(.content, $0) }
        countries = try DemoWords.countries.map { try ledger.code(.country, $0.name) }
        industries = try DemoWords.industries.map { try ledger.code(.industry, $0) }
        reasons = try DemoWords.reasons.map { try ledger.code(.reason, $0) }
        roles = try DemoWords.roles.map { try ledger.code(.role, $0) }
        products = try DemoWords.products.map { try ledger.code(.product, $0.name) }
        pipelines = try DemoWords.pipelines.map { try ledger.code(.pipeline, $0) }
        stages = try DemoWords.dealStages.map { try ledger.code(.stage, $0.name) }
        for (name, type) in [("persona", "text"), ("employees", "number"), ("source", "text")] { try ledger.field(name, type: type) }
        for pipeline in pipelines {
            for (position, stage) in DemoWords.dealStages.enumerated() {
                try ledger.pipelineStage(pipeline, stages[position], position: position + 1, outcome: stage.outcome, label: stage.name)
            }
        }
        for (code, product) in zip(products, DemoWords.products) {
            try ledger.product(code, family: product.family, price: Money(minor: product.list, .eur))
        }
    }
}

extension [Int64] {
    /// The id at a position of the story; 0 for none.
    subscript(told position: Int16) -> Int64 { indices.contains(Int(position)) ? self[Int(position)] : 0 }
}

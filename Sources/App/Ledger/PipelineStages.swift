// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// A stage as a file of stages tells it.
struct PipelineStages {
    let label: String
    let outcome: DealOutcome

    /// By the id that other files name it by.
    /// - Parameter run: an import that still runs and whose stages count all the same.
    static func all(_ read: Read, of run: ImportID) throws -> [String: PipelineStages] {
        var stages: [String: PipelineStages] = [:]
        try read.scan(
            """
            select c.value, p.label, p.outcome from pipeline_stage p join code c on c.id = p.stage
            where p.import_id = $1 or p.\(Ledger.seen) order by p.pipeline, c.value
            """, run
        ) { row in stages[row.text(0)] = PipelineStages(label: row.text(1), outcome: DealOutcome(rawValue: row.int(2)) ?? .open) }
        return stages
    }

    /// What it means for a lead; nil where its name says nothing.
    func meaning(in system: SourceSystem) -> Stage? {
        switch outcome {
        case .won: .won
        case .lost: .lost
        case .open: proposeStage(label, in: .stage, system: system)
        }
    }
}

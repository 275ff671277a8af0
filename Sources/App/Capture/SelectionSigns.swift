// SPDX-License-Identifier: Apache-2.0
import Domain

/// Signs that a file is a selection, under which a share computed from it would be wrong.
enum SelectionSigns {
    static func of(_ plan: FilePlan, rows: Int) -> [String] {
        var signs: [String] = []
        if rows == 2_000 || rows == 100_000 || rows == 10_000 || rows == 50_000 {
            signs.append("The file has exactly \(rows) rows, which looks like the limit of an export: check whether more exist.")
        }
        func only(_ fields: [String], _ meanings: Set<String>) -> Bool {
            for field in fields {
                guard let entries = plan.column(field)?.values?.entries, !entries.isEmpty else { continue }
                let known = entries.filter { $0.meaning != nil }
                return !known.isEmpty && known.allSatisfy { meanings.contains($0.meaning ?? "") } && entries.reduce(0) { $0 + $1.count } >= 20
            }
            return false
        }
        switch plan.match.kind {
        case .leads, .contacts:
            if only(["status", "stage"], ["opportunity", "won"]) {
                signs.append("Every row is converted: without the leads that were not, no conversion rate can be told.")
            }
        case .deals:
            if let entries = plan.column("stage")?.values?.entries, !entries.isEmpty, !entries.contains(where: { $0.meaning == "lost" }),
                plan.column("is_won") == nil, rows >= 20, plan.column("lost_at") == nil,
                plan.column("status")?.values?.entries.contains(where: { $0.meaning == "lost" }) != true
            {
                signs.append("No deal is lost: a win rate from these deals would be too high. Export the lost ones too.")
            }
        default: break
        }
        if let owners = plan.column("owner")?.values ?? plan.column("owner_id")?.values, owners.entries.count == 1, rows >= 20 {
            signs.append("All rows have one owner: this may be one person's view, not the company's.")
        }
        return signs
    }
}

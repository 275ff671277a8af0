// SPDX-License-Identifier: Apache-2.0
import Domain

/// What a reader should know of what came of a file.
enum LoadWarnings {
    /// - Parameters: `leads`, `rows` that are new; `ahead` of them, rows that were created after now.
    static func ofPeople(_ plan: FilePlan, leads: Int, rows: Int, ahead: Int) -> [String] {
        var warnings = future(ahead)
        if leads > 0, plan.column("created_at") == nil, plan.column("inquiry_at") == nil {
            warnings.append(
                "No column says when leads came in, so they count as opened when they were imported; name one with --map \"Column=created_at\".")
        }
        // Other systems keep leads in files of their own.
        if plan.match.kind == .contacts, [.generic, .hubspot, .mautic].contains(plan.match.system), leads == 0, rows > 0, plan.column("stage") == nil,
            plan.column("status") == nil
        {
            warnings.append(
                "No lead and no touch comes of this file: it says who the people are, and nothing of a stage, a status or what they did. Say --as leads where each row is a lead, or --as activities where each is something that happened."
            )
        }
        return warnings
    }

    /// - Parameters: `created` deals; `closed` of them, won or lost; `ahead`, created after now.
    static func ofDeals(_ plan: FilePlan, created: Int, ahead: Int) -> [String] {
        var warnings = future(ahead)
        if created > 0, plan.column("created_at") == nil {
            warnings.append(
                "No column says when deals were opened, so they count as opened when they were closed, or when the file was read; name one with --map \"Column=created_at\"."
            )
        }
        if created > 0, ["stage", "stage_id", "status", "outcome", "is_won", "won_at", "lost_at"].allSatisfy({ plan.column($0) == nil }) {
            warnings.append(
                "No column says which deals are won, lost or open, so all count as open; name one with --map \"Column=stage\" or \"Column=status\".")
        }
        let ends = ["stage", "status", "outcome"].compactMap { plan.column($0)?.values?.entries }.joined()
        if created > 0, ["closed_at", "won_at", "lost_at", "stage_changed_at"].allSatisfy({ plan.column($0) == nil }),
            plan.column("is_won") != nil || ends.contains(where: { $0.meaning == "won" || $0.meaning == "lost" })
        {
            warnings.append(
                "No column says when deals were won or lost, so they count as closed when they were opened; name one with --map \"Column=closed_at\"."
            )
        }
        return warnings
    }

    private static func future(_ ahead: Int) -> [String] {
        guard ahead > 0 else { return [] }
        return [
            "\(ahead) \(ahead == 1 ? "row was" : "rows were") created in the future, as the file says: check the order of day and month, and the clock."
        ]
    }
}

// SPDX-License-Identifier: Apache-2.0
import Domain

/// What the files of a folder say of each other.
struct FolderPlans {
    /// Folder → plans of its files.
    private var plans: [String: [FilePlan]] = [:]

    init(_ gathered: [Result<SourceFile, Gathering.Refused>], _ planning: Planning) {
        let files = gathered.compactMap { try? $0.get() }
        guard files.count > 1 else { return }
        for file in files { if let plan = try? planning.plan(file) { plans[file.folder, default: []].append(plan) } }
    }

    /// Whose export a file is that does not say so itself. Links between records have no headings that tell whose ids they hold. A file of
    /// records is the one system's whose other files name records of its kind, and have no file of them.
    func system(of plan: FilePlan, in folder: String) -> SourceSystem? {
        let near = plans[folder] ?? [], systems = Set(near.map(\.match.system)).subtracting([.generic])
        guard plan.match.system == .generic, systems.count == 1, let system = systems.first else { return nil }
        if plan.match.kind.followsItsFolder || plan.match.possibleSystems.contains(system) { return system }
        let keys: [String]
        switch plan.match.kind {
        case .contacts: keys = ["contact_id", "contact_ids"]
        case .accounts: keys = ["account_id", "account_ids"]
        case .leads: keys = ["lead_id"]
        case .deals: keys = ["deal_id", "deal_ids"]
        default: return nil
        }
        let others = near.filter { $0.match.system == system }
        guard plan.column("external_id") != nil, !others.contains(where: { $0.match.kind == plan.match.kind }) else { return nil }
        return others.contains { other in keys.contains { other.column($0) != nil } } ? system : nil
    }
}

extension FilePlan {
    /// Deals without ids whose rows tell of a person's lead too.
    var looksLikeSheet: Bool {
        guard match.kind == .deals, column("email") != nil, column("first_name") != nil || column("last_name") != nil || column("contact_name") != nil
        else { return false }
        let ids = ["external_id", "deal_id", "contact_id", "contact_ids", "lead_id"]
        return !ids.contains { column($0) != nil } && columns.contains { $0.heading.lowercased().hasPrefix("lead ") }
    }

    /// The stage of a sheet's deals is all that says how they ended.
    mutating func readAsSheet() {
        isSheet = true
        guard column("stage") == nil, let place = columns.firstIndex(where: { ["dealstage", "opportunitystage"].contains(wordKey($0.heading)) })
        else { return }
        columns[place].field = CanonicalField.named("stage")
        columns[place].values = ValueTable(domain: .dealStage)
    }

    /// HubSpot names its leads; their people are named by their contacts.
    mutating func forgetLeadNames() {
        guard match.kind == .leads, match.system == .hubspot else { return }
        for place in columns.indices where columns[place].field?.name == "name" && wordKey(columns[place].heading) == "leadname" {
            columns[place].field = nil
        }
    }
}

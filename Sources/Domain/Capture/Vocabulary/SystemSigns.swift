// SPDX-License-Identifier: Apache-2.0

/// Whose export a file is, from headings that one system writes.
package enum SystemSigns {
    /// Headings of one system. Both lists are compared in the form that `key` gives, as the headings of a file are.
    package struct Words: Sendable {
        /// Nobody else writes them: 2 points each.
        package let own: [String]
        /// Some others write them too: 1 point each.
        package let shared: [String]
    }

    /// Points that make a system believed: a heading of its own and one more, or four that some others have too.
    static let enough = 3, enoughShared = 4

    /// One form for both sides of a comparison. HubSpot writes its names without marks between words, so that `deal_stage` is somebody
    /// else's: there only case, spaces, a prefix and a remark in brackets fall away; elsewhere letters and digits alone count.
    package static func key(_ heading: String, of system: SourceSystem) -> String {
        system == .hubspot ? HeadingKey.plain(heading) : HeadingKey(heading).fullKey
    }

    /// The system that the headings speak of; `.generic` where none gets enough points. A tie goes to the first by name.
    static func likely(_ keys: [HeadingKey], _ headings: [String], tokens: Set<String>, hasSalesforceIds: Bool) -> SourceSystem {
        var points: [SourceSystem: Int] = [:]
        for (system, words) in all {
            let found = Self.points(headings, words, system)
            // A few shared ones are how many a sheet is headed: "Lead Status", "Created Date".
            points[system] = found.isOwn || found.count >= enoughShared ? found.count : 0
        }
        // The file's name, ids and marks of a system are worth as much as its headings together.
        for system in SourceSystem.allCases where tokens.contains(system.rawValue) { points[system, default: 0] += 3 }
        if tokens.contains("sf") { points[.salesforce, default: 0] += 3 }
        if tokens.isSuperset(of: ["crm", "lead"]) { points[.odoo, default: 0] += 3 }
        if hasSalesforceIds { points[.salesforce, default: 0] += 8 }
        if keys.contains(where: { $0.scope != nil }) { points[.pipedrive, default: 0] += 5 }
        for heading in headings {
            let text = heading.lowercased()
            if text.hasSuffix("__c") { points[.salesforce, default: 0] += 3 }
            if text.hasPrefix("hs_") || text.hasPrefix("hubspot_") || text.hasPrefix("property_") { points[.hubspot, default: 0] += 3 }
            if text.hasSuffix("_id/id") || text.hasSuffix("/external id") { points[.odoo, default: 0] += 3 }
        }
        // Fivetran's tables of HubSpot, whose links and histories have no heading of HubSpot's own.
        let present = Set(keys.flatMap { [$0.key, $0.fullKey] })
        if points[.salesforce, default: 0] == 0, present.contains("fivetransynced"), !present.isDisjoint(with: fivetranHubSpot) {
            points[.hubspot, default: 0] += 3
        }
        guard let best = points.max(by: { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }), best.value >= enough else { return .generic }
        return best.key
    }

    /// The systems that the headings could be of, though they do not prove it: where the files beside it are of one of them, this one is too.
    static func possible(_ headings: [String]) -> Set<SourceSystem> { Set(all.filter { points(headings, $1, $0).count >= 2 }.keys) }

    private static func points(_ headings: [String], _ words: (own: Set<String>, shared: Set<String>), _ system: SourceSystem) -> (
        count: Int, isOwn: Bool
    ) {
        let written = Set(headings.map { key($0, of: system) })
        return (2 * written.intersection(words.own).count + written.intersection(words.shared).count, !written.isDisjoint(with: words.own))
    }

    /// The signs as they are compared.
    private static let all: [SourceSystem: (own: Set<String>, shared: Set<String>)] = headings.reduce(into: [:]) { all, entry in
        let (system, words) = entry
        all[system] = (Set(words.own.map { key($0, of: system) }), Set(words.shared.map { key($0, of: system) }))
    }

    private static let fivetranHubSpot: Set<String> = [
        "engagementid", "portalid", "pipelineid", "dealid", "mergeddealid", "vidtomerge", "canonicalvid", "companyid", "contactid", "contactlistid",
        "emailcampaignid", "teamid", "primaryteamid", "isteamprimary", "activeuserid",
    ]

    /// As the systems write them.
    package static let headings: [SourceSystem: Words] = [
        .hubspot: words(
            """
            record id | lifecyclestage | lifecycle stage | dealname | dealstage | closedate | createdate | company owner | associated company ids | \
            associated deal ids | associated contact ids | associated contact | associated deal | original traffic source | \
            became a marketing qualified lead date | became a lead date | marketing contact status | hubspot score | hubspot team | \
            primary associated company id | record id - contact | record id - company | record id - deal | amount in company currency | \
            number of form submissions | recent conversion date | activity assigned to | datensatz-id | lifecycle-phase | kontaktinhaber
            """,
            "create date | contact owner | deal owner | deal stage | associated company | original source | latest source | portal id"),
        .salesforce: words(
            """
            system modstamp | company / account | opportunity owner | opportunity name | created by id | who id | what id | last modified by id | \
            converted contact id | 18 char id | fiscal period | member status | has responded | full comments | oracle id | field / event
            """,
            """
            lead owner | account owner | stage name | is converted | is deleted | owner id | lead status | created date | billing country | \
            billing city | annual revenue | assigned
            """),
        .odoo: words(
            """
            salesperson | expected revenue | sales team | partner id | partner name | email from | expected closing | user id/id | partner id/id | \
            stage id/name | salesperson/id | normalized email | date deadline | team id/id | stage id/id | verkaufsteam | erwarteter abschluss
            """, "external id | externe id | vertriebsmitarbeiter | erwarteter umsatz | lost reason"),
        .krayin: words("lead value | lead pipeline id | lead pipeline stage id | lead source id | lead type id | contact numbers", ""),
        .mautic: words("points | date identified | preferred locale | attribution date", "last active | date added"),
        .pipedrive: words("org id | won time | lost time | add time | update time", "person id"),
        .zoho: words(
            """
            modified time | closing date | converted date time | lead conversion time | lead owner.id | deal owner.id | \
            contact owner.id | account owner.id | account name.id | contact name.id
            """,
            "created time | record id | lead owner | deal owner | contact owner | account owner | lead status | expected revenue | last activity time"
        ),
    ]

    private static func words(_ own: String, _ shared: String) -> Words {
        func list(_ text: String) -> [String] { text.split(separator: "|").map { String($0.trimmingBlanks) } }
        return Words(own: list(own), shared: list(shared))
    }
}

extension Substring {
    fileprivate var trimmingBlanks: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}

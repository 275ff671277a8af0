// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Testing

/// Third-party exports that lie beside the repository; absent elsewhere, and then these tests are skipped.
private let crm = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data/crm")
private let isThere = FileManager.default.fileExists(atPath: crm.appending(path: "maven").path)

@Suite("Vocabulary: files that others made", .enabled(if: isThere, "the public data lies beside the repository only where it was fetched"))
struct VocabularyFilesTests {
    @Test func `every file gets its kind`() throws {
        var told = Set<String>()
        for (kind, files) in expected {
            for path in files.split(whereSeparator: \.isWhitespace).map(String.init) {
                told.insert(path)
                let match = try recognize(path)
                #expect(match.kind == kind, "\(path) is \(match.kind.rawValue), \(match.system.rawValue), \(match.confidence): \(match.reasons)")
                #expect(!match.reasons.isEmpty, "\(path) has no reason")
            }
        }
        let all = try #require(FileManager.default.enumerator(atPath: crm.path)).compactMap { $0 as? String }.filter { $0.hasSuffix(".csv") }
        let forgotten = all.filter { file in !told.contains(file) && !told.contains { $0.hasSuffix("*") && file.hasPrefix($0.dropLast()) } }
        for path in forgotten.sorted() {
            let match = try recognize(path)
            #expect(match.kind == .unknown, "\(path) is \(match.kind.rawValue): \(match.reasons)")
        }
    }

    @Test(arguments: columns) func `the columns of known exports mean what they mean`(path: String, mapping: [String: String]) throws {
        let (headings, sample) = try read(path)
        let match = recognizeFile(name: path, headings: headings, sample: sample)
        for (field, heading) in mapping {
            let found = match.column(of: field).map { headings[$0] }
            #expect(found == heading, "\(field) of \(path)")
        }
    }

    private func recognize(_ path: String) throws -> FileMatch {
        let (headings, sample) = try read(path)
        return recognizeFile(name: path, headings: headings, sample: sample)
    }

    /// A plain reader for tests: the real one is Capture's own.
    private func read(_ path: String) throws -> ([String], [[String]]) {
        let data = try Data(contentsOf: crm.appending(path: path)).prefix(400_000)
        let text = String(decoding: data, as: UTF8.self).replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let first = text.prefix { $0 != "\n" }
        let delimiter = [",", ";", "\t", "|"].map(Character.init).max { a, b in first.count { $0 == a } < first.count { $0 == b } } ?? ","
        var rows: [[String]] = [], row: [String] = [], cell = "", quoted = false
        for character in text {
            if character == "\"" { quoted.toggle(); continue }
            if !quoted && (character == delimiter || character == "\n") {
                row.append(cell)
                cell = ""
                if character == "\n" { rows.append(row); row = []; if rows.count > 20 { break } }
            } else {
                cell.append(character)
            }
        }
        if rows.count <= 20 && (!row.isEmpty || !cell.isEmpty) { rows.append(row + [cell]) }
        return (rows.first ?? [], rows.dropFirst().filter { $0 != [""] })
    }
}

private let expected: [(RecordKind, String)] = [
    (
        .accounts,
        """
        maven/accounts.csv salesforce/accountData.csv salesforce_shapes/sf_account_data.csv hubspot_shapes/company_data.csv
        salesforce/tests/SoqlInClauseFromCSV.csv salesforce/tests/upsertFkAccountNewFormatCsvTemplate.csv
        salesforce/tests/acctsWithBinaryDataInRTF.csv salesforce/tests/updateAccountCsvTemplate.csv
        salesforce/tests/oneToManySforceFieldsMappingInCsv.csv salesforce/tests/insertAccountWithMultipleBatchesCSV.csv
        salesforce/tests/upsertAccountCsvTemplate.csv salesforce/tests/dateEndingInZ.csv salesforce/tests/constantMappingInCsv.csv
        salesforce/tests/dateUsingDefaultTimeZone.csv salesforce/tests/upsertWithRowOffsetTemplate.csv
        salesforce/tests/deleteAccountCsvTemplate.csv salesforce/tests/hardDelete1AccountCsvTemplate.csv
        """
    ),
    (
        .contacts,
        """
        csv_torture/emoji.csv csv_torture/pets.csv csv_torture/sample.csv csv_torture/with_dashes.csv
        salesforce_shapes/sf_contact_data.csv hubspot_shapes/contact_data.csv csv_torture/user_import.csv csv_torture/continuation_lines.csv
        templates/krayin_persons.csv templates/mautic_contacts_invalid_date.csv
        """
    ),
    (.leads, "salesforce_shapes/sf_lead_data.csv templates/krayin_leads.csv"),
    (
        .deals,
        """
        maven/sales_pipeline.csv salesforce/opportunityData.csv salesforce/error0413060133.csv salesforce/success0413060133.csv
        salesforce_shapes/sf_opportunity_data.csv hubspot_shapes/deal_data.csv
        templates/pipedrive_import_with_products.csv templates/pipedrive_import_header.csv
        """
    ),
    (
        .members,
        """
        maven/sales_teams.csv salesforce_shapes/sf_user_data.csv hubspot_shapes/owner_data.csv hubspot_shapes/users_data.csv
        """
    ),
    (.products, "maven/products.csv salesforce_shapes/sf_product_2_data.csv"),
    (.teams, "hubspot_shapes/team_data.csv"),
    (.teamMembers, "hubspot_shapes/owner_team_data.csv hubspot_shapes/team_user_data.csv"),
    (.roles, "hubspot_shapes/role_data.csv salesforce_shapes/sf_user_role_data.csv"),
    (.stages, "hubspot_shapes/deal_pipeline_stage_data.csv"),
    (.pipelines, "hubspot_shapes/deal_pipeline_data.csv"),
    (.campaigns, "hubspot_shapes/email_campaign_data.csv"),
    (.dealLines, "salesforce_shapes/sf_opportunity_line_item_data.csv"),
    (.dealContacts, "hubspot_shapes/deal_contact_data.csv"),
    (.dealAccounts, "hubspot_shapes/deal_company_data.csv"),
    (
        .activities,
        """
        salesforce_shapes/sf_event_data.csv salesforce_shapes/sf_task_data.csv hubspot_shapes/engagement_data.csv
        hubspot_shapes/engagement_call_data.csv hubspot_shapes/engagement_communication_data.csv hubspot_shapes/engagement_email_data.csv
        hubspot_shapes/engagement_meeting_data.csv hubspot_shapes/engagement_note_data.csv hubspot_shapes/engagement_task_data.csv
        """
    ),
    (
        .activityLinks,
        """
        hubspot_shapes/engagement_company_data.csv hubspot_shapes/engagement_contact_data.csv hubspot_shapes/engagement_deal_data.csv
        """
    ),
    (.emailEvents, "hubspot_shapes/email_event_data.csv"),
    (
        .eventDetails,
        """
        hubspot_shapes/email_event_bounce_data.csv hubspot_shapes/email_event_click_data.csv hubspot_shapes/email_event_deferred_data.csv
        hubspot_shapes/email_event_delivered_data.csv hubspot_shapes/email_event_dropped_data.csv hubspot_shapes/email_event_forward_data.csv
        hubspot_shapes/email_event_open_data.csv hubspot_shapes/email_event_print_data.csv hubspot_shapes/email_event_sent_data.csv
        hubspot_shapes/email_event_spam_report_data.csv hubspot_shapes/email_event_status_change_data.csv
        """
    ),
    (.formSubmissions, "hubspot_shapes/contact_form_submission_data.csv"),
    (
        .fieldHistory,
        """
        hubspot_shapes/contact_property_history_data.csv hubspot_shapes/company_property_history_data.csv
        salesforce_shapes/sf_contact_history_data.csv salesforce_shapes/sf_account_history_data.csv
        """
    ),
    (.dealHistory, "hubspot_shapes/deal_property_history_data.csv salesforce_shapes/sf_opportunity_history_data.csv"),
    (.stageHistory, "hubspot_shapes/deal_stage_data.csv"),
    (.merges, "hubspot_shapes/contact_merge_audit_data.csv hubspot_shapes/merged_deal_data.csv"),
    (.lists, "hubspot_shapes/contact_list_data.csv hubspot_shapes/contact_list_member_data.csv"),
    (.definitions, "hubspot_shapes/property_data.csv hubspot_shapes/property_option_data.csv hubspot_shapes/form_data.csv"),
    (
        .tickets,
        """
        hubspot_shapes/ticket_company_data.csv hubspot_shapes/ticket_contact_data.csv hubspot_shapes/ticket_data.csv
        hubspot_shapes/ticket_deal_data.csv hubspot_shapes/ticket_engagement_data.csv hubspot_shapes/ticket_pipeline_data.csv
        hubspot_shapes/ticket_pipeline_stage_data.csv hubspot_shapes/ticket_property_history_data.csv
        """
    ),
    (.orders, "salesforce_shapes/sf_order_data.csv"),
    (.attachments, "salesforce/tests/createAttachmentMultipleFilesTemplate.csv"),
]

private let columns: [(String, [String: String])] = [
    (
        "maven/sales_pipeline.csv",
        [
            "external_id": "opportunity_id", "owner": "sales_agent", "product": "product", "company": "account",
            "stage": "deal_stage", "created_at": "engage_date", "closed_at": "close_date", "amount": "close_value",
        ]
    ),
    (
        "maven/accounts.csv",
        [
            "name": "account", "industry": "sector", "founded": "year_established", "annual_revenue": "revenue",
            "employees": "employees", "country": "office_location", "parent": "subsidiary_of",
        ]
    ),
    ("maven/products.csv", ["name": "product", "line": "series", "price": "sales_price"]),
    ("maven/sales_teams.csv", ["name": "sales_agent", "manager": "manager", "region": "regional_office"]),
    (
        "salesforce_shapes/sf_lead_data.csv",
        [
            "external_id": "id", "email": "email", "company": "company", "status": "status", "source": "lead_source",
            "is_converted": "is_converted", "converted_at": "converted_date", "converted_contact_id": "converted_contact_id",
            "converted_deal_id": "converted_opportunity_id", "owner_id": "owner_id", "created_at": "created_date", "country": "country",
        ]
    ),
    (
        "salesforce/opportunityData.csv",
        [
            "external_id": "ID", "account_id": "ACCOUNTID", "name": "NAME", "stage": "STAGENAME", "amount": "AMOUNT",
            "closed_at": "CLOSEDATE", "is_won": "ISWON", "is_closed": "ISCLOSED", "source": "LEADSOURCE", "created_at": "CREATEDDATE",
        ]
    ),
    (
        "salesforce_shapes/sf_task_data.csv",
        [
            "external_id": "id", "who_id": "who_id", "what_id": "what_id", "at": "activity_date",
            "subject": "subject",
        ]
    ),
    (
        "hubspot_shapes/contact_data.csv",
        [
            "external_id": "id", "email": "property_email", "first_name": "property_firstname",
            "company": "property_company", "created_at": "property_createdate", "title": "property_jobtitle",
            "merged_ids": "property_hs_merged_object_ids",
        ]
    ),
    (
        "hubspot_shapes/deal_data.csv",
        [
            "external_id": "deal_id", "name": "property_dealname", "amount": "property_amount",
            "closed_at": "property_closedate", "created_at": "property_createdate", "stage_id": "deal_pipeline_stage_id",
        ]
    ),
    ("hubspot_shapes/deal_stage_data.csv", ["deal_id": "deal_id", "new_value": "value", "at": "date_entered"]),
    ("hubspot_shapes/contact_property_history_data.csv", ["contact_id": "contact_id", "field": "name", "new_value": "value", "at": "timestamp"]),
    ("hubspot_shapes/engagement_call_data.csv", ["external_id": "engagement_id", "kind": "type", "at": "property_hs_timestamp"]),
    ("hubspot_shapes/merged_deal_data.csv", ["into_id": "deal_id", "merged_id": "merged_deal_id"]),
    ("hubspot_shapes/contact_merge_audit_data.csv", ["into_id": "canonical_vid", "merged_id": "vid_to_merge", "at": "timestamp"]),
    (
        "templates/krayin_leads.csv",
        [
            "external_id": "id", "deal_name": "title", "amount": "lead_value", "contact_id": "person_id", "status": "status",
            "stage_id": "lead_pipeline_stage_id", "closed_at": "closed_at", "expected_at": "expected_close_date", "reason": "lost_reason",
        ]
    ),
    ("templates/krayin_persons.csv", ["emails": "emails", "phones": "contact_numbers", "account_id": "organization_id", "title": "job_title"]),
    (
        "templates/pipedrive_import_header.csv",
        [
            "name": "Deal - Title", "amount": "Deal - Value", "contact_name": "Person - Name*",
            "email": "Person - Email (Work)", "company": "Organization - Name*",
        ]
    ),
]

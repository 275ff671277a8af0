// SPDX-License-Identifier: Apache-2.0

/// Whose export a file is. Raw values are stored with the choices that were confirmed for a source.
package enum SourceSystem: String, CaseIterable, Codable, Sendable {
    case hubspot, salesforce, odoo, pipedrive, krayin, mautic, zoho
    /// A spreadsheet, or a system that we do not know by name.
    case generic
}

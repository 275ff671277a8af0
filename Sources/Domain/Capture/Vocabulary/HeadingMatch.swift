// SPDX-License-Identifier: Apache-2.0

/// What a heading may mean.
package struct HeadingMatch: Hashable, Sendable {
    package let field: CanonicalField
    /// The kind of rows in which it means that.
    package let kind: RecordKind
    /// Whose heading it is; nil where anybody's.
    package let system: SourceSystem?
    /// 0...1; an order among guesses, not a probability.
    package let confidence: Double
}

/// What one heading may mean, the best guess first; empty where nobody knows it.
/// - Parameters: `kind` the kind of the file, or nil while that is open; `system` whose export it is, where known.
package func recognizeHeading(_ heading: String, in kind: RecordKind?, system: SourceSystem? = nil) -> [HeadingMatch] {
    let parsed = HeadingKey(heading)
    guard !parsed.key.isEmpty else { return [] }
    var best: [CanonicalField: HeadingMatch] = [:]
    for (place, lookup) in lookups(parsed, kind).enumerated() {
        for entry in HeadingWords.index[lookup.key, default: []] where kind == nil || entry.kind == kind {
            if let ownKind = lookup.kind, entry.kind != ownKind { continue }
            if lookup.isMoney && entry.field.type != .money { continue }
            if parsed.isCustom && isReference(entry.field) { continue }
            let match = HeadingMatch(
                field: entry.field, kind: entry.kind, system: entry.system,
                confidence: confidence(entry, system: system) * (parsed.isCustom ? 0.7 : 1) * (place == 0 ? 1 : 0.97))
            if best[entry.field].map({ $0.confidence < match.confidence }) ?? true { best[entry.field] = match }
        }
    }
    // Ties by name, so that the answer does not depend on hashing.
    return best.values.sorted { ($1.confidence, $0.field.name) < ($0.confidence, $1.field.name) }
}

/// Which kind a Pipedrive prefix speaks of.
func scopeKind(_ scope: String) -> RecordKind? {
    switch scope {
    case "person": .contacts
    case "organization": .accounts
    case "deal": .deals
    case "lead": .leads
    case "activity", "note": .activities
    case "product": .products
    default: nil
    }
}

private typealias Lookup = (key: String, kind: RecordKind?, isMoney: Bool)

/// `Person - Name` is `name` among persons and `personname` elsewhere; `Amount (USD)` is an amount.
private func lookups(_ parsed: HeadingKey, _ kind: RecordKind?) -> [Lookup] {
    var keys: [Lookup] = []
    if let scope = parsed.scope, let own = scopeKind(scope) {
        keys = kind == nil ? [(parsed.fullKey, nil, false), (parsed.key, own, false)] : [(parsed.fullKey, nil, false)]
        if kind == own { keys.append((parsed.key, nil, false)) }
    } else {
        keys = [(parsed.scope == nil ? parsed.key : parsed.fullKey, nil, false)]
    }
    if let money = parsed.moneyKey, !money.isEmpty { keys.append((money, parsed.scope.flatMap(scopeKind), true)) }
    return keys
}

/// A custom field named like a reference (`Account__c`) holds whatever its company put there; only its own id may be read.
private func isReference(_ field: CanonicalField) -> Bool {
    (field.type == .id || field.type == .ids) && field.name != "external_id" || field.name == "is_deleted"
}

private func confidence(_ entry: HeadingWords.Entry, system: SourceSystem?) -> Double {
    let late = Double(min(entry.order, 30))
    return switch entry.system {
    case nil: 0.98 - 0.004 * late
    case system?: 1 - 0.0005 * late
    default: system == nil ? 0.7 - 0.002 * late : 0.5 - 0.002 * late
    }
}

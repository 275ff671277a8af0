// SPDX-License-Identifier: Apache-2.0

/// The words of a file's name, lower case, without its ending: `sf_OpportunityHistory (1).csv` is sf, opportunity, history.
func fileNameTokens(_ name: String) -> [String] {
    let base = name.split(separator: "/").last.map(String.init) ?? name
    // The name of a sheet stands in brackets behind its workbook's, and is about it as much.
    if base.hasSuffix(")"), let bracket = base.lastRange(of: " ("), base[..<bracket.lowerBound].contains(".") {
        return fileNameTokens(String(base[bracket.upperBound...].dropLast())) + fileNameTokens(String(base[..<bracket.lowerBound]))
    }
    let stem = base.split(separator: ".").dropLast(base.contains(".") ? 1 : 0).joined(separator: " ")
    var tokens: [String] = [], word = "", wasLower = false
    for character in stem.isEmpty ? base : stem {
        if !character.isLetter || (character.isUppercase && wasLower) {
            if !word.isEmpty { tokens.append(wordKey(word)) }
            word = ""
        }
        if character.isLetter { word.append(character) }
        wasLower = character.isLowercase
    }
    if !word.isEmpty { tokens.append(wordKey(word)) }
    return tokens
}

/// The kinds that the words of a file's name speak of, the most specific first.
func fileHints(_ tokens: Set<String>) -> [RecordKind] {
    let fitting = KindSigns.fileWords.filter { tokens.isSuperset(of: $0.0) }
    // A stable order: longest list of words first, then as the table has them.
    return fitting.enumerated().sorted { ($1.element.0.count, $0.offset) < ($0.element.0.count, $1.offset) }.map(\.element.1)
}

/// The kind whose Salesforce ids a column holds, from at least one id and no value that is none.
func salesforceKind(_ sample: [[String]], column: Int) -> RecordKind? {
    var seen: [RecordKind: Int] = [:], others = 0
    for row in sample where row.indices.contains(column) {
        let value = row[column].split(whereSeparator: \.isWhitespace).joined()
        if value.isEmpty { continue }
        if isSalesforceId(value), let kind = KindSigns.prefixes[String(value.prefix(3))] { seen[kind, default: 0] += 1 } else { others += 1 }
    }
    guard let best = seen.max(by: { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }), best.value > others else { return nil }
    return best.key
}

/// Salesforce's Data Loader writes its own answer into a last column, STATUS or ERROR, which says nothing of the record.
func dataLoaderAnswer(_ keys: [HeadingKey], _ sample: [[String]]) -> Int? {
    guard keys.count > 1, let last = keys.indices.last else { return nil }
    switch keys[last].key {
    case "error": return last
    case "status": return sample.contains { $0.indices.contains(last) && $0[last].hasPrefix("Item ") } ? last : nil
    default: return nil
    }
}

/// 15 or 18 ASCII letters and digits, one digit at least, as every Salesforce id is.
func isSalesforceId(_ value: String) -> Bool {
    let bytes = value.utf8
    guard bytes.count == 15 || bytes.count == 18 else { return false }
    var digits = 0
    for byte in bytes {
        switch byte {
        case 48...57: digits += 1
        case 65...90, 97...122: break
        default: return false
        }
    }
    return digits >= 2
}

/// The Pipedrive prefix that most headings have; a deal file where people and deals stand in one row.
func majorityScope(_ keys: [HeadingKey]) -> RecordKind? {
    var counts: [RecordKind: Int] = [:]
    for key in keys { if let scope = key.scope, let kind = scopeKind(scope) { counts[kind, default: 0] += 1 } }
    guard let best = counts.max(by: { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }) else { return nil }
    let mixed = best.key == .contacts || best.key == .accounts
    return mixed && counts[.deals] != nil ? .deals : mixed && counts[.leads] != nil ? .leads : best.key
}

/// The stage that a heading says a record entered: `hs_v2_date_entered_closedwon`, `Date entered "Closed Won (Sales Pipeline)"`.
func enteredStage(_ heading: String) -> String? {
    var text = heading.lowercased()
    if text.hasPrefix("property_") { text.removeFirst("property_".count) }
    for prefix in [
        "hs_v2_date_entered_", "hs_date_entered_", "date entered ", "entered ", "eingangsdatum ",
        "date_entered_",
    ] where text.hasPrefix(prefix) {
        var stage = String(text.dropFirst(prefix.count)).filter { !"\"'“”".contains($0) }
        // "Closed Won (Sales Pipeline)": the pipeline in brackets is not part of the stage.
        if stage.hasSuffix(")"), let open = stage.lastIndex(of: "(") { stage = String(stage[..<open]) }
        stage = stage.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return stage.isEmpty || stage == "on" || stage == "at" || stage == "stage" ? nil : stage
    }
    return nil
}

/// The columns of people and deals that say when a record entered a stage, with that stage.
func stageColumns(_ headings: [String], of kind: RecordKind, taken: [Int: CanonicalField]) -> [Int: String] {
    guard [.contacts, .leads, .deals].contains(kind) else { return [:] }
    var columns: [Int: String] = [:]
    for column in headings.indices where taken[column] == nil || taken[column]?.type == .date {
        if let stage = enteredStage(headings[column]) { columns[column] = stage }
    }
    return columns
}

/// What a list of activities is a list of: what most of its headings speak of, else its name. `call`, `meeting`, `email`, `note`, `task`.
func activityKind(_ keys: [HeadingKey], tokens: Set<String>) -> String? {
    let kinds = ["call", "meeting", "email", "note", "task"]
    let parts: Set<String> = [
        "id", "title", "name", "subject", "direction", "duration", "outcome", "disposition", "result", "starttime", "body", "notes", "date",
    ]
    var counts: [String: Int] = [:]
    // Only to a meeting somebody is invited.
    if keys.contains(where: { $0.key.hasPrefix("invitee") }) { return "meeting" }
    for key in keys {
        let text = key.key.hasPrefix("hs") ? String(key.key.dropFirst(2)) : key.key
        guard let kind = kinds.first(where: { text.hasPrefix($0) }) else { continue }
        let rest = text.dropFirst(kind.count)
        if parts.contains(where: { rest.hasPrefix($0) }) { counts[kind, default: 0] += 1 }
    }
    if let best = counts.values.max() {
        let most = kinds.filter { counts[$0] == best }
        if most.count == 1 { return most.first }
    }
    let words = [
        "call": ["call", "calls", "anrufe", "appels"], "meeting": ["meeting", "meetings", "event", "events", "termine"],
        "email": ["email", "emails", "mails"],
        "note": ["note", "notes", "notizen"], "task": ["task", "tasks", "aufgaben"],
    ]
    let named = kinds.filter { !tokens.isDisjoint(with: words[$0, default: []]) }
    return named.count == 1 ? named.first : nil
}

extension String {
    fileprivate func lastRange(of text: String) -> Range<Index>? { ranges(of: text).last }
}

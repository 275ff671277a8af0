// SPDX-License-Identifier: Apache-2.0

/// Says what the rows of a file are and what its columns mean, from its name, its headings together and a few rows.
/// - Parameters: `sample` up to some dozens of rows, cells as text, rows may be shorter or longer than the headings;
///   `kind` what the reader said with `--as`, which then stands and only the columns are recognized;
///   `system` whose export it is, where that is known from elsewhere.
/// - Returns: kind `.unknown` with the reason where nothing fits.
package func recognizeFile(name: String, headings: [String], sample: [[String]], as kind: RecordKind? = nil, system: SourceSystem? = nil) -> FileMatch
{
    let file = FileLook(name: name, headings: headings, sample: sample, system: system)
    if let kind { return file.match(kind, confidence: 1, reasons: ["You said what it is."]) }
    if let told = file.notKept() {
        let certain: [String] = [file.idSentence(told), told.whyNotKept].compactMap(\.self)
        return FileMatch(kind: told, system: file.system, confidence: 0.9, unmatched: Array(headings.indices), reasons: certain)
    }
    let scores = file.scores()
    guard let best = scores.first, best.score >= FileLook.enough else { return file.namedOnly() ?? file.unknown(scores.first) }
    let lead = Double(best.score - (scores.dropFirst().first?.score ?? 0)) / Double(best.score)
    let confidence = file.prefixKind == nil ? min(0.95, 0.55 + 0.5 * max(0, lead)) : 0.99
    return file.match(best.kind, confidence: confidence, reasons: file.reasons(best))
}

/// Not those in which another system keeps the ids of Salesforce beside its own.
private func idColumns(_ keys: [HeadingKey]) -> [Int] {
    keys.indices.filter { keys[$0].fullKey.hasSuffix("id") && !["sfdc", "salesforce"].contains(where: keys[$0].fullKey.hasPrefix) }
}

/// A file as recognition sees it.
private struct FileLook {
    let headings: [String]
    let sample: [[String]]
    let keys: [HeadingKey]
    let fileTokens: Set<String>
    let hinted: [RecordKind]
    let system: SourceSystem
    /// What the ids in the file's own id column begin with.
    let prefixKind: RecordKind?
    let technical: Set<Int>
    let isVersioned: Bool
    let mainScope: RecordKind?

    /// Below this no kind is believed: two headings that many kinds share do not make a file.
    static let enough = 2200

    struct Score {
        let kind: RecordKind
        /// In thousandths: whole numbers, whose sum is the same in every order.
        let score: Int
        let fields: [Int: CanonicalField]
    }

    init(name: String, headings: [String], sample: [[String]], system told: SourceSystem?) {
        self.headings = headings
        self.sample = sample
        let keys = headings.map(HeadingKey.init)
        self.keys = keys
        let tokens = Set(fileNameTokens(name))
        fileTokens = tokens
        hinted = fileHints(tokens)
        let prefixKind = keys.firstIndex { $0.fullKey == "id" }.flatMap { salesforceKind(sample, column: $0) }
        self.prefixKind = prefixKind
        system =
            told
            ?? SystemSigns.likely(
                keys, headings, tokens: tokens,
                hasSalesforceIds: prefixKind != nil || idColumns(keys).contains { salesforceKind(sample, column: $0) != nil })
        var machinery = Set(keys.indices.filter { HeadingWords.technical.contains(keys[$0].fullKey) || keys[$0].key.isEmpty })
        if let answer = dataLoaderAnswer(keys, sample) { machinery.insert(answer) }
        technical = machinery
        let present = Set(keys.map(\.fullKey))
        isVersioned = present.contains("fivetranstart") && present.contains("fivetranend")
        mainScope = majorityScope(keys)
    }

    /// Kinds that are recognized only to say that nothing of them is kept.
    func notKept() -> RecordKind? {
        if let prefixKind, !prefixKind.isImported { return prefixKind }
        guard prefixKind == nil else { return nil }
        let present = Set(keys.flatMap { [$0.key, $0.fullKey] })
        if fileTokens.contains("ticket") || fileTokens.contains("tickets") { return .tickets }
        return KindSigns.notKept.first { rule in
            rule.all.allSatisfy(present.contains) && !rule.none.contains(where: present.contains)
        }?.0
    }

    /// A file of nothing but ids, or of first and last names beside what nobody knows: its name, or theirs, says what the rows are.
    func namedOnly() -> FileMatch? {
        if keys.contains(where: { $0.fullKey == "id" }), let kind = hinted.first, [.accounts, .contacts, .leads, .deals, .products].contains(kind) {
            return match(kind, confidence: 0.6, reasons: ["The file's name says so; beside ids little is known."])
        }
        let names = Set(assign(.contacts).values.map(\.name))
        guard names.isSuperset(of: ["first_name", "last_name"]) else { return nil }
        return match(.contacts, confidence: 0.6, reasons: ["The rows have first and last names."])
    }

    /// Every kind that the file could be, best first. A tie goes to the kind that others refer to and so is loaded first, then by name.
    func scores() -> [Score] {
        RecordKind.allCases.filter(\.isImported).compactMap(score).sorted {
            ($1.score, $0.kind.rank, $0.kind.rawValue) < ($0.score, $1.kind.rank, $1.kind.rawValue)
        }
    }

    private func score(_ kind: RecordKind) -> Score? {
        let fields = assign(kind)
        let names = Set(fields.values.map(\.name))
        let isPrefix = prefixKind == kind
        guard isPrefix || !names.subtracting(idNames).isEmpty || isLink(kind) else { return nil }
        let groups = KindSigns.needs[kind, default: []]
        let signs = self.signs(kind, fields)
        guard isPrefix || isKnownEnough(kind, fields) else { return nil }
        guard isPrefix || groups.allSatisfy({ $0.contains(where: { names.contains($0) || signs.contains($0) }) }) else { return nil }
        var points = isPrefix ? 10_000 : 0
        for column in fields.keys { points += weight(column) / (keys[column].isCustom ? 5 : 1) }
        points += 500 * groups.count + coverage(fields, of: 2000)
        if let place = hinted.firstIndex(of: kind) { points += place == 0 ? 1500 : 750 }
        if signs.contains("#own") { points += 600 }
        if signs.contains("#across") { points += 1500 }
        // What a day cost, or what an advertisement was shown, is spend whatever the file is called.
        if signs.contains("#daily") { points += 1500 }
        if signs.contains("#delivery") { points += 2500 }
        // On which page somebody converted is told of a form that was sent; when, is no conversion of a lead.
        if signs.contains("#form") { points += 4000 }
        if kind == .leads && system != .hubspot && saysLead(fields) { points += 1000 }
        if mainScope == kind { points += 3000 }
        return Score(kind: kind, score: points, fields: fields)
    }

    /// A file of which hardly any heading is known is something else: one shared word makes no list of campaigns. What its name or its system
    /// says stands, and so do first and last names.
    private func isKnownEnough(_ kind: RecordKind, _ fields: [Int: CanonicalField]) -> Bool {
        if hinted.first == kind || system != .generic || !spread(kind).isEmpty { return true }
        return coverage(fields, of: 100) >= 35 || fields.keys.reduce(0) { $0 + weight($1) } >= 2000
    }

    /// How telling a column's heading is, in thousandths.
    private func weight(_ column: Int) -> Int { Int(HeadingWords.weight(ofKey: weightKey(column)) * 1000) }

    /// HubSpot keeps the lead status on contacts; elsewhere it makes a lead of a person.
    private func saysLead(_ fields: [Int: CanonicalField]) -> Bool {
        fields.contains { column, field in
            ["mql_at", "sal_at", "sql_at", "converted_at", "is_converted"].contains(field.name)
                || field.name == "status" && keys[column].key.contains("lead") && !keys[column].isCustom
        }
    }

    private func weightKey(_ column: Int) -> String {
        let key = keys[column]
        if HeadingWords.index[key.key] != nil { return key.key }
        return key.moneyKey.flatMap { HeadingWords.index[$0] == nil ? nil : $0 } ?? key.fullKey
    }

    private func isLink(_ kind: RecordKind) -> Bool {
        [.accountContacts, .dealContacts, .dealAccounts, .activityLinks, .teamMembers, .merges].contains(kind)
    }

    private var idNames: Set<String> { ["external_id", "is_deleted", "user_id"] }

    /// The share of the headings that are known, as a whole number of `whole`.
    private func coverage(_ fields: [Int: CanonicalField], of whole: Int) -> Int {
        let counted = keys.count - technical.count
        return counted > 0 ? min(whole, whole * fields.keys.count { !technical.contains($0) } / counted) : 0
    }

    private func signs(_ kind: RecordKind, _ fields: [Int: CanonicalField]) -> Set<String> {
        var signs: Set<String> = []
        if hinted.first == kind { signs.insert("#file") }
        if kind == .members && !fileTokens.isDisjoint(with: KindSigns.strongMemberWords) { signs.insert("#strong") }
        let own = KindSigns.ownWords[kind, default: []]
        if fields.contains(where: { column, field in
            ["external_id", "name", "owner", "deal_name", "email"].contains(field.name) && own.contains { keys[column].fullKey.contains($0) }
        }) {
            signs.insert("#own")
        }
        if !spread(kind).isEmpty { signs.insert("#across") }
        if kind == .spend, fields.contains(where: { $1.name == "amount" }) {
            let hasDay = fields.contains { $1.name == "day" && KindSigns.dayWords.contains(keys[$0].key) }
            if hasDay && coverage(fields, of: 100) >= 75 { signs.insert("#daily") }
            if keys.contains(where: { KindSigns.deliveryWords.contains($0.key) }) { signs.insert("#delivery") }
        }
        let names = Set(fields.values.map(\.name))
        // Whoever tells first and last names apart lists people.
        let isNamed = names.isSuperset(of: ["first_name", "last_name"]), hasName = !names.isDisjoint(with: ["first_name", "last_name"])
        if kind == .formSubmissions, keys.contains(where: { ["conversionpage", "formname", "formtitle"].contains($0.fullKey) }) {
            signs.insert("#form")
        }
        if kind == .deals, names.contains("amount"), !names.isDisjoint(with: ["name", "owner", "contact_name"]) { signs.insert("#priced") }
        if isNamed || hasName && (names.contains("external_id") || coverage(fields, of: 100) >= 80) { signs.insert("#people") }
        return signs
    }

    /// The best heading for each field, the best field for each heading, in the order of confidence.
    func assign(_ kind: RecordKind) -> [Int: CanonicalField] {
        var offers: [(column: Int, match: HeadingMatch)] = []
        for column in headings.indices where !technical.contains(column) {
            for match in recognizeHeading(headings[column], in: kind, system: system) { offers.append((column, match)) }
        }
        offers.sort { ($1.match.confidence, $0.column, $0.match.field.name) < ($0.match.confidence, $1.column, $1.match.field.name) }
        var fields: [Int: CanonicalField] = [:], taken: Set<String> = []
        for offer in offers where fields[offer.column] == nil && !taken.contains(offer.match.field.name) {
            fields[offer.column] = offer.match.field
            taken.insert(offer.match.field.name)
        }
        return fields
    }

    func idSentence(_ kind: RecordKind) -> String? {
        prefixKind == kind ? "The ids begin as Salesforce's ids of \(kind.label.lowercased()) do." : nil
    }

    func reasons(_ best: Score) -> [String] {
        var reasons = [idSentence(best.kind)].compactMap(\.self)
        let telling = best.fields.keys.filter { weight($0) >= 400 }.sorted().prefix(5).map { "“\(headings[$0])”" }
        if !telling.isEmpty { reasons.append("Such headings belong to \(best.kind.label.lowercased()): \(telling.joined(separator: ", ")).") }
        if hinted.contains(best.kind) { reasons.append("The file's name says so.") }
        reasons.append("\(best.fields.count) of \(headings.count) headings are known.")
        if keys.last?.key == "error" { reasons.append("The column “\(headings.last ?? "")” says that Salesforce refused these rows.") }
        return reasons
    }

    func unknown(_ best: Score?) -> FileMatch {
        let known = headings.indices.filter { !recognizeHeading(headings[$0], in: nil).isEmpty && !technical.contains($0) }
        let shown = known.prefix(5).map { "“\(headings[$0])”" }.joined(separator: ", ")
        let why =
            switch known.count {
            case 0: "None of the \(headings.count) headings is known."
            case _ where known.allSatisfy { keys[$0].key.hasSuffix("id") }: "There are only ids (\(shown)) and nothing that they are ids of."
            default: "Only \(shown) \(known.count == 1 ? "is" : "are") known, which does not say what the rows are or how to tell them apart."
            }
        return FileMatch(
            kind: .unknown, system: system, confidence: best == nil ? 0.9 : 0.6, unmatched: Array(headings.indices),
            reasons: [why])
    }

    /// The whole answer for a kind.
    func match(_ kind: RecordKind, confidence: Double, reasons: [String]) -> FileMatch {
        var match = FileMatch(kind: kind, system: system, confidence: confidence, mapping: assign(kind), reasons: reasons)
        if system == .generic { match.possibleSystems = SystemSigns.possible(headings) }
        match.stageColumns = stageColumns(headings, of: kind, taken: match.mapping)
        for column in match.stageColumns.keys { match.mapping[column] = nil }
        nameVersions(&match)
        match.subject = match.subject ?? subject(kind, match)
        match.spread = spread(kind)
        if kind == .activities { match.activityKind = activityKind(keys, tokens: fileTokens) }
        for column in match.spread { match.mapping[column] = nil }
        nameOwnId(&match)
        CellSigns.mend(&match, keys, sample)
        // An amount in the company's currency is not in the one that the row names.
        if let amount = match.column(of: "amount"), KindSigns.companyAmounts.contains(keys[amount].key), let named = match.column(of: "currency") {
            match.mapping[named] = nil
        }
        match.technical = technical.subtracting(match.mapping.keys).sorted()
        match.unmatched = headings.indices.filter {
            match.mapping[$0] == nil && match.stageColumns[$0] == nil && !technical.contains($0) && !match.spread.contains($0)
        }
        return match
    }

    /// Fivetran's history mode keeps every version of a record: the same columns, with from when until when.
    private func nameVersions(_ match: inout FileMatch) {
        let history: [RecordKind: RecordKind] = [.contacts: .fieldHistory, .accounts: .fieldHistory, .leads: .leadHistory, .deals: .dealHistory]
        if isVersioned, let kind = history[match.kind] {
            (match.subject, match.kind, match.isVersions) = (match.kind, kind, true)
            for (key, name) in [("fivetranstart", "from_at"), ("fivetranend", "to_at")] {
                guard let column = keys.firstIndex(where: { $0.fullKey == key }) else { continue }
                match.mapping[column] = CanonicalField.named(name)
            }
            match.reasons.append("Each row is one version of a record, with the time from which and until which it held.")
        } else if match.kind == .dealHistory && match.column(of: "field") == nil && match.column(of: "stage") != nil {
            match.isVersions = true
        }
    }

    private func subject(_ kind: RecordKind, _ match: FileMatch) -> RecordKind? {
        switch kind {
        case .leadHistory: .leads
        case .dealHistory, .stageHistory: .deals
        case .fieldHistory: match.column(of: "account_id") != nil && match.column(of: "contact_id") == nil ? .accounts : .contacts
        case .merges:
            match.mapping.keys.contains { keys[$0].key.contains("deal") || keys[$0].key.contains("opportunity") }
                ? .deals
                : match.mapping.keys.contains { keys[$0].key.contains("company") || keys[$0].key.contains("account") } ? .accounts : .contacts
        default: nil
        }
    }

    /// Where a file of records has no id that we know, a column called something-id whose values all differ is one.
    private func nameOwnId(_ match: inout FileMatch) {
        let wanting: Set<RecordKind> = [.contacts, .leads, .accounts, .deals, .products, .members]
        guard wanting.contains(match.kind), match.column(of: "external_id") == nil, let field = CanonicalField.named("external_id") else { return }
        for column in headings.indices where match.mapping[column] == nil && !technical.contains(column) && keys[column].key.hasSuffix("id") {
            let values = sample.compactMap { $0.indices.contains(column) && !$0[column].isEmpty ? $0[column] : nil }
            guard !values.isEmpty, values.count == sample.count, Set(values).count == values.count else { continue }
            match.mapping[column] = field
            match.reasons.append("“\(headings[column])” is taken as the id, since no two rows share one.")
            return
        }
    }

    private func spread(_ kind: RecordKind) -> [Int] {
        switch kind {
        case .spend: return MonthColumn.named(in: headings)
        case .rates:
            let currencies = headings.indices.filter { headings[$0] == headings[$0].uppercased() && Currency(headings[$0]) != nil }
            return currencies.count >= 2 ? currencies : []
        default: return []
        }
    }
}

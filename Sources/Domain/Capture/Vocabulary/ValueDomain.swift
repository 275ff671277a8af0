// SPDX-License-Identifier: Apache-2.0

/// What a column's values speak of, and so which words are looked up.
package enum ValueDomain: String, CaseIterable, Codable, Sendable {
    /// Lifecycle stages of people → `Stage.name`.
    case stage
    /// Lead statuses → `Stage.name`.
    case status
    /// Deal stages and deal statuses → `open`, `won`, `lost`, with the place in the order; `deleted` where the other system deleted it.
    case dealStage = "deal_stage"
    /// Sources → a readable label, with its channel.
    case source
    /// How a deal or lead ended → `open`, `won`, `lost`, `disqualified`.
    case outcome
    /// What came of a call or meeting → `attempt`, `reached`, `held`, `planned`, `missed`, `canceled`.
    case contactOutcome = "contact_outcome"
    /// Why lost or disqualified → `price`, `competitor`, `timing`, `no_budget`, …
    case reason
    /// Countries → ISO 3166 alpha-2.
    case country
    /// → `call`, `email`, `meeting`, `task`, `note`, `message`, and the events of an e-mail: `sent`, `delivered`, `open`, `click`, …
    case activityKind = "activity_kind"
    /// → `inbound`, `outbound`.
    case direction
    /// Kinds of deals → `new`, `expansion`, `renewal`, `winback`.
    case dealKind = "deal_kind"
    /// → `true`, `false`.
    case boolean
}

/// What a raw value is proposed to mean; a person confirms it once per source.
package struct ProposedValue: Hashable, Sendable, Codable {
    package let canonical: String
    /// 0...1; below 0.7 a person should look.
    package let confidence: Double
    /// Of a deal stage: its place among the open stages, from 1; nil where nobody knows it.
    package let position: Int?
    /// Of a source: `organic_search`, `paid_search`, `email`, `social`, `paid_social`, `referral`, `direct`, `offline`, `event`,
    /// `partner`, `phone`, `web`, `outbound`, `advertising`, `content`, `purchased`, `ai`, `other`; nil where nobody knows it.
    package let channel: String?

    package init(_ canonical: String, confidence: Double, position: Int? = nil, channel: String? = nil) {
        (self.canonical, self.confidence, self.position, self.channel) = (canonical, confidence, position, channel)
    }
}

/// What a raw value may mean.
/// - Returns: nil for an empty value and where nobody knows it: it then stays raw and is listed. An unknown source is itself, cleaned.
package func proposeValue(_ raw: String, in domain: ValueDomain, system: SourceSystem = .generic) -> ProposedValue? {
    let key = wordKey(raw)
    switch domain {
    case .country: return countryCode(raw).map { ProposedValue($0, confidence: raw.count <= 3 ? 0.95 : 0.99) }
    case .boolean: return isTrue(raw).map { ProposedValue($0 ? "true" : "false", confidence: 0.99) }
    case .source: return proposeSource(raw, key)
    case .stage: return ValueWords.lookup(raw, .stage) ?? ValueWords.lookup(raw, .status).map { lower($0, by: 0.9) } ?? stageOfDealStage(raw)
    case .status: return ValueWords.lookup(raw, .status) ?? ValueWords.lookup(raw, .stage).map { lower($0, by: 0.9) } ?? stageOfDealStage(raw)
    case .dealStage: return proposeDealStage(raw, system)
    default: return ValueWords.lookup(raw, domain)
    }
}

/// The stage of the flow that a raw lifecycle stage, lead status or deal stage stands for; nil where nobody knows it.
/// An open deal stage is `.opportunity`.
package func proposeStage(_ raw: String, in domain: ValueDomain, system: SourceSystem = .generic) -> Stage? {
    guard let value = proposeValue(raw, in: domain, system: system) else { return nil }
    return value.canonical == "open" ? .opportunity : Stage(name: value.canonical)
}

/// Whether a cell says yes or no; nil where it says neither.
package func isTrue(_ raw: String) -> Bool? {
    switch wordKey(raw) {
    case "true", "t", "yes", "y", "1", "ja", "j", "wahr", "oui", "o", "vrai", "x", "on", "si", "checked", "done": true
    case "false", "f", "no", "n", "0", "nein", "falsch", "non", "faux", "off", "unchecked", "todo": false
    default: raw == "✓" || raw == "✔" ? true : nil
    }
}

private func lower(_ value: ProposedValue, by factor: Double) -> ProposedValue {
    ProposedValue(value.canonical, confidence: value.confidence * factor, position: value.position, channel: value.channel)
}

/// Where lead and deal are one record (Odoo, Krayin), its stage may be that of a deal. That something is open or active says of a person
/// nothing of a deal.
private func stageOfDealStage(_ raw: String) -> ProposedValue? {
    ValueWords.lookup(raw, .dealStage).flatMap { $0.canonical == "open" && $0.position == nil ? nil : $0 }.map {
        ProposedValue($0.canonical == "open" ? "opportunity" : $0.canonical, confidence: 0.6)
    }
}

/// A custom stage is open unless its name says that it is won or lost, which a person must confirm.
private func proposeDealStage(_ raw: String, _ system: SourceSystem) -> ProposedValue? {
    if let known = ValueWords.lookup(raw, .dealStage) { return known }
    let words = Set(valueKey(raw).split { !$0.isLetter }.map { wordKey(String($0)) })
    if !words.isDisjoint(with: ["lost", "verloren", "perdu", "perdue", "abandoned"]) { return ProposedValue("lost", confidence: 0.6) }
    if !words.isDisjoint(with: ["won", "gewonnen", "gagne", "gagnee"]) { return ProposedValue("won", confidence: 0.6) }
    return nil
}

private func proposeSource(_ raw: String, _ key: String) -> ProposedValue? {
    if let known = ValueWords.lookup(raw, .source) { return known }
    let label = raw.split(whereSeparator: { $0.isWhitespace || $0 == "\u{FEFF}" }).joined(separator: " ")
    guard !key.isEmpty else { return nil }
    let parts = label.split(separator: "/").map { wordKey(String($0)) }
    if parts.count == 2, let site = parts.first, let medium = parts.last, var meant = ValueWords.mediums[medium] {
        if ValueWords.networks.contains(site) {
            if meant == "Paid search" { meant = "Paid social" } else if meant == "Organic search" { meant = "Social media" }
        }
        let channel = ValueWords.lookup(meant, .source)?.channel
        return ProposedValue(meant, confidence: 0.9, channel: channel)
    }
    return ProposedValue(label, confidence: 0.3)
}

/// Whether a cell names a medium that, together with its source, says more than the source alone: `google` and `cpc` are paid search.
package func isMedium(_ raw: String) -> Bool { ValueWords.mediums[wordKey(raw)] != nil }

// SPDX-License-Identifier: Apache-2.0

extension ValueDomain {
    /// What a value may be said to mean, in the order in which a reader chooses; unique. Countries are alpha-2 codes.
    package var known: [String] {
        switch self {
        case .stage, .status: return Stage.allCases.map(\.name)
        case .dealStage: return ["open", "won", "lost", "deleted"]
        case .outcome: return ["open", "won", "lost", "disqualified"]
        case .country: return knownCountries.map(\.code)
        case .boolean: return ["true", "false"]
        case .source, .contactOutcome, .reason, .activityKind, .direction, .dealKind: return ValueWords.canonicals[self] ?? []
        }
    }

    /// What a reader sees for one of `known`, or for a source's own label.
    package func label(of value: String) -> String {
        switch self {
        case .stage, .status: return Stage(name: value)?.label ?? value
        case .source: return value
        case .country: return knownCountries.first { $0.code == value }?.name ?? value
        default:
            let words = value.split(separator: "_").joined(separator: " ")
            return words.prefix(1).uppercased() + words.dropFirst()
        }
    }

    /// As a heading above its values.
    package var title: String {
        switch self {
        case .stage: "Lifecycle stage"
        case .status: "Status"
        case .dealStage: "Deal stage"
        case .source: "Source"
        case .outcome: "Outcome"
        case .contactOutcome: "Outcome of calls and meetings"
        case .reason: "Reason"
        case .country: "Country"
        case .activityKind: "Kind of activity"
        case .direction: "Direction"
        case .dealKind: "Kind of deal"
        case .boolean: "Yes or no"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// What may be known of a lead when it comes, by the journal's order: words as codes, or numbers.
package struct Feature: Sendable {
    package let name: String
    package let values: Values

    package enum Values: Sendable {
        case words(Coded)
        /// −∞ and NaN stand for nothing known.
        case numbers([Double])
    }

    package init(_ name: String, _ values: Values) { (self.name, self.values) = (name, values) }
}

/// A field that is not used, and why: it may have been filled in afterwards.
package struct BarredField: Hashable, Sendable, Codable {
    package let name: String
    package let reason: Reason

    package enum Reason: String, Sendable, Codable {
        /// Filled almost only where there was an opportunity, or almost only where there was none.
        case oneSided = "one_sided"
        /// By its name it tells how the lead ended.
        case outcome
        /// Its values are people.
        case people
    }

    package init(_ name: String, _ reason: Reason) { (self.name, self.reason) = (name, reason) }
}

/// One condition of a definition, over one feature.
package struct Clause: Hashable, Sendable, Codable {
    package let feature: String
    package let condition: Condition

    package enum Condition: Hashable, Sendable, Codable {
        case isOneOf([String])
        /// Not known at all is none of them.
        case isNoneOf([String])
        case isAtLeast(Double)
    }

    package init(_ feature: String, _ condition: Condition) { (self.feature, self.condition) = (feature, condition) }
}

/// A good lead meets every clause. Three at most: two leaders must be able to say it by heart.
package struct Definition: Hashable, Sendable, Codable {
    package let clauses: [Clause]

    package init(_ clauses: [Clause]) { self.clauses = clauses }

    package static let most = 3
}

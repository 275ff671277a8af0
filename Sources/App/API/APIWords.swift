// SPDX-License-Identifier: Apache-2.0
import Domain

/// Words that are stored as numbers, as the API writes them.
enum APIWords {
    /// `emailSent` as `email_sent`.
    static func snake(_ name: String) -> String {
        name.unicodeScalars.reduce(into: "") { result, scalar in
            if ("A"..."Z").contains(Character(scalar)) { result += "_" + String(scalar).lowercased() } else { result.unicodeScalars.append(scalar) }
        }
    }

    static let stages = Stage.allCases.map(\.name)
    static let precisions = Precision.allCases.map { "\($0)" }
    static let bases = [Basis.decided, .derived, .observed, .inferred].map { "\($0)" }
    static let leadKinds = [LeadKind.new, .expansion, .renewal, .winBack].map { snake("\($0)") }
    static let origins = [Origin.unknown, .inbound, .outbound, .partner, .referral, .product].map { "\($0)" }
    static let outcomes = [DealOutcome.open, .won, .lost].map(\.name)
    static let links = [DealLink.byHand, .id, .role, .email, .accountAndTime].map { snake("\($0)") }
    static let sides = [TouchSide.buyer, .marketing, .sales, .partner, .system].map { "\($0)" }
    static let directions = [TouchDirection.inbound, .outbound, .none].map { "\($0)" }
    static let touchOutcomes = [TouchOutcome.none, .attempt, .reached, .meeting].map { "\($0)" }
    static let touchKinds = TouchKind.allCases.map { snake("\($0)") }
    static let evidences = [Evidence.observed, .logged, .imported].map { "\($0)" }
    static let exclusions = Exclusion.allCases.map(\.name)

    /// The word of a stored number; nil for one that this version does not know.
    static func word<Word: RawRepresentable>(_ raw: Int64, as _: Word.Type) -> String? where Word.RawValue == Int64 {
        Word(rawValue: raw).map { snake("\($0)") }
    }
}

/// Somebody or something that a row names.
struct Named: Encodable, Sendable {
    let id: Int64
    let name: String?

    /// - Returns: nil for 0, which is nobody.
    init?(_ id: Int64, _ name: String) {
        guard id != 0 else { return nil }
        (self.id, self.name) = (id, name.isEmpty ? nil : name)
    }

    static func shape(_ about: String) -> Shape { .object(about, ["id": .always(.id()), "name": .maybe(.text())]) }
}

/// A moment with what its source really said of it.
struct Told: Encodable, Sendable {
    let at: Moment
    let precision: String

    init(_ at: Moment, _ precision: Precision) { (self.at, self.precision) = (at, "\(precision)") }
    init(_ time: Timestamp) { self.init(time.at, time.precision) }

    static func shape(_ about: String) -> Shape {
        .object(
            about + " With the precision unknown its moment only says where it stands in the order.",
            ["at": .always(.moment()), "precision": .always(.words(APIWords.precisions))])
    }
}

extension String {
    /// nil where it is empty: absent is not the same as an empty text.
    var nonEmpty: String? { isEmpty ? nil : self }
}

extension Money {
    static let apiShape = Shape.object(
        "Minor units of a currency by ISO 4217: 1250 EUR are 12.50 €.", ["minor": .always(.int()), "currency": .always(.text())])
}

// SPDX-License-Identifier: Apache-2.0
import Domain

/// What the document says of a parameter.
struct ParameterSign: Sendable {
    let name: String
    let shape: Shape
    let about: String
    let example: String
}

/// A parameter of a query: the one declaration from which it is read and described.
struct Parameter<Value: Sendable>: Sendable {
    let sign: ParameterSign
    /// What to write instead.
    let remedy: String
    let read: @Sendable (String) -> Value?

    init(_ name: String, _ shape: Shape, _ about: String, example: String, remedy: String, read: @escaping @Sendable (String) -> Value?) {
        sign = ParameterSign(name: name, shape: shape, about: about, example: example)
        (self.remedy, self.read) = (remedy, read)
    }
}

extension Parameter where Value == Int64 {
    static func int(_ name: String, _ range: ClosedRange<Int64>, _ about: String, example: String) -> Parameter {
        let upper = range.upperBound == .max ? "or more" : "to \(range.upperBound)"
        return Parameter(name, .int("", range), about, example: example, remedy: "Write a whole number, \(range.lowerBound) \(upper).") { text in
            // "+1" and "007" would be other spellings of one question.
            guard let number = Int64(text), String(number) == text, range.contains(number) else { return nil }
            return number
        }
    }

    static func id(_ name: String, _ about: String, example: String = "12") -> Parameter { int(name, 1...Int64.max, about, example: example) }
}

extension Parameter where Value == String {
    static func text(_ name: String, longest: Int, _ about: String, example: String) -> Parameter {
        let shape = Shape(["type": .text("string"), "minLength": .int(1), "maxLength": .int(Int64(longest))])
        return Parameter(name, shape, about, example: example, remedy: "Write 1 to \(longest) characters.") { text in
            text.isEmpty || text.unicodeScalars.count > longest ? nil : text
        }
    }
}

extension Parameter {
    /// One of a few words.
    static func word(_ name: String, _ words: [(String, Value)], _ about: String, example: String) -> Parameter {
        let names = words.map(\.0)
        return Parameter(name, .words(names), about, example: example, remedy: "Write one of: \(names.joined(separator: ", ")).") { text in
            words.first { $0.0 == text }?.1
        }
    }
}

extension Parameter where Value == Moment {
    static func moment(_ name: String, _ about: String, example: String = "2026-07-01T00:00:00Z") -> Parameter {
        Parameter(
            name, .moment(), about, example: example,
            remedy: "Write it as 2026-07-01T00:00:00Z; the + of an offset is written %2B in an address."
        ) { Moment(rfc3339: $0) }
    }
}

/// The parameters of one request, read once and strictly: each at most once, and none that is not known.
struct Asked: Sendable {
    /// The moment of the request.
    let now: Moment
    private let values: [String: String]

    /// Bytes of a query at most.
    static let longest = 8_000

    /// - Throws: `Problem` that names the parameter.
    init(_ query: Substring.UTF8View, knowing signs: [ParameterSign], now: Moment) throws {
        guard query.count <= Self.longest else {
            throw Problem(
                "query_too_long", "The query is longer than \(Self.longest) bytes.", remedy: "Ask for less at a time.", fault: .usage)
        }
        let known = Set(signs.map(\.name))
        var values: [String: String] = [:]
        for pair in try Fields(urlEncoded: query).pairs {
            guard known.contains(pair.name) else {
                throw Problem(
                    "unknown_parameter", "There is no parameter \"\(pair.name.prefix(100))\" here.", at: String(pair.name.prefix(100)),
                    remedy: known.isEmpty ? "Leave it out." : "Known are: \(known.sorted().joined(separator: ", ")).", fault: .usage)
            }
            guard values.updateValue(pair.value, forKey: pair.name) == nil else {
                throw Problem(
                    "repeated_parameter", "The parameter \"\(pair.name)\" is there twice.", at: pair.name, remedy: "Say it once.", fault: .usage)
            }
        }
        (self.values, self.now) = (values, now)
    }

    /// - Returns: nil where it was not said.
    /// - Throws: `Problem` where it can't be read.
    func callAsFunction<Value>(_ parameter: Parameter<Value>) throws -> Value? {
        guard let text = values[parameter.sign.name] else { return nil }
        guard let value = parameter.read(text) else {
            throw Problem(
                "bad_parameter", "\"\(text.prefix(100))\" is no value of \"\(parameter.sign.name)\".", at: parameter.sign.name,
                remedy: parameter.remedy, fault: .usage)
        }
        return value
    }

    /// The question apart from its page: a place in the answer to another question means nothing here.
    var question: String {
        Fields(values.filter { $0.key != "limit" && $0.key != "after" }.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) })
            .urlEncoded
    }
}

/// Parameters that several addresses have.
enum CommonParameters {
    static let limit = Parameter<Int64>.int(
        "limit", 1...1000, "Rows at most: 100 on a page unless said; all of them as NDJSON unless said.", example: "50")
    static let after = Parameter<String>.text(
        "after", longest: 400, "Where to go on: the `next` of the page before, with the same other parameters.", example: "MTIuMTM0")
    static let asOf = Parameter<Moment>.moment(
        "as_of",
        "What the ledger, as it is known today, says of that moment: only what had happened by then. A moment that is still to come is refused. "
            + "Without it, everything that is recorded counts, also what is dated ahead.")

    /// - Throws: `Problem` for a moment that has not come.
    static func moment(_ asked: Asked) throws -> Moment? {
        guard let moment = try asked(asOf) else { return nil }
        guard moment <= asked.now else {
            throw Problem(
                "moment_ahead", "\(moment.rfc3339) is still to come.", at: "as_of", remedy: "Name a moment that is over, or leave it out.",
                fault: .usage)
        }
        return moment
    }
}

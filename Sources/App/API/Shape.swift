// SPDX-License-Identifier: Apache-2.0

/// JSON as a value: for documents whose keys are no Swift names.
indirect enum JSONValue: Encodable, Sendable {
    case text(String), int(Int64), real(Double), flag(Bool)
    case list([JSONValue])
    case object([String: JSONValue])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .real(let value): try container.encode(value)
        case .flag(let value): try container.encode(value)
        case .list(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        }
    }
}

/// What a value of an answer or a parameter looks like: a JSON Schema (draft 2020-12), as OpenAPI 3.1 takes it.
struct Shape: Sendable {
    var json: [String: JSONValue]

    init(_ json: [String: JSONValue]) { self.json = json }

    private init(type: String, _ about: String, _ more: [String: JSONValue] = [:]) {
        json = more
        json["type"] = .text(type)
        if !about.isEmpty { json["description"] = .text(about) }
    }

    static func text(_ about: String = "", longest: Int? = nil) -> Shape {
        Shape(type: "string", about, longest.map { ["maxLength": .int(Int64($0))] } ?? [:])
    }

    static func words(_ words: [String], _ about: String = "") -> Shape {
        Shape(type: "string", about, ["enum": .list(words.map { .text($0) })])
    }

    /// RFC 3339 in UTC.
    static func moment(_ about: String = "") -> Shape { Shape(type: "string", about, ["format": .text("date-time")]) }
    static func day(_ about: String = "") -> Shape { Shape(type: "string", about, ["format": .text("date")]) }

    static func int(_ about: String = "", _ range: ClosedRange<Int64>? = nil) -> Shape {
        var more: [String: JSONValue] = ["format": .text("int64")]
        if let range {
            more["minimum"] = .int(range.lowerBound)
            if range.upperBound < .max { more["maximum"] = .int(range.upperBound) }
        }
        return Shape(type: "integer", about, more)
    }

    static func count(_ about: String = "") -> Shape { int(about, 0...Int64.max) }
    static func id(_ about: String = "") -> Shape { int(about, 1...Int64.max) }
    static func real(_ about: String = "") -> Shape { Shape(type: "number", about) }

    static func share(_ about: String = "") -> Shape { Shape(type: "number", about, ["minimum": .int(0), "maximum": .int(1)]) }
    static func flag(_ about: String = "") -> Shape { Shape(type: "boolean", about) }
    static func list(_ of: Shape, _ about: String = "") -> Shape { Shape(type: "array", about, ["items": .object(of.json)]) }

    /// An object whose names are data, such as custom fields.
    static func map(_ of: Shape, _ about: String = "") -> Shape { Shape(type: "object", about, ["additionalProperties": .object(of.json)]) }

    /// An object with these names and no others.
    static func object(_ about: String = "", _ properties: KeyValuePairs<String, Property>) -> Shape {
        var all: [String: JSONValue] = [:]
        for (name, property) in properties { all[name] = .object(property.shape.json) }
        let required = properties.filter { $0.value.isAlways }.map { JSONValue.text($0.key) }
        var more: [String: JSONValue] = ["properties": .object(all), "additionalProperties": .flag(false)]
        if !required.isEmpty { more["required"] = .list(required) }
        return Shape(type: "object", about, more)
    }

    /// One of the named shapes of the document.
    static func named(_ name: String) -> Shape { Shape(["$ref": .text("#/components/schemas/\(name)")]) }

    /// What is always there, and what is absent where it is not known.
    struct Property: Sendable {
        let shape: Shape
        let isAlways: Bool

        static func always(_ shape: Shape) -> Property { Property(shape: shape, isAlways: true) }
        static func maybe(_ shape: Shape) -> Property { Property(shape: shape, isAlways: false) }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Foundation

/// JSON as a test looks at it.
enum Node: Hashable, Sendable, Decodable {
    case null, flag(Bool), number(Double), text(String), list([Node]), object([String: Node])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .flag(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([Node].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: Node].self))
        }
    }

    static func read(_ text: String) throws -> Node { try JSONDecoder().decode(Node.self, from: Data(text.utf8)) }

    subscript(name: String) -> Node? { if case .object(let values) = self { values[name] } else { nil } }
    var items: [Node] { if case .list(let values) = self { values } else { [] } }
    var text: String? { if case .text(let value) = self { value } else { nil } }
    var int: Int64? { if case .number(let value) = self { Int64(exactly: value) } else { nil } }
    var names: Set<String> { if case .object(let values) = self { Set(values.keys) } else { [] } }
}

/// Holds values against the shapes of the document: as much of JSON Schema as those use, read on its own.
struct ShapeCheck {
    let schemas: Node

    init(document: Node) { schemas = document["components"]?["schemas"] ?? .null }

    /// - Returns: what does not fit, with its place; empty where all does.
    func misfits(_ value: Node, _ named: String) -> [String] {
        guard let schema = schemas[named] else { return ["no shape \(named)"] }
        return misfits(value, schema, at: named)
    }

    func misfits(_ value: Node, _ schema: Node, at place: String) -> [String] {
        if let reference = schema["$ref"]?.text {
            let name = String(reference.split(separator: "/").last ?? "")
            return schemas[name].map { misfits(value, $0, at: "\(place)(\(name))") } ?? ["\(place): no shape \(name)"]
        }
        switch (schema["type"]?.text, value) {
        case ("object", .object(let values)):
            let properties = schema["properties"] ?? .object([:]), more = schema["additionalProperties"]
            let missing = (schema["required"]?.items ?? []).compactMap(\.text).filter { values[$0] == nil }.map { "\(place): no \($0)" }
            return missing
                + values.sorted { $0.key < $1.key }.flatMap { name, inner -> [String] in
                    if let property = properties[name] { return misfits(inner, property, at: "\(place).\(name)") }
                    guard let more, more != .flag(false) else { return ["\(place): \(name) is not promised"] }
                    return misfits(inner, more, at: "\(place).\(name)")
                }
        case ("array", .list(let values)):
            guard let items = schema["items"] else { return ["\(place): items of no shape"] }
            return values.enumerated().flatMap { misfits($1, items, at: "\(place)[\($0)]") }
        case ("string", .text(let text)):
            if let words = schema["enum"]?.items, !words.contains(.text(text)) { return ["\(place): \(text) is none of its words"] }
            let isMoment = schema["format"]?.text == "date-time"
            if isMoment, text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z/) == nil { return ["\(place): \(text) is no moment"] }
            if schema["format"]?.text == "date", text.wholeMatch(of: /\d{4}-\d\d-\d\d/) == nil { return ["\(place): \(text) is no day"] }
            return []
        case ("integer", .number(let number)), ("number", .number(let number)):
            if schema["type"]?.text == "integer", number != number.rounded() { return ["\(place): \(number) is not whole"] }
            if case .number(let least) = schema["minimum"] ?? .null, number < least { return ["\(place): \(number) is below \(least)"] }
            if case .number(let most) = schema["maximum"] ?? .null, number > most { return ["\(place): \(number) is above \(most)"] }
            return []
        case ("boolean", .flag): return []
        default: return ["\(place): not \(schema["type"]?.text ?? "of any type")"]
        }
    }
}

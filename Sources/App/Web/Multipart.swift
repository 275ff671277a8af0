// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Hummingbird
import HummingbirdCore
import NIOCore
#if canImport(Glibc)
    import Glibc
#endif

/// Reads `multipart/form-data` piece by piece, whatever the pieces are; memory does not grow with the files.
/// - Source: RFC 7578 (2015), RFC 2046 (1996) 5.1.
package struct MultipartParser: Sendable {
    package struct Limits: Sendable {
        package var parts = 500
        /// Bytes of one part's headers.
        package var headers = 8_192
        /// Bytes of everything together.
        package var total = 4 << 30

        package init() {}
    }

    /// A part begins: the field's name, and the file's where it is one (the last piece of a path, without control characters).
    package struct Part: Hashable, Sendable {
        package let name: String
        package let fileName: String?
        package let type: String?
    }

    package enum Event: Hashable, Sendable {
        case begin(Part)
        case data([UInt8])
        case end
    }

    private enum State { case preamble, afterBoundary, headers, body, epilogue }

    private let delimiter: [UInt8]
    private let limits: Limits
    private var state = State.preamble
    /// What came and is not understood yet.
    private var held: [UInt8]
    private var parts = 0
    private var total = 0

    /// - Returns: nil where the content type is no `multipart/form-data` with a boundary of 1 to 70 bytes.
    package init?(contentType: String, limits: Limits = Limits()) {
        let pieces = Self.parameters(contentType)
        guard pieces.value == "multipart/form-data", let boundary = pieces.parameters["boundary"], (1...70).contains(boundary.utf8.count) else {
            return nil
        }
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.limits = limits
        // The first boundary may stand at the very start, where no line ends before it.
        held = [13, 10]
    }

    /// - Returns: what these bytes complete, in order.
    package mutating func feed(_ bytes: some Collection<UInt8>) throws -> [Event] {
        total += bytes.count
        guard total <= limits.total else { throw Problem.tooLarge(limits.total) }
        held.append(contentsOf: bytes)
        var events: [Event] = []
        var position = 0
        while try step(&position, &events) {}
        held.removeFirst(position)
        return events
    }

    /// - Throws: `Problem` where the last boundary has not come: the upload broke off.
    package func finish() throws {
        guard case .epilogue = state else { throw Self.broken("The upload broke off before its end.") }
    }

    private static func broken(_ sentence: String) -> Problem { Problem("multipart", sentence, remedy: "Upload the files again.", fault: .usage) }

    /// - Returns: false where more bytes are needed.
    private mutating func step(_ position: inout Int, _ events: inout [Event]) throws -> Bool {
        switch state {
        case .preamble:
            guard let found = find(delimiter, from: position) else {
                position = max(position, held.count - delimiter.count + 1)
                return false
            }
            position = found + delimiter.count
            state = .afterBoundary
        case .afterBoundary:
            guard held.count - position >= 2 else { return false }
            if held[position] == 45, held[position + 1] == 45 {
                state = .epilogue
                return true
            }
            guard let line = find([13, 10], from: position) else {
                if held.count - position > 200 { throw Self.broken("A line after a boundary does not end.") }
                return false
            }
            guard held[position..<line].allSatisfy({ $0 == 32 || $0 == 9 }) else {
                throw Self.broken("A boundary is not followed by the end of its line.")
            }
            // The headers' own end is found with the line end before it, so that a part without headers has one too.
            position = line
            state = .headers
        case .headers:
            guard let end = find([13, 10, 13, 10], from: position) else {
                if held.count - position > limits.headers { throw Self.broken("The headers of a part are too long.") }
                return false
            }
            guard end - position <= limits.headers else { throw Self.broken("The headers of a part are too long.") }
            parts += 1
            guard parts <= limits.parts else { throw Self.broken("The form has more than \(limits.parts) parts.") }
            events.append(.begin(try Self.part(held[position..<end])))
            position = end + 4
            // An empty part's boundary uses the line end of its headers.
            position -= 2
            state = .body
            bodyStart = true
        case .body:
            return try body(&position, &events)
        case .epilogue:
            position = held.count
            return false
        }
        return true
    }

    /// The two bytes before the first byte of a body belong to its headers.
    private var bodyStart = false

    private mutating func body(_ position: inout Int, _ events: inout [Event]) throws -> Bool {
        if let found = find(delimiter, from: position) {
            let start = bodyStart ? position + 2 : position
            if found > start { events.append(.data(Array(held[start..<found]))) }
            events.append(.end)
            position = found + delimiter.count
            (state, bodyStart) = (.afterBoundary, false)
            return true
        }
        let safe = held.count - delimiter.count + 1
        let start = bodyStart ? position + 2 : position
        if safe > start {
            events.append(.data(Array(held[start..<safe])))
            (position, bodyStart) = (safe, false)
        }
        return false
    }

    /// memchr finds the first byte; Swift's own search would look at each byte several times.
    private func find(_ needle: [UInt8], from start: Int) -> Int? {
        held.withUnsafeBytes { hay in
            needle.withUnsafeBytes { needle in
                guard let base = hay.baseAddress, let wanted = needle.baseAddress, let first = needle.first else { return nil }
                var at = start
                while at >= 0, at + needle.count <= hay.count {
                    guard let hit = memchr(base + at, Int32(first), hay.count - needle.count - at + 1) else { return nil }
                    at = UnsafeRawPointer(hit) - base
                    if memcmp(base + at, wanted, needle.count) == 0 { return at }
                    at += 1
                }
                return nil
            }
        }
    }

    private static func part(_ bytes: ArraySlice<UInt8>) throws -> Part {
        var name: String?, fileName: String?, type: String?
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = String(line[line.index(after: colon)...])
            switch line[..<colon].lowercased() {
            case "content-disposition":
                let pieces = parameters(value)
                guard pieces.value == "form-data" else { continue }
                name = pieces.parameters["name"]
                fileName = pieces.parameters["filename"].map(plainName)
            case "content-type": type = parameters(value).value
            default: continue
            }
        }
        guard let name, name.utf8.count <= 200 else { throw broken("A part of the form has no usable name.") }
        return Part(name: name, fileName: fileName, type: type)
    }

    /// No folders, no control characters, at most 200 characters.
    private static func plainName(_ text: String) -> String {
        let last = text.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        return String(String(last.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }).prefix(200))
    }

    /// `value; name="quoted \" text"; other=token`, with the browsers' `%22` for a quote.
    static func parameters(_ text: String) -> (value: String, parameters: [String: String]) {
        var rest = Substring(text)
        func trim(_ piece: Substring) -> String { String(piece.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
        let value = trim(rest.prefix { $0 != ";" }).lowercased()
        rest = rest.drop { $0 != ";" }.dropFirst()
        var result: [String: String] = [:]
        while let equals = rest.firstIndex(of: "=") {
            let name = trim(rest[..<equals]).lowercased()
            rest = rest[rest.index(after: equals)...].drop { $0 == " " }
            var value = ""
            if rest.first == "\"" {
                rest = rest.dropFirst()
                while let character = rest.popFirst(), character != "\"" {
                    // A backslash escapes a quote only: older browsers send paths with plain ones.
                    if character == "\\", rest.first == "\"" { value.append(rest.removeFirst()) } else { value.append(character) }
                }
                value = value.replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: " ")
            } else {
                value = trim(rest.prefix { $0 != ";" })
            }
            rest = rest.drop { $0 != ";" }.dropFirst()
            if result[name] == nil { result[name] = value }
        }
        return (value, result)
    }
}

extension Visit {
    /// Streams a form with files: `handle` is given each event in order and writes files where it likes.
    /// - Throws: `Problem` where the body is no such form, or larger than the limits.
    package func multipart(limits: MultipartParser.Limits = .init(), _ handle: (MultipartParser.Event) async throws -> Void) async throws {
        guard let type = request.header("content-type"), var parser = MultipartParser(contentType: type, limits: limits) else {
            throw Problem("not_multipart", "The form did not send files.", remedy: "Choose the files on the upload page.", fault: .usage)
        }
        for try await buffer in request.body {
            for event in try parser.feed(buffer.readableBytesView) { try await handle(event) }
        }
        try parser.finish()
    }
}

// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Testing

@Suite struct MultipartTests {
    struct Received: Equatable {
        var name: String
        var fileName: String?
        var bytes: [UInt8]
    }

    private static func parse(_ body: [UInt8], boundary: String, cuts: [Int]) throws -> [Received] {
        var parser = try #require(MultipartParser(contentType: "multipart/form-data; boundary=\(boundary)"))
        var result: [Received] = [], open = false
        var start = 0
        for cut in cuts + [body.count] {
            for event in try parser.feed(body[start..<cut]) {
                switch event {
                case .begin(let part):
                    #expect(!open)
                    open = true
                    result.append(Received(name: part.name, fileName: part.fileName, bytes: []))
                case .data(let bytes):
                    #expect(open && !bytes.isEmpty)
                    if let last = result.indices.last { result[last].bytes += bytes }
                case .end:
                    #expect(open)
                    open = false
                }
            }
            start = cut
        }
        try parser.finish()
        return result
    }

    @Test(arguments: 0..<300 as Range<UInt64>) func `however the bytes are cut the parts are the same`(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let boundary = "----WebKitFormBoundary" + String(seed, radix: 36)
        // Bytes that look like boundaries, line ends and dashes come often.
        let alphabet: [[UInt8]] = [
            [13], [10], [13, 10], [45], [45, 45], Array("\r\n--".utf8), Array("\r\n--\(boundary.dropLast())".utf8), Array("--\(boundary)".utf8), [0],
            [255], Array("a".utf8),
        ]
        var expected: [Received] = [], body: [UInt8] = seed % 3 == 0 ? Array("preamble\r\n".utf8) : []
        for index in 0..<Int.random(in: 0...4, using: &random) {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...40, using: &random) { bytes += alphabet.randomElement(using: &random) ?? [] }
            let isFile = Bool.random(using: &random)
            expected.append(Received(name: "f\(index)", fileName: isFile ? "a \(index).csv" : nil, bytes: bytes))
            body +=
                Array(
                    "--\(boundary)\r\nContent-Disposition: form-data; name=\"f\(index)\"\(isFile ? "; filename=\"C:\\\\dir/a \(index).csv\"\r\nContent-Type: text/csv" : "")\r\n\r\n"
                        .utf8) + bytes + [13, 10]
        }
        body += Array("--\(boundary)--\r\nepilogue".utf8)
        // A content that holds the whole delimiter ends its part: senders choose another boundary then.
        guard !expected.contains(where: { Self.contains([13, 10] + $0.bytes, Array("\r\n--\(boundary)".utf8)) }) else { return }
        let cuts = (0..<Int.random(in: 0...30, using: &random)).map { _ in Int.random(in: 0...body.count, using: &random) }.sorted()
        #expect(try Self.parse(body, boundary: boundary, cuts: cuts) == expected, "seed \(seed)")
        if body.count < 2_000 {
            #expect(try Self.parse(body, boundary: boundary, cuts: Array(0..<body.count)) == expected, "byte by byte, seed \(seed)")
        }
    }

    private static func contains(_ hay: [UInt8], _ needle: [UInt8]) -> Bool {
        hay.count >= needle.count && (0...(hay.count - needle.count)).contains { Array(hay[$0..<($0 + needle.count)]) == needle }
    }

    @Test(arguments: 0..<300 as Range<UInt64>) func `whatever comes is parsed or refused with a sentence`(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let pieces = [
            "--b", "--b--", "\r\n", "\r\n\r\n", "Content-Disposition: form-data; name=\"", "\"", "; filename=", "x", "\0", "\u{FFFF}", ":", ";", "=",
            "--",
        ]
        var parser = try #require(MultipartParser(contentType: "multipart/form-data; boundary=b"))
        do {
            for _ in 0..<50 { _ = try parser.feed(Array((pieces.randomElement(using: &random) ?? "").utf8)) }
            try parser.finish()
        } catch let problem as Problem {
            #expect(problem.sentence.hasSuffix("."), "seed \(seed)")
        }
    }

    @Test(arguments: [
        "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"",
        "application/x-www-form-urlencoded; boundary=x",
        "multipart/form-data; boundary=" + String(repeating: "x", count: 71), "",
    ]) func `other content types are no forms with files`(type: String) { #expect(MultipartParser(contentType: type) == nil) }

    @Test func `an upload that breaks off is refused`() throws {
        var parser = try #require(MultipartParser(contentType: "multipart/form-data; boundary=\"b\""))
        _ = try parser.feed(Array("--b\r\nContent-Disposition: form-data; name=files; filename=a.csv\r\n\r\n1,2".utf8))
        #expect(throws: Problem.self) { try parser.finish() }
    }

    @Test func `limits hold for parts, headers and the whole`() throws {
        var limits = MultipartParser.Limits()
        (limits.parts, limits.headers, limits.total) = (2, 100, 1_000)
        let part = "--b\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n"
        for body in [String(repeating: part, count: 3), "--b\r\nX: " + String(repeating: "y", count: 200), String(repeating: "z", count: 1_001)] {
            var parser = try #require(MultipartParser(contentType: "multipart/form-data; boundary=b", limits: limits))
            #expect(throws: Problem.self) { _ = try parser.feed(Array(body.utf8)) }
        }
    }
}

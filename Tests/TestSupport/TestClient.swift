// SPDX-License-Identifier: Apache-2.0
package import App
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// A browser without a socket: keeps cookies, sends what a browser sends, follows nothing by itself.
package final class TestClient {
    private let responder: RouterResponder<WebContext>
    /// Cookies by name, as a browser would keep them.
    package var cookies: [String: String] = [:]
    package var address = "127.0.0.1"

    package init(site: Site, routes: [Route]) { responder = buildRouter(site: site, routes: routes).buildResponder() }

    /// What came back.
    package struct Reply: Sendable {
        package let status: Int
        package let headers: [String: String]
        package let text: String

        package var location: String? { headers["location"] }
    }

    package func get(_ path: String, headers: [String: String] = [:]) async throws -> Reply { try await send("GET", path, headers: headers) }

    /// As a form of our own page.
    package func post(_ path: String, _ form: KeyValuePairs<String, String> = [:]) async throws -> Reply {
        try await send(
            "POST", path, headers: ["sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"],
            body: [Array(Fields(form).urlEncoded.utf8)])
    }

    package func send(_ method: String, _ path: String, headers: [String: String] = [:], body: [[UInt8]] = []) async throws -> Reply {
        var fields = HTTPFields()
        for (name, value) in headers { if let field = HTTPField.Name(name) { fields[field] = value } }
        if !cookies.isEmpty { fields[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        let host = headers["host"] ?? "127.0.0.1:8080"
        let head = HTTPRequest(method: .init(rawValue: method) ?? .get, scheme: "http", authority: host, path: path, headerFields: fields)
        let chunks = AsyncStream<ByteBuffer> { stream in
            for piece in body { stream.yield(ByteBuffer(bytes: piece)) }
            stream.finish()
        }
        let response = try await responder.respond(
            to: Request(head: head, body: RequestBody(asyncSequence: chunks)), context: WebContext(address: address))
        for field in response.headers where field.name == .setCookie { keep(field.value) }
        let collector = Collector()
        try await response.body.write(collector)
        let names = response.headers.map { ($0.name.canonicalName, $0.value) }
        return Reply(
            status: response.status.code, headers: Dictionary(names, uniquingKeysWith: { "\($0), \($1)" }),
            text: Self.plain(String(decoding: collector.bytes, as: UTF8.self)))
    }

    /// A page without the buttons and boxes in which its words explain themselves, so that sentences stand in one piece.
    package static func plain(_ html: String) -> String {
        html.replacing(#/<button type="button" class="word" popovertarget="[^"]*">([^<]*)<\/button>/#) { $0.1 }
            .replacing(#/<div class="meaning"[^>]*>.*<\/div>\n/#, with: "")
    }

    private func keep(_ cookie: String) {
        let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = pair.first, pair.count == 2, let value = pair.last else { return }
        cookies[String(name)] = cookie.contains("Max-Age=0") ? nil : String(value)
    }

    private final class Collector: ResponseBodyWriter {
        var bytes: [UInt8] = []

        func write(_ buffer: ByteBuffer) async throws { bytes.append(contentsOf: buffer.readableBytesView) }

        func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}

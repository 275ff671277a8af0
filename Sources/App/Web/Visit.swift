// SPDX-License-Identifier: Apache-2.0
package import Domain
import HTTPTypes
package import Hummingbird
import HummingbirdCore

/// One request as a handler sees it.
package struct Visit: Sendable {
    package let request: Request
    package let context: WebContext
    /// Bytes that `form` reads at most.
    let limit: Int

    package var now: Moment { context.now }
    package var address: String { context.address }
    package var session: SignedIn? { context.session }

    /// Who asks. Routes with the rule `signedIn` or `roles` always have somebody.
    /// - Throws: `Problem` where nobody is signed in.
    package func signedIn() throws -> SignedIn {
        guard let session = context.session else { throw Problem.notSignedIn }
        return session
    }

    package func scope() throws -> Scope { try signedIn().scope }

    /// The name and port by which the browser knows us.
    package var host: String { request.authority ?? "localhost" }

    /// The path as it was asked for, without query.
    package var path: String { request.pathOnly }
    package var query: Fields { request.queryFields }

    /// A piece of the path, percent-decoded: `/leads/:id` has `id`.
    package func text(_ name: String) throws -> String {
        guard let value = context.parameters.get(name) else { throw Problem.nothingHere }
        return value
    }

    /// A piece of the path as an identifier.
    /// - Throws: `Problem` with the fault `missing` where it is no positive number.
    package func id<Of>(_ name: String, of _: Of.Type = Of.self) throws -> ID<Of> {
        guard let raw = Int64(try text(name)), raw > 0 else { throw Problem.nothingHere }
        return ID(raw)
    }

    /// The fields of an url-encoded form.
    /// - Throws: `Problem` where it is larger than the route allows.
    package func form() async throws -> Fields {
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            guard bytes.count + buffer.readableBytes <= limit else { throw Problem.tooLarge(limit) }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        return try Fields(urlEncoded: bytes)
    }

    /// True where a program asks: errors are then answered as `application/problem+json`.
    package var wantsJSON: Bool { request.wantsJSON }
    /// True where htmx asks for a part of the page.
    package var isFragment: Bool { request.header("hx-request") == "true" }
}

extension Request {
    package func header(_ name: String) -> String? {
        for field in headers where field.name.canonicalName == name { return field.value }
        return nil
    }

    var authority: String? { head.authority ?? header("host") }

    var pathOnly: String { head.path.map { String($0.prefix { $0 != "?" && $0 != "#" }) } ?? "/" }

    var queryFields: Fields {
        guard let path = head.path, let mark = path.firstIndex(of: "?") else { return Fields() }
        // More fields than a form may have are no query of ours.
        return (try? Fields(urlEncoded: path[path.index(after: mark)...].utf8.prefix { $0 != UInt8(ascii: "#") })) ?? Fields()
    }

    /// What programs ask: no cookie counts, and errors are problems whatever they accept.
    var isForPrograms: Bool { pathOnly.hasPrefix("/api/") || pathOnly == "/api" || pathOnly == "/openapi.json" }

    /// Errors are answered as `application/problem+json`.
    var wantsProblem: Bool { isForPrograms || wantsJSON }

    var wantsJSON: Bool {
        guard let accept = header("accept") else { return false }
        return accept.contains("json") && !accept.contains("text/html")
    }
}

// SPDX-License-Identifier: Apache-2.0
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore

/// Under which names the server answers. A page elsewhere that rebinds its own name to our address gets nothing.
package struct Hosts: Sendable {
    private let names: Set<String>

    /// - Parameter names: host names beside the loopback ones, without port.
    package init(_ names: [String] = []) { self.names = Set(["localhost", "127.0.0.1", "[::1]"] + names.map { $0.lowercased() }) }

    /// - Parameter authority: `name` or `name:port` as in the Host header.
    package func allows(_ authority: String) -> Bool { names.contains(Self.name(authority)) }

    static func name(_ authority: String) -> String {
        let lower = authority.lowercased()
        if lower.hasPrefix("["), let end = lower.firstIndex(of: "]") { return String(lower[...end]) }
        return String(lower.prefix { $0 != ":" })
    }
}

/// Cross-site request forgery: what changes something must come from a page of ours, and say so.
enum RequestOrigin {
    /// Source: the algorithm of Go's net/http CrossOriginProtection (2025), but refused where a browser says nothing at all.
    static func isOurs(_ request: Request) -> Bool {
        let site = request.header("sec-fetch-site"), origin = request.header("origin")
        if let site, site != "same-origin" && site != "none" { return false }
        guard let origin, origin != "null" else { return site != nil }
        guard let authority = request.authority, let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == authority.lowercased()
    }
}

/// Headers of every answer.
enum SecurityHeaders {
    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "connect-src 'self'",
        "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
    ].joined(separator: "; ")

    /// - Parameter https: whether browsers reach us by TLS only.
    static func add(to headers: inout HTTPFields, https: Bool) {
        headers.set("content-security-policy", policy)
        headers.set("x-content-type-options", "nosniff")
        headers.set("x-frame-options", "DENY")
        // With no-referrer a browser would send `Origin: null` with our own forms.
        headers.set("referrer-policy", "same-origin")
        headers.set("cross-origin-opener-policy", "same-origin")
        headers.set("cross-origin-resource-policy", "same-origin")
        headers.set("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        if https { headers.set("strict-transport-security", "max-age=31536000") }
        if headers[.cacheControl] == nil { headers.set("cache-control", "no-store") }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore

/// The two cookies: who is signed in, and the notice that the next page shows.
struct CookieJar: Sendable {
    /// Browsers reach us by TLS: the session is then bound to this host and never sent in the clear.
    let https: Bool

    private var session: String { https ? "__Host-entente" : "entente" }
    private var attributes: String { "Path=/; HttpOnly; SameSite=Lax" + (https ? "; Secure" : "") }

    func token(in request: Request) -> String? { value(session, in: request) }
    func signIn(_ token: String, seconds: Int64) -> String { "\(session)=\(token); Max-Age=\(seconds); \(attributes)" }
    var signOut: String { "\(session)=; Max-Age=0; \(attributes)" }

    func notice(in request: Request) -> String? {
        guard let value = value("entente-notice", in: request),
            let data = Data(base64Encoded: value.replacing("-", with: "+").replacing("_", with: "/"))
        else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    func setNotice(_ text: String) -> String {
        let encoded = Data(text.prefix(400).utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        return "entente-notice=\(encoded); Max-Age=60; \(attributes)"
    }

    var clearNotice: String { "entente-notice=; Max-Age=0; \(attributes)" }

    private func value(_ name: String, in request: Request) -> String? {
        for field in request.headers where field.name.canonicalName == "cookie" {
            for piece in field.value.split(separator: ";") {
                let pair = piece.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if pair.count == 2, pair[0] == name { return String(pair[1]) }
            }
        }
        return nil
    }
}

// SPDX-License-Identifier: Apache-2.0
package import Domain
package import HTTPTypes
package import Hummingbird

/// Who may use a route. There is no default: a route without a rule can't be built.
package enum Rule: Hashable, Sendable {
    /// Everybody, also while nobody has signed in yet.
    case everybody
    /// Everybody, only while there is no member who can sign in.
    case firstVisit
    /// Whoever is signed in. Rows still go through the scope.
    case signedIn
    /// Whoever is signed in with one of these roles.
    case roles(Set<Role>)
    /// A program with a token of somebody with one of these roles. Cookies do not count here, and tokens count nowhere else.
    case token(Set<Role>)
}

/// One line of the table of contents: a method, a path, who may, and what happens.
package struct Route: Sendable {
    package typealias Handler = @Sendable (Visit) async throws -> Answer

    package let method: HTTPRequest.Method
    /// Hummingbird's form: `/contacts/:id`.
    package let path: String
    package let rule: Rule
    /// Bytes of a form at most. A handler that streams the body has limits of its own.
    package let limit: Int
    package let handler: Handler

    package init(_ method: HTTPRequest.Method, _ path: String, _ rule: Rule, limit: Int = 262_144, _ handler: @escaping Handler) {
        (self.method, self.path, self.rule, self.limit, self.handler) = (method, path, rule, limit, handler)
    }

    package static func get(_ path: String, _ rule: Rule, _ handler: @escaping Handler) -> Route { Route(.get, path, rule, handler) }

    package static func post(_ path: String, _ rule: Rule, limit: Int = 262_144, _ handler: @escaping Handler) -> Route {
        Route(.post, path, rule, limit: limit, handler)
    }
}

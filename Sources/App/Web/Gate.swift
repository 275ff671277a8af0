// SPDX-License-Identifier: Apache-2.0
import Domain
import HTTPTypes
package import Hummingbird
import HummingbirdCore

extension Site {
    /// Refuses who may not use a route.
    /// - Returns: a redirect for people who only have to sign in first; nil where the way is free.
    /// - Throws: `Problem` for everybody else.
    func gate(_ route: Route, _ visit: Visit) async throws -> Answer? {
        switch route.rule {
        case .everybody: return nil
        case .firstVisit:
            if try await access.isFirstVisit() { return nil }
            guard route.method == .get else { throw Problem("not_first", "The first visit is over.", remedy: "Sign in.", fault: .access) }
            return .redirect(to: "/sign-in")
        case .signedIn:
            if visit.session != nil { return nil }
        case .roles(let roles):
            if let session = visit.session {
                guard roles.contains(session.role) else { throw Problem.notAllowed }
                return nil
            }
        case .token(let roles):
            guard let session = visit.session else { throw Refusal.noToken }
            guard roles.contains(session.role) else { throw Problem.notAllowed }
            return nil
        }
        guard route.method == .get, !visit.wantsJSON, !visit.isFragment else { throw Problem.notSignedIn }
        if try await access.isFirstVisit() { return .redirect(to: "/first-visit") }
        let asked = visit.request.head.path ?? "/"
        return .redirect(to: asked == "/" ? "/sign-in" : "/sign-in?next=\(Fields.encode(asked))")
    }

    func responder(for route: Route) -> @Sendable (Request, WebContext) async throws -> Response {
        { request, context in
            if request.changes, let length = request.header("content-length").flatMap({ Int($0) }), length > route.limit {
                throw Problem.tooLarge(route.limit)
            }
            var context = context
            if case .token = route.rule { context.session = try await access.bearer(of: request, address: context.address, at: context.now) }
            let visit = Visit(request: request, context: context, limit: route.limit)
            if let refusal = try await gate(route, visit) { return try response(to: refusal, request, context) }
            return try response(to: try await route.handler(visit), request, context)
        }
    }
}

/// Methods that are answered 405 where a path does not have them.
private let refused =
    [HTTPRequest.Method.get, .post, .put, .patch, .delete, .options, .trace] + ["QUERY"].compactMap { HTTPRequest.Method(rawValue: $0) }

/// The router of all routes; methods that a path does not have are answered 405.
package func buildRouter(site: Site, routes: [Route]) -> Router<WebContext> {
    let router = Router(context: WebContext.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: Frame(site: site))
    for route in routes { router.on(RouterPath(route.path), method: route.method, use: site.responder(for: route)) }
    for (path, group) in Dictionary(grouping: routes, by: \.path) {
        let methods = Set(group.map(\.method))
        let allowed = methods.map(\.rawValue).sorted()
        for method in refused where !methods.contains(method) {
            router.on(RouterPath(path), method: method) { request, context -> Response in
                let problem = Problem.method(allowed)
                let answer =
                    request.wantsProblem
                    ? try Answer.json(ProblemDetails(problem), status: problem.status, type: "application/problem+json")
                    : Answer.page(ProblemPage(problem), status: problem.status)
                var response = try site.response(to: answer, request, context)
                response.headers.set("allow", allowed.joined(separator: ", "))
                return response
            }
        }
    }
    return router
}

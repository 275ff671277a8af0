// SPDX-License-Identifier: Apache-2.0
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore

/// Around every request: its `now`, who asks, the defences, errors as pages, headers, one line in the log.
struct Frame: RouterMiddleware {
    let site: Site

    func handle(_ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response) async throws -> Response {
        var context = context
        context.now = site.clock.now
        let started = ContinuousClock.now
        var response: Response
        do {
            guard let authority = request.authority, site.hosts.allows(authority) else { throw Problem.host }
            // A token can't be sent by a page elsewhere, so that programs need not say where they come from.
            guard !request.changes || request.isForPrograms || RequestOrigin.isOurs(request) else { throw Problem.foreign }
            if !request.pathOnly.hasPrefix("/assets/"), !request.isForPrograms, let token = site.cookies.token(in: request) {
                context.session = try await site.access.session(token, at: context.now)
            }
            response = try await next(request, context)
        } catch {
            response = answer(error, request, context)
        }
        SecurityHeaders.add(to: &response.headers, https: site.https)
        let took = (ContinuousClock.now - started).components
        let milliseconds = took.seconds * 1000 + took.attoseconds / 1_000_000_000_000_000
        // The route, never the address: that may name a person or hold a token.
        site.log("\(request.method.rawValue) \(context.endpointPath ?? "-") \(response.status.code) \(milliseconds) ms")
        return response
    }

    private func answer(_ error: any Error, _ request: Request, _ context: WebContext) -> Response {
        let reference = ((try? Digest.random(4)) ?? []).hex
        let problem = Problem.from(error, reference: reference)
        if problem.status.code >= 500 { site.log("failed \(reference): \(error)") }
        do {
            if request.wantsProblem {
                let answer = try Answer.json(ProblemDetails(problem), status: problem.status, type: "application/problem+json")
                var response = try site.response(to: answer, request, context)
                for (name, value) in (error as? Refusal)?.headers ?? [] { response.headers.set(name, value) }
                return response
            }
            return try site.response(to: .page(ProblemPage(problem), status: problem.status), request, context)
        } catch {
            return Response(
                status: problem.status, headers: [.contentType: "text/plain; charset=utf-8"],
                body: .init(byteBuffer: .init(string: problem.description)))
        }
    }
}

extension Request {
    /// True for methods that may change something.
    var changes: Bool { method != .get && method != .head && method != .options }
}

extension Site {
    /// A response for what a handler gave back.
    func response(to answer: Answer, _ request: Request, _ context: WebContext) throws -> Response {
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8"]
        var set = answer.cookies
        var response: Response
        switch answer.body {
        case .page(let page):
            let notice = cookies.notice(in: request)
            if notice != nil { set.append(cookies.clearNotice) }
            let html = try pages.html(page, session: context.session, path: request.pathOnly, notice: notice)
            response = Response(status: answer.status, headers: headers, body: .init(byteBuffer: .init(string: html)))
        case .fragment(let page):
            response = Response(status: answer.status, headers: headers, body: .init(byteBuffer: .init(string: try pages.fragment(page))))
        case .redirect(let path):
            headers = [.location: Self.local(path)]
            if let notice = answer.notice { set.append(cookies.setNotice(notice)) }
            response = Response(status: .seeOther, headers: headers)
        case .response(let made):
            response = made
        }
        for cookie in set { response.headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return response
    }

    /// Only addresses of this server: `//elsewhere` and whole addresses lead to the front page.
    static func local(_ path: String) -> String {
        guard path.hasPrefix("/"), !path.hasPrefix("//"), !path.hasPrefix("/\\"), path.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { return "/" }
        return path
    }
}

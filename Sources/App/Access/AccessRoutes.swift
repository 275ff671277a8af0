// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// First visit, sign-in and sign-out.
struct AccessRoutes {
    let site: Site
    let code: FirstVisitCode
    /// Writes the company, in the transaction that makes the first member.
    let found: @Sendable (Write, NewCompany, Moment) throws -> Void

    var routes: [Route] {
        [
            .get("/first-visit", .firstVisit) { visit in .page(FirstVisitPage(visit.query, company: try await told())) },
            .post("/first-visit", .firstVisit, limit: 16_384, firstVisit),
            .get("/sign-in", .everybody, signInPage),
            .post("/sign-in", .everybody, limit: 16_384, signIn),
            .post("/sign-out", .signedIn, limit: 1_024, signOut),
            .get("/join/:token", .everybody, joinPage),
            .post("/join/:token", .everybody, limit: 16_384, join),
        ]
    }

    private var access: AccessStore { site.access }

    // MARK: First visit

    private func firstVisit(_ visit: Visit) async throws -> Answer {
        let form = try await visit.form()
        do {
            let (company, name, email) = try Self.read(form)
            let password = form.exact("password")
            let right = try await access.attempt(address: visit.address, at: visit.now) { code.matches(form["code"] ?? "") ? true : nil }
            guard right == true else {
                throw Problem(
                    "wrong_code", "That is not the code.", at: "code", remedy: "It is printed in the terminal where the server was started.")
            }
            let now = visit.now
            let member = try await access.open(name: name, email: email, password: password, at: now) { tx, _ in try found(tx, company, now) }
            code.spend()
            guard try await access.database.read({ try $0.int("select 1 from contact limit 1") }) == nil else {
                return try await welcome(member, visit, to: "/today", notice: "Welcome.")
            }
            return try await welcome(member, visit, to: "/imports/new", notice: "Welcome. Now bring the exports that you have.")
        } catch let problem as Problem where problem.fault == .input || problem.fault == .access {
            return .page(FirstVisitPage(form, problem: problem), status: problem.status)
        }
    }

    /// Who the company is, where the terminal said so before anybody came.
    private func told() async throws -> NewCompany? {
        try await site.access.database.read { read in
            try CompanyStore.get(read).map { NewCompany(name: $0.name, zone: $0.zone, currency: $0.currency) }
        }
    }

    private static func read(_ form: Fields) throws -> (NewCompany, name: String, email: String) {
        guard let company = form["company"].flatMap(SignInRules.name) else { throw Problem("company_missing", "The company needs a name.") }
        guard let zone = form["zone"], Zones.expand(zone) != nil else {
            throw Problem("zone_unknown", "The time zone is not one of those offered.")
        }
        guard let currency = form["currency"].flatMap({ Currency($0) }) else {
            throw Problem("currency_unknown", "The currency is not one of those offered.")
        }
        guard let name = form["name"].flatMap(SignInRules.name) else { throw Problem("name_missing", "Your own name is missing.") }
        guard let email = form["email"].flatMap(SignInRules.email) else { throw Problem("email_shape", "The e-mail is not complete.") }
        if let problem = SignInRules.problem(withPassword: form.exact("password")) { throw problem }
        return (NewCompany(name: company, zone: zone, currency: currency), name, email)
    }

    private func welcome(_ member: ID<Member>, _ visit: Visit, to path: String, notice: String? = nil) async throws -> Answer {
        let token = try await access.startSession(member, at: visit.now)
        return .redirect(to: path, notice: notice).setting(cookie: site.cookies.signIn(token, seconds: access.cookieSeconds))
    }

    // MARK: Sign-in and sign-out

    private func signInPage(_ visit: Visit) async throws -> Answer {
        if visit.session != nil { return .redirect(to: "/") }
        if try await access.isFirstVisit() { return .redirect(to: "/first-visit") }
        return .page(SignInPage(next: Site.local(visit.query["next"] ?? "/")))
    }

    private func signIn(_ visit: Visit) async throws -> Answer {
        let form = try await visit.form()
        let next = Site.local(form["next"] ?? "/")
        do {
            let member = try await access.signIn(email: form["email"] ?? "", password: form.exact("password"), address: visit.address, at: visit.now)
            return try await welcome(member, visit, to: next)
        } catch let problem as Problem where problem.fault == .access && !visit.wantsJSON {
            return .page(SignInPage(problem: problem.advice, email: form["email"] ?? "", next: next), status: problem.status)
        }
    }

    private func signOut(_ visit: Visit) async throws -> Answer {
        if let token = site.cookies.token(in: visit.request) { try await access.endSession(token, at: visit.now) }
        return .redirect(to: "/sign-in", notice: "You are signed out.").setting(cookie: site.cookies.signOut)
    }

    // MARK: Joining by link

    private func joinPage(_ visit: Visit) async throws -> Answer {
        let token = try visit.text("token")
        guard let invited = try await access.attempt(address: visit.address, at: visit.now, { try await access.invited(token, at: visit.now) }) else {
            throw Problem("link_spent", "This link was used or is too old.", remedy: "Ask for a new one.", fault: .missing)
        }
        return .page(JoinPage(name: invited.name, token: token))
    }

    private func join(_ visit: Visit) async throws -> Answer {
        let token = try visit.text("token"), form = try await visit.form()
        guard let invited = try await access.attempt(address: visit.address, at: visit.now, { try await access.invited(token, at: visit.now) }) else {
            throw Problem("link_spent", "This link was used or is too old.", remedy: "Ask for a new one.", fault: .missing)
        }
        if let problem = SignInRules.problem(withPassword: form.exact("password")) {
            return .page(JoinPage(name: invited.name, token: token, problem: problem.advice), status: problem.status)
        }
        let member = try await access.join(token, password: form.exact("password"), at: visit.now)
        return try await welcome(member, visit, to: "/", notice: "Welcome, \(invited.name).")
    }
}

// SPDX-License-Identifier: Apache-2.0
package import ArgumentParser
package import Domain
import Foundation
package import Hummingbird
import Logging
package import ServiceLifecycle
package import Storage

/// `entente serve`: the pages, on loopback unless told otherwise.
package struct Serve: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(abstract: "Serve the pages in a browser.")

    @Option(help: "A SQLite file, or postgres://… (else ENTENTE_DATABASE, else var/entente.db).")
    var database: String?

    @Option(help: "The address to listen on.")
    var address = "127.0.0.1"

    @Option(help: "The port to listen on.")
    var port = 8080

    @Option(name: .customLong("host"), help: "A name under which browsers may reach the server; may be repeated.")
    var hosts: [String] = []

    @Flag(help: "A proxy in front speaks TLS: cookies are then bound to it.")
    var https = false

    @Option(help: "Read style sheet, scripts and templates from this folder, while working on them.")
    var dev: String?

    package init() {}

    package func run() async throws {
        let command = self
        await Terminal.run(json: false) {
            try await command.serve()
            return .done
        }
    }

    private func serve() async throws {
        var place = DatabaseOption()
        place.database = database ?? ProcessInfo.processInfo.environment["ENTENTE_DATABASE"] ?? "var/entente.db"
        let url = "http://\(address.contains(":") ? "[\(address)]" : address):\(port)"
        var owner: OwnerFile?
        if case .file(let path) = Location(place.database) {
            try FileManager.default.createDirectory(atPath: place.folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            owner = try OwnerFile.take(path, url: url)
        }
        let database = try await place.open()
        let store = JournalStore(database: database), audits = AuditStore(journal: store)
        let site = Site(
            access: AccessStore(database: database, hashing: try Hashing()), pages: try Pages(assets: Assets(folder: dev)),
            hosts: Hosts(hosts + [address.contains(":") ? "[\(address)]" : address]), https: https, readiness: { await Self.unready(database) })
        let code = try FirstVisitCode(), isFirst = try await site.access.isFirstVisit()
        let imports = ImportRoutes(site: site)
        let folders =
            imports.routes + FunnelRoutes(store: store).routes + LeadsRoutes(store: store).routes
            + TodayRoutes(store: store).routes + SettingsRoutes(store: store).routes
            + AuditRoutes(store: audits, journal: store, isSecure: https).routes
            + SampleRoutes(database: database, clock: site.clock).routes
            + ContactRoutes(database: database, forgetting: imports.desk.forgetting).routes
            + APIRoutes(journal: store, audits: audits).routes
        let routes = Routes.all(site: site, code: code, found: Self.found, folders: folders)
        let desk = owner.flatMap { LocalSocket.Listener($0.socket) }.map {
            HandoverDesk(database: database, beside: place.folder, listener: $0, log: site.log)
        }
        let following = FeedFollowing(database: database, consumers: [SearchIndex.consumer], clock: .system, log: site.log)
        let application = buildApplication(
            site: site, routes: routes, services: [imports.service, following] + (desk.map { [$0] } ?? []), address: address, port: port
        ) {
            site.log("Entente answers at \(url)")
            if isFirst, let text = code.text { site.log("First visit: open \(url)/first-visit and enter the code \(text)") }
        }
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await store.run() }
                group.addTask { await audits.run() }
                group.addTask { await Self.recover(database, site) }
                do {
                    try await application.runService()
                } catch {
                    throw Self.problem(error, address: address, port: port)
                }
                group.cancelAll()
            }
        } catch {
            await database.close()
            throw error
        }
        await database.close()
        withExtendedLifetime(owner) {}
    }

    /// The company as the first visitor says it is. What an import of a sample company or an earlier visit said of its calendar stays.
    package static let found: @Sendable (Write, NewCompany, Moment) throws -> Void = { tx, new, now in
        var company = try CompanyStore.get(tx.read) ?? Company(name: new.name)
        (company.name, company.zone, company.currency) = (new.name, new.zone, new.currency)
        try CompanyStore.put(tx, company, at: now)
    }

    /// Imports that a process left behind disappear, or are finished.
    private static func recover(_ database: Database, _ site: Site) async {
        do {
            for sentence in try await ImportRuns(database: database).recover(now: site.clock.now) { site.log(sentence) }
        } catch is CancellationError {
        } catch {
            site.log("An interrupted import could not be cleared up: \(Problem(describing: error))")
        }
    }

    /// Ready: the schema is there and people can be read. The funnel says itself how far its columns are.
    private static func unready(_ database: Database) async -> Problem? {
        do {
            _ = try await database.read { try $0.int("select id from contact limit 1") }
            return nil
        } catch {
            return Problem("not_ready", "The database does not answer.", remedy: "Try again in a moment.", fault: .machine)
        }
    }

    private static func problem(_ error: any Error, address: String, port: Int) -> any Error {
        let text = String(describing: error)
        if text.contains("Address already in use") || text.contains("errno: 98") {
            return Problem(
                "port_taken", "Port \(port) of \(address) is taken by another program.", remedy: "Stop it, or choose another with --port.",
                fault: .usage)
        }
        return error
    }
}

/// The application without its start, so that tests can have one.
package func buildApplication(
    site: Site, routes: [Route], services: [any Service] = [], address: String, port: Int, running: @escaping @Sendable () async -> Void
) -> some ApplicationProtocol {
    var logger = Logger(label: "entente") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .warning
    return Application(
        responder: buildRouter(site: site, routes: routes).buildResponder(),
        configuration: .init(address: .hostname(address, port: port), serverName: nil), services: services,
        onServerRunning: { _ in await running() }, logger: logger)
}

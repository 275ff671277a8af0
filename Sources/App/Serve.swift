// SPDX-License-Identifier: Apache-2.0
package import ArgumentParser
import Domain
import Foundation
package import Hummingbird
import Logging
package import ServiceLifecycle
import Storage

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
        let place = database ?? ProcessInfo.processInfo.environment["ENTENTE_DATABASE"] ?? "var/entente.db"
        let database = try await Database.open(Location(place))
        try await database.migrate(Schema.migrations)
        let site = Site(
            access: AccessStore(database: database, hashing: try Hashing()), pages: try Pages(assets: Assets(folder: dev)),
            hosts: Hosts(hosts + [address.contains(":") ? "[\(address)]" : address]), https: https)
        let code = try FirstVisitCode()
        // The company folder writes its row here as soon as it is merged.
        let imports = ImportRoutes(site: site)
        let routes = Routes.all(site: site, code: code, found: { _, _, _ in }, folders: imports.routes)
        let url = "http://\(address):\(port)"
        let isFirst = try await site.access.isFirstVisit()
        let application = buildApplication(site: site, routes: routes, services: [imports.service], address: address, port: port) {
            site.log("Entente answers at \(url)")
            if isFirst, let text = code.text { site.log("First visit: open \(url)/first-visit and enter the code \(text)") }
        }
        try await application.runService()
        await database.close()
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

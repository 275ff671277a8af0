// SPDX-License-Identifier: Apache-2.0
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore

/// Assets, and what a supervisor asks.
struct FrameRoutes {
    let site: Site

    var routes: [Route] {
        [
            .get("/healthz", .everybody) { _ in .text("ok\n") },
            .get("/readyz", .everybody) { _ in
                guard let problem = await site.readiness() else { return .text("ready\n") }
                return .text(problem.description + "\n", status: .serviceUnavailable)
            },
            .get("/assets/:name", .everybody, asset),
            .get("/favicon.ico", .everybody) { _ in .redirect(to: site.pages.assets.url("favicon.svg") ?? "/") },
            .get("/robots.txt", .everybody) { _ in .text("User-agent: *\nDisallow: /\n") },
        ]
    }

    private func asset(_ visit: Visit) async throws -> Answer {
        let name = try visit.text("name"), assets = site.pages.assets
        guard !name.hasSuffix(".mustache"), let version = assets.version(name), let bytes = assets.bytes(name) else { throw Problem.nothingHere }
        let tag = "\"\(version)\""
        var headers: HTTPFields = [.eTag: tag]
        headers.set("cache-control", visit.query["v"] == version ? "public, max-age=31536000, immutable" : "no-cache")
        if visit.request.header("if-none-match") == tag { return .response(Response(status: .notModified, headers: headers)) }
        headers.set("content-type", Assets.type(name))
        return .response(Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes))))
    }
}

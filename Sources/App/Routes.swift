// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// The table of contents: every route of every folder.
package enum Routes {
    /// - Parameters:
    ///   - found: writes the company of the first visit, in the transaction that makes the first member.
    ///   - folders: routes of the other folders.
    package static func all(
        site: Site, code: FirstVisitCode, found: @escaping @Sendable (Write, NewCompany, Moment) throws -> Void, folders: [Route] = []
    ) -> [Route] {
        [.get("/", .signedIn) { _ in .redirect(to: "/today") }]
            + FrameRoutes(site: site).routes
            + AccessRoutes(site: site, code: code, found: found).routes
            + MemberRoutes(site: site).routes
            + folders
    }
}

// SPDX-License-Identifier: Apache-2.0
package import Domain
import Foundation

/// All that the web's frame needs; made once by `serve`, and by each test.
package struct Site: Sendable {
    package let access: AccessStore
    package let pages: Pages
    package let hosts: Hosts
    /// Browsers reach us by TLS, which a proxy in front speaks.
    package let https: Bool
    /// Asked once per request.
    package let clock: Clock
    /// What is not ready yet; nil when all is.
    package let readiness: @Sendable () async -> Problem?
    /// Where lines of the log go. They hold no personal data.
    package let log: @Sendable (String) -> Void

    package init(
        access: AccessStore, pages: Pages, hosts: Hosts = Hosts(), https: Bool = false, clock: Clock = .system,
        readiness: @escaping @Sendable () async -> Problem? = { nil }, log: @escaping @Sendable (String) -> Void = Site.standardError
    ) {
        (self.access, self.pages, self.hosts, self.https) = (access, pages, hosts, https)
        (self.clock, self.readiness, self.log) = (clock, readiness, log)
    }

    var cookies: CookieJar { CookieJar(https: https) }

    package static let standardError: @Sendable (String) -> Void = { line in
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}

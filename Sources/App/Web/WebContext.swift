// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Hummingbird
import Logging
import NIOCore

/// What Hummingbird carries through a request.
package struct WebContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The other end's address, without port: for throttling only, never logged.
    package let address: String
    /// One `now` for all that the request does.
    package var now = Moment(micros: 0)
    package var session: SignedIn?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? "local"
    }

    /// For a request that comes through no socket.
    package init(address: String) {
        coreContext = CoreRequestContextStorage(source: InProcess())
        self.address = address
    }

    private struct InProcess: RequestContextSource {
        let logger = Logger(label: "entente") { _ in SwiftLogNoOpLogHandler() }
    }
}

/// Who is signed in, with which role, seeing what.
package struct SignedIn: Hashable, Sendable {
    package let member: ID<Member>
    package let name: String
    package let role: Role

    package init(member: ID<Member>, name: String, role: Role) { (self.member, self.name, self.role) = (member, name, role) }

    package var scope: Scope { Scope(role, of: member) }
    package var actor: Actor { .member(member.raw) }
}

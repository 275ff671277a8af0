// SPDX-License-Identifier: Apache-2.0
package import Domain
import Foundation

/// Where `now` comes from: one per request or batch. Tests give their own.
package struct Clock: Sendable {
    private let read: @Sendable () -> Moment

    package init(_ read: @escaping @Sendable () -> Moment) { self.read = read }

    package static let system = Clock { Moment(micros: Int64(Date().timeIntervalSince1970 * 1e6)) }

    package var now: Moment { read() }
}

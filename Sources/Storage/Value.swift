// SPDX-License-Identifier: Apache-2.0

/// What a column can hold, on both engines.
package enum Value: Hashable, Sendable {
    case null, int(Int64), real(Double), text(String), blob([UInt8])
}

/// Whatever can be bound to a placeholder. Values are only ever bound, never written into SQL.
package protocol Bindable: Sendable { var bound: Value { get } }

extension Value: Bindable { package var bound: Value { self } }
extension Int64: Bindable { package var bound: Value { .int(self) } }
extension Int: Bindable { package var bound: Value { .int(Int64(self)) } }
extension Int32: Bindable { package var bound: Value { .int(Int64(self)) } }
extension Double: Bindable { package var bound: Value { .real(self) } }
extension Bool: Bindable { package var bound: Value { .int(self ? 1 : 0) } }
extension String: Bindable { package var bound: Value { .text(self) } }
extension [UInt8]: Bindable { package var bound: Value { .blob(self) } }
extension Optional: Bindable where Wrapped: Bindable { package var bound: Value { self?.bound ?? .null } }

/// Why a statement failed, told apart as far as a caller can do something about it.
package enum StorageError: Error, Sendable {
    /// A row with this key is there already.
    case unique(String)
    /// A foreign key or a check refused the row.
    case constraint(String)
    case diskFull
    case readOnly(String)
    /// The file is not a database, or damaged.
    case damaged(String)
    /// Another process owns it, or it cannot be reached.
    case unavailable(String)
    /// Written by a newer version of this program, whose last migration is named.
    case newer(String)
    /// The statement itself is wrong: a defect of this program.
    case statement(String)
}

// SPDX-License-Identifier: Apache-2.0

/// Who did it: on every move, edit and audit row. Stored as text: `member:12`, `import:7`, `engine`, `system`.
package enum Actor: Hashable, Sendable {
    case member(Int64), token(Int64), `import`(Int64), engine, system

    package var text: String {
        switch self {
        case .member(let id): "member:\(id)"
        case .token(let id): "token:\(id)"
        case .import(let id): "import:\(id)"
        case .engine: "engine"
        case .system: "system"
        }
    }

    package init?(text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        switch (parts.first, parts.count > 1 ? Int64(parts[1]) : nil) {
        case ("member", let id?): self = .member(id)
        case ("token", let id?): self = .token(id)
        case ("import", let id?): self = .import(id)
        case ("engine", nil): self = .engine
        case ("system", nil): self = .system
        default: return nil
        }
    }
}

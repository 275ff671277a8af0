// SPDX-License-Identifier: Apache-2.0
import Mustache

/// A page as the templates read it: reflected once. Left to itself the renderer reflects every value again for each name it looks for,
/// which took 60 ms for a list of fifty rows.
struct PageParts: MustacheParent, MustacheCustomRenderable {
    private let children: [String: Any]
    private let value: Any

    /// - Returns: nil for an optional that holds nothing.
    static func of(_ value: Any) -> Any? {
        switch value {
        case let text as String: return PageText(renderText: text)
        case let flag as Bool: return flag
        case let number as Int: return PageText(renderText: String(number))
        case is MustacheTemplate, is any MustacheParent, is any MustacheCustomRenderable, is any MustacheCustomRepresentation: return value
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { of($0.value) }
        case .collection, .set: return mirror.children.compactMap { of($0.value) } as [Any]
        case .struct, .class, .tuple:
            var children: [String: Any] = [:]
            for child in mirror.children {
                if let label = child.label, let part = of(child.value) { children[label] = part }
            }
            return PageParts(children: children, value: value)
        default: return value
        }
    }

    func child(named name: String) -> Any? { children[name] }

    var renderText: String { String(describing: value) }
    var isNull: Bool { false }
}

/// A text that the renderer need not ask what it is.
private struct PageText: MustacheCustomRenderable {
    let renderText: String
    var isNull: Bool { false }
}

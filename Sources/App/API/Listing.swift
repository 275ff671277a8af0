// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// A row of an answer, with the shape that the document promises for it.
protocol APIRow: Encodable, Sendable {
    static var shape: Shape { get }
}

/// A list in the order of its table's key, so that a page is a range of an index whatever it is filtered by.
protocol Listing: Sendable {
    associatedtype Row: APIRow
    /// Columns of the key.
    static var depth: Int { get }
    static var signs: [ParameterSign] { get }

    /// - Throws: `Problem` for a parameter that can't be read.
    init(_ asked: Asked, scope: Scope) throws

    /// Where rows may stand; both ends are outside. nil where nothing can be there.
    func bounds(_ read: Read) throws -> (after: Place, before: Place)?
    /// The key that comes `count` keys after the first one behind a place; nil where there are not so many.
    func key(_ read: Read, after: Place, before: Place, skipping count: Int) throws -> Place?
    /// Rows between two places, both outside, of which the table gives `most` at most.
    func rows(_ read: Read, after: Place, before: Place, most: Int) throws -> Stretch<Row>
}

/// Rows of a stretch of a list.
struct Stretch<Row: Sendable>: Sendable {
    var rows: [(place: Place, row: Row)] = []
    /// The last place that was looked at, where the stretch was cut there.
    var cut: Place?
}

/// One page, and where the next begins. It may have fewer rows than its limit and still have a next: then that many keys were looked at.
struct ListPage<Row: Sendable>: Sendable {
    var rows: [Row] = []
    var next: Place?
}

extension Listing {
    /// - Parameter budget: keys looked at for one page, about, where few rows fit.
    func page(_ read: Read, after: Place?, limit: Int, budget: Int) throws -> ListPage<Row> {
        guard let bounds = try bounds(read) else { return ListPage() }
        var place = max(after ?? bounds.after, bounds.after), found: [(place: Place, row: Row)] = []
        var (left, step) = (budget, min(budget, max(100, limit)))
        while place < bounds.before {
            let bound = try key(read, after: place, before: bounds.before, skipping: step)
            // One more than the page has, to know whether another follows.
            let most = max(min(budget, 100), limit - found.count + 1)
            let stretch = try rows(read, after: place, before: bound ?? bounds.before, most: most)
            found += stretch.rows
            if found.count > limit { return ListPage(rows: found.prefix(limit).map(\.row), next: found[limit - 1].place) }
            if let cut = stretch.cut {
                (place, left) = (cut, left - most)
            } else if let bound {
                (place, left) = (bound.before, left - step)
                step = min(step * 4, max(1, left))
            } else {
                return ListPage(rows: found.map(\.row))
            }
            if left <= 0 { return ListPage(rows: found.map(\.row), next: place) }
        }
        return ListPage(rows: found.map(\.row))
    }
}

/// Conditions of a query that are joined by `and`. Each `$?` of a text takes the next of its values; values are only ever bound.
struct Conditions {
    private(set) var text: String
    private(set) var values: [Value] = []

    init(_ text: String) { self.text = text }

    mutating func add(_ condition: String, _ more: any Bindable...) {
        var pieces = condition.split(separator: "$?", omittingEmptySubsequences: false)[...]
        var written = pieces.popFirst().map(String.init) ?? ""
        for (piece, value) in zip(pieces, more) {
            values.append(value.bound)
            written += "$\(values.count)\(piece)"
        }
        text += " and \(written)"
    }
}

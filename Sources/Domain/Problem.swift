// SPDX-License-Identifier: Apache-2.0

/// What went wrong, for a reader: one sentence, where, and what to do. Rendered as page, API answer, command-line error or rejected row.
package struct Problem: Error, Hashable, Sendable, Codable {
    /// Stable, snake_case, for programs: `unknown_column`.
    package let code: String
    /// One sentence that ends with a full stop.
    package let sentence: String
    /// File, line and column where there are any: `leads.csv, line 12, column "Created"`.
    package let place: String?
    /// What to do about it, one sentence.
    package let remedy: String?
    package let fault: Fault

    /// Whose it is; decides exit code and HTTP status.
    package enum Fault: String, Sendable, Codable {
        /// The input is bad: exit 3, HTTP 422.
        case input
        /// The command or request was wrong: exit 2, HTTP 400.
        case usage
        /// Not signed in, or not allowed: HTTP 401 or 403.
        case access
        /// Nothing is there: HTTP 404.
        case missing
        /// Somebody else was first: HTTP 409.
        case conflict
        /// The machine failed (disk, database): exit 1, HTTP 500.
        case machine
    }

    package init(_ code: String, _ sentence: String, at place: String? = nil, remedy: String? = nil, fault: Fault = .input) {
        (self.code, self.sentence, self.place, self.remedy, self.fault) = (code, sentence, place, remedy, fault)
    }

    /// The same problem with its place named, keeping a place that is there already.
    package func at(_ place: String) -> Problem { Problem(code, sentence, at: self.place ?? place, remedy: remedy, fault: fault) }
}

extension Problem: CustomStringConvertible {
    package var description: String { [place.map { "\($0): " }, sentence, remedy.map { " \($0)" }].compactMap(\.self).joined() }
}

// SPDX-License-Identifier: Apache-2.0

/// What an analysis has to say, before it is a text in a terminal, a page or JSON.
struct AnalysisReport: Sendable {
    var title: String
    /// File, rows, method: what stands small under the title.
    var basis: [String] = []
    /// The answer in a sentence or two.
    var findings: [Finding] = []
    var sections: [Section] = []
    /// What limits the answer, and what was left out.
    var notes: [String] = []
    /// How the numbers are computed.
    var methods: [String] = []

    struct Finding: Sendable {
        var text: String
        /// In bold: what nobody may overlook.
        var isWarning = false

        init(_ text: String, isWarning: Bool = false) { (self.text, self.isWarning) = (text, isWarning) }
    }

    struct Section: Sendable {
        var heading: String
        var text: [String] = []
        var picture: Picture?
        var table: Table?
    }

    struct Table: Sendable {
        var columns: [Column]
        var rows: [[String]]
        /// So many rows are shown in a terminal; all are on the page and in JSON.
        var most = 30
    }

    struct Column: Sendable {
        var name: String
        var isNumber = true
    }

    enum Picture: Sendable {
        /// Shares or amounts by name, each with its interval where there is one.
        case bars([Bar])
        /// Lines over a common axis.
        case curves([Curve], x: String, y: String)
    }

    struct Bar: Sendable {
        var label: String
        var value: Double
        var low: Double?
        var high: Double?
        /// As it is written at the end of the bar.
        var text: String
    }

    struct Curve: Sendable {
        var label: String
        var x: [Double]
        var y: [Double]
        /// A band around it, as many as points; empty for none.
        var low: [Double] = []
        var high: [Double] = []
        /// Each value holds until the next point.
        var isStep = false
        var hasDots = false
    }
}

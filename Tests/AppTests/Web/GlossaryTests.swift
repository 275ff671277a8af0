// SPDX-License-Identifier: Apache-2.0
import App
import Testing

@Suite struct `Words explain themselves` {
    private static func buttons(_ html: String) -> [String] {
        Glossary.explain(html).matches(of: #/popovertarget="word-([a-z]+)">([^<]+)<\/button>/#).map { "\($0.1):\($0.2)" }
    }

    @Test(arguments: [
        ("<p>148 leads are in MQL, and MQL is a stage.</p>", ["lead:leads", "mql:MQL", "stage:stage"]),
        ("<p>Leads of nobody</p><p>more leads</p>", ["lead:Leads"]),
        ("<a href=\"/leads\">leads</a> <h1>leads</h1><table><tbody><tr><td>MQL</td></tr></tbody></table>", []),
        ("<p title=\"a lead > an MQL\">nothing</p>", []), ("<p>lead-free leads@one.example mislead Leads&amp;Co lead2</p>", []),
        ("<p>ten points apart, two counted apart and counted apartments</p>", ["points:points", "apart:counted apart"]),
        ("<svg><text>MQL</text></svg><p>volume</p>", ["volume:volume"]), ("<p>Übleads leadsß</p>", []), ("<p>MQL", ["mql:MQL"]), ("", []), ("<", []),
    ])
    func `the first of each, where it can be pressed and is ours`(html: String, expected: [String]) { #expect(Self.buttons(html) == expected) }

    @Test func `each button opens a meaning that stands in the page, and the text is as before`() {
        let html = "<p>An <b>SQL</b> is an SQL, 95 % confidence, adrift.</p>", explained = Glossary.explain(html)
        for key in ["sql", "confidence", "adrift"] {
            #expect(explained.contains("popovertarget=\"word-\(key)\"") && explained.contains("id=\"word-\(key)\" popover>"))
        }
        let text = explained.replacing(#/<button[^>]*>|<\/button>/#, with: "")
        #expect(text.hasPrefix(html) && !explained.contains("<b><button"))
    }
}

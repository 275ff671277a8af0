// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import TestSupport
import Testing

@Suite struct PageTests {
    private let pages: Pages

    init() throws { pages = try Pages(assets: Assets()) }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test(arguments: SamplePages.all.map(\.name)) func `a page shows every text that it is given`(name: String) throws {
        let sample = try #require(SamplePages.all.first { $0.name == name })
        let html = TestClient.plain(
            try pages.html(
                sample.page, session: SignedIn(member: ID(1), name: "Ana Duarte", role: .operations), path: sample.path, notice: nil))
        for text in Self.texts(in: sample.page) where text.contains(" ") && !text.contains("<option") {
            #expect(html.contains(Self.escaped(text)), "missing: \(text)")
        }
        #expect(!html.contains("{{"))
        #expect(!html.contains(" style=") && !html.contains("<style") && !html.contains("onclick"), "the content security policy forbids it")
        // For looking at: ENTENTE_TEST_PAGES names a folder.
        if let folder = ProcessInfo.processInfo.environment["ENTENTE_TEST_PAGES"] {
            try html.write(toFile: "\(folder)/\(name).html", atomically: true, encoding: .utf8)
        }
    }

    @Test(arguments: SamplePages.all.map(\.name)) func `what is opened is closed`(name: String) throws {
        let sample = try #require(SamplePages.all.first { $0.name == name })
        let html = try pages.html(sample.page, session: nil, path: sample.path, notice: "Done & dusted")
        for tag in ["section", "div", "table", "tr", "td", "form", "ul", "ol", "li", "a", "p", "svg", "details", "label", "select", "aside", "main"] {
            let opened = html.matches(of: try Regex("<\(tag)[ >]")).count, closed = html.components(separatedBy: "</\(tag)>").count - 1
            #expect(opened == closed, "\(tag) in \(name)")
        }
    }

    @Test func `what people typed is escaped`() throws {
        let evil = "<script>alert('x')</script>\" onload=\"y"
        let page = LeadsPage(
            headline: evil, filters: FilterBar(action: "/leads", selects: [.init("s", evil, [Choice(evil, evil, selected: true)])], search: evil),
            table: Table(caption: evil, columns: [.init(evil)], rows: [.init(.text(evil, href: "/x?\(evil)"), [.number(evil)])]))
        let html = try pages.fragment(page)
        #expect(!html.contains("<script") && !html.contains("\" onload"))
    }

    @Test func `an absent value is not looked for further out`() throws {
        // Mustache climbs to the enclosing struct where a name is missing: a cell without a link must not take its page's.
        let page = LeadsPage(
            headline: "x", filters: FilterBar(action: "/leads"), table: Table(columns: [.init("A")], rows: [.init(.text("plain"), [])]),
            back: Link("Funnel", "/funnel"))
        let html = try pages.fragment(page)
        #expect(!html.contains("<a href=\"\">"))
        #expect(html.components(separatedBy: "<a ").count == 2)
    }

    @Test func `the embedded files are those of the folder`() throws {
        let folder = Self.root.appending(path: "Sources/CAssets/assets")
        let assets = Assets()
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.isDirectoryKey]).filter {
            !$0.hasDirectoryPath
        }
        #expect(Set(files.map(\.lastPathComponent)) == Set(assets.names).subtracting(["htmx-2.min.js"]))
        for file in files { #expect(assets.bytes(file.lastPathComponent) == Array(try Data(contentsOf: file)), "\(file.lastPathComponent)") }
    }

    @Test func `templates can be read from a folder while one works on them`() throws {
        let assets = Assets(folder: Self.root.appending(path: "Sources/CAssets/assets").path)
        #expect(assets.url("app.css") == Assets().url("app.css"))
        #expect(assets.bytes("../assets.c") == nil)
        let fresh = try Pages(assets: assets).fragment(SamplePages.upload)
        let embedded = try pages.fragment(SamplePages.upload)
        #expect(fresh == embedded)
    }

    @Test(arguments: [
        (Format.count(4_812), "4,812"), (Format.count(0), "0"), (Format.count(-1_234_567), "−1,234,567"),
        (Format.count(.min), "−9,223,372,036,854,775,808"),
        (Format.percent(0.273), "27 %"), (Format.percent(0.0812, decimals: 1), "8.1 %"), (Format.percent(.nan), "–"),
        (Format.fixed(0.999, 2), "1.00"),
        (Format.fixed(1_234.5, 1), "1,234.5"), (Format.fixed(-0.01, 1), "0.0"), (Format.duration(45), "45 s"), (Format.duration(11_160), "3.1 h"),
        (Format.duration(164_160), "1.9 d"), (Format.duration(2_678_400), "31 d"), (Format.money(Money(minor: 120_450_000, .eur)), "€ 1,204,500"),
        (Format.money(Money(minor: 1_250, .eur), minor: true), "€ 12.50"), (Format.bytes(1_200_000), "1.2 MB"),
    ]) func `numbers are written as people read them`(written: String, expected: String) { #expect(written == expected) }

    @Test(arguments: [
        (Precision.exact, "12 Mar 2026, 09:31"), (.minute, "12 Mar 2026, 09:31"), (.day, "12 Mar 2026"), (.month, "Mar 2026"), (.year, "2026"),
        (.unknown, "no date"),
    ]) func `a time says no more than its source`(precision: Precision, expected: String) throws {
        let day = try #require(Day(year: 2026, month: 3, day: 12))
        let moment = Zone.utc.start(of: day).adding(seconds: 9 * 3_600 + 31 * 60 + 7)
        #expect(Format.moment(moment, in: .utc, precision: precision) == expected)
    }

    /// Every string stored anywhere in a value.
    private static func texts(in value: Any) -> [String] {
        if let text = value as? String { return [text] }
        return Mirror(reflecting: value).children.filter { !["undoHint", "hint"].contains($0.label) || !(value is App.Mark) }.flatMap {
            texts(in: $0.value)
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;").replacing(
            "'", with: "&#39;")
    }
}

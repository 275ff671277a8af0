// SPDX-License-Identifier: Apache-2.0
import Domain
import Mustache

/// Templates, parsed once; with `--dev` again for each page.
package struct Pages: Sendable {
    let assets: Assets
    private let parsed: MustacheLibrary

    /// - Throws: `Problem` that names the template which can't be parsed.
    package init(assets: Assets) throws {
        self.assets = assets
        parsed = try Self.parse(assets)
    }

    private static func parse(_ assets: Assets) throws -> MustacheLibrary {
        var library = MustacheLibrary()
        for name in assets.names where name.hasSuffix(".mustache") {
            do {
                try library.register(String(decoding: assets.bytes(name) ?? [], as: UTF8.self), named: String(name.dropLast(9)))
            } catch let error as MustacheTemplate.ParserError {
                throw Problem(
                    "template", "The template does not parse: \(error.error).", at: "\(name), line \(error.context.lineNumber)", fault: .machine)
            } catch {
                throw Problem("template", "The template does not parse: \(error).", at: name, fault: .machine)
            }
        }
        return library
    }

    private func library() throws -> MustacheLibrary { assets.folder == nil ? parsed : try Self.parse(assets) }

    /// The part of a page that stands between the frame.
    package func fragment(_ page: any Page) throws -> String {
        let name = type(of: page).template
        guard let html = try library().render(PageParts.of(page) ?? page, withTemplate: name) else {
            throw Problem("template", "There is no template of that name.", at: name, fault: .machine)
        }
        return html
    }

    /// A page as a file of its own, with style and script inside.
    func file(_ page: any Page, named title: String) throws -> String {
        func text(_ name: String) -> String { String(decoding: assets.bytes(name) ?? [], as: UTF8.self) }
        return try fragment(FileLayout(title: title, css: text("app.css"), js: text("app.js"), main: try fragment(page)))
    }

    package func html(_ page: any Page, session: SignedIn?, path: String, notice: String?) throws -> String {
        let (nav, settings) = Layout.items(for: session, at: path)
        let layout = Layout(
            title: page.title, css: assets.url("app.css") ?? "", js: assets.url("app.js") ?? "", htmx: assets.url("htmx-2.min.js"),
            icon: assets.url("favicon.svg") ?? "", refresh: page.refresh, nav: nav, settings: settings,
            memberName: session?.name, memberRole: session?.role.label, notice: notice, main: Glossary.explain(try fragment(page)))
        guard let html = try library().render(PageParts.of(layout) ?? layout, withTemplate: "layout") else {
            throw Problem("template", "There is no template of that name.", at: "layout", fault: .machine)
        }
        return html
    }
}

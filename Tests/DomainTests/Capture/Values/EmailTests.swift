// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct EmailTests {
    @Test(arguments: [
        ("Ann@Example.COM", "ann@example.com"), ("mailto:ann@example.com?subject=Hi", "ann@example.com"), ("<ann@example.com>", "ann@example.com"),
        ("\"Ann Example\" <Ann@Example.com>", "ann@example.com"), ("'ann@example.com'", "ann@example.com"), ("ann@example.com.", "ann@example.com"),
        ("ann@example.com,", "ann@example.com"), ("ann+news@example.com", "ann+news@example.com"), ("ann@münchen.DE", "ann@münchen.de"),
        ("o'neil@example.co.uk", "o'neil@example.co.uk"), ("ann@xn--mnchen-3ya.de", "ann@xn--mnchen-3ya.de"), ("ÄNNE@example.de", "änne@example.de"),
        ("a_b-c.d@sub.example.museum", "a_b-c.d@sub.example.museum"), ("Example, Ann <ann@example.com>", "ann@example.com"),
    ])
    func `an address has one normal form`(text: String, expected: String) {
        #expect(Cells.with(text) { EmailAddress.parse($0) }.value?.text == expected)
        var bytes: [UInt8] = []
        let at = Cells.with(text) { EmailAddress.normalize($0, into: &bytes) }
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
        #expect(at.map { bytes[$0] } == 64)
    }

    @Test(arguments: [
        "ann", "ann@", "@example.com", "ann@example", "ann@@example.com", "a b@example.com", "ann@exa mple.com", "ann@-example.com",
        "ann@example-.com",
        "ann@example..com", "ann@127.0.0.1", "ann@.com", "n/a", "ann@example.c", ".ann@example.com", "@", "<>", "mailto:", "\"\"",
    ])
    func `what is no address is bad`(text: String) { #expect(Cells.with(text) { EmailAddress.parse($0) } == .bad(.notAnAddress)) }

    @Test(arguments: [
        ("a@b.de;c@d.de", ["a@b.de", "c@d.de"]), ("a@b.de, c@d.de; A@B.de", ["a@b.de", "c@d.de"]), ("a@b.de c@d.de", ["a@b.de", "c@d.de"]),
        ("Ann <a@b.de>; Bob <c@d.de>", ["a@b.de", "c@d.de"]), ("a@b.de; none", ["a@b.de"]), ("none", []),
        (
            #"[{"label": "work", "value": "contact@wilson.com"}, {"label": "home", "value": "contact.home@wilson.com"}]"#,
            ["contact@wilson.com", "contact.home@wilson.com"]
        ),
        (#"["A@b.de"]"#, ["a@b.de"]),
    ])
    func `a cell may hold several addresses`(text: String, expected: [String]) {
        #expect(Cells.with(text) { EmailAddress.all(in: $0) }.map(\.text) == expected)
        #expect(Cells.with(text) { EmailAddress.parse($0) }.value?.text == expected.first)
    }

    @Test func `an address knows its parts, shared mailboxes and free providers`() throws {
        func address(_ text: String) throws -> EmailAddress { try #require(Cells.with(text) { EmailAddress.parse($0) }.value) }
        let ann = try address("ann@acme.com"), info = try address("INFO@acme.com"), free = try address("ann@yahoo.co.jp")
        #expect(ann.local == "ann" && ann.domain == "acme.com" && !ann.isShared && !ann.isFree)
        #expect(info.isShared && !info.isFree)
        #expect(free.isFree && !free.isShared)
        for domain in ["gmail.com", "qq.com", "gmx.ch", "hotmail.fr", "live.com.mx", "outlook.com", "web.de"] {
            #expect(try address("a@\(domain)").isFree, "\(domain)")
        }
        for domain in ["yahoo-inc.com", "live.example.com", "outlook.acme.com", "gmail.com.acme.de"] {
            #expect(try !address("a@\(domain)").isFree, "\(domain)")
        }
        for local in ["noreply", "sales", "kontakt", "office", "support"] { #expect(try address("\(local)@acme.com").isShared, "\(local)") }
        #expect(try !address("information.desk@acme.com").isShared)
    }

    @Test(
        arguments: [
            ("https://www.Acme.com/about?x", "acme.com"), ("acme.com", "acme.com"), ("WWW.ACME.COM", "acme.com"),
            ("http://shop.acme.co.uk:8080", "shop.acme.co.uk"),
            ("//acme.com/x", "acme.com"), ("acme.com.", "acme.com"), ("ann@acme.com", "acme.com"), ("https://u:p@acme.com/", "acme.com"),
            ("www.com", "www.com"),
            ("http://www.accountInsert0.com", "accountinsert0.com"), ("https://MÜNCHEN.de", "münchen.de"), ("acme", nil), ("n/a", nil),
            ("https://", nil), ("10.0.0.1", nil),
            ("acme .com", nil),
        ] as [(String, String?)])
    func `a web site is known by its domain`(text: String, expected: String?) { #expect(Cells.with(text) { parseDomain($0) }.value == expected) }

    @Test(arguments: [
        ("76340251;46897301;76226001", ["76340251", "46897301", "76226001"]), ("1, 2,,3 ", ["1", "2", "3"]),
        ("Doe, Ann; Roe, Bob", ["Doe, Ann", "Roe, Bob"]),
        (#"["1", 2, {"value":"3"}, null, {"a":[{"b":"]"}],"value":4}]"#, ["1", "2", "3", "4"]), ("[broken", ["[broken"]), ("", []), (";", []),
        ("[]", []),
        (#"["a\u00e9\n\ud83d\ude00"]"#, ["aé\n😀"]), ("7", ["7"]),
    ])
    func `a cell may hold a list`(text: String, expected: [String]) { #expect(Cells.with(text) { listValues(in: $0) } == expected) }

    @Test func `deep nesting does not exhaust the stack`() {
        let deep = "[" + String(repeating: "[", count: 200_000) + String(repeating: "]", count: 200_000) + "]"
        #expect(Cells.with(deep) { jsonValues($0) } == [])
        #expect(Cells.with(String(deep.dropLast())) { jsonValues($0) } == nil)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Analytics
import App
import Testing

@Suite struct `Terms of texts` {
    static let english = [
        "We would like to invite you to the webinars of our partners.", "The pricing of the plans has changed, and so has the webinar.",
    ]
    static let german = ["Wir laden Sie und Ihre Kollegen zu den Schulungen für größere Häuser ein.", "Die Schulung ist auch für das größte Haus."]

    @Test func `are English without stop words, cut to stems`() {
        let terms = Terms(Self.english)
        #expect(terms.language == .english && terms.englishShare > 0.3 && terms.germanShare == 0)
        #expect(Self.stems(terms, 0) == ["like", "invit", "webinar", "partner"] && Self.stems(terms, 1) == ["price", "plan", "chang", "webinar"])
        #expect(terms.shown[0...3] == ["like", "invite", "webinar", "partners"])
    }

    /// Snowball's German: schulungen and schulung are one, and so are häuser and haus.
    @Test func `are German without stop words, cut to stems`() {
        let terms = Terms(Self.german)
        #expect(terms.language == .german && terms.germanShare > 0.3)
        #expect(Self.stems(terms, 0) == ["lad", "kolleg", "schulung", "gross", "haus"] && Self.stems(terms, 1) == ["schulung", "grosst", "haus"])
        #expect(terms.shown.contains("größere") && terms.texts.vocabulary == terms.stems.count)
    }

    @Test func `of another language stay as they are`() {
        let terms = Terms(["Nous vous invitons à une présentation", "le prix des abonnements"])
        #expect(terms.language == .other && Self.stems(terms, 0) == ["nous", "vous", "invitons", "une", "présentation"])
        #expect(Terms([]).language == .other && Terms(["", "?!"]).texts.count == 2 && Terms(["", "?!"]).stems.isEmpty)
    }

    @Test(arguments: [
        ("<p>Hello <b>World</b></p><style>p { color: red }</style>", ["hello", "world"]),
        ("Hi {{ first_name }}, {% if vip %}welcome{% endif %} back", ["hi", "welcome", "back"]),
        ("see https://example.com/a?b=c#d or www.example.org now", ["see", "or", "now"]),
        ("mail to jane.doe@example.com, please", ["mail", "to", "please"]),
        ("Gr&uuml;&szlig;e&nbsp;aus M&#252;nchen &amp; Umgebung", ["grüße", "aus", "münchen", "umgebung"]),
        ("STRASSE Straße ÜBER A\u{308}pfel", ["strasse", "straße", "über", "äpfel"]),
        ("24 a x2 3.5% e-mail don't Kun\u{AD}de", ["24", "x2", "mail", "don", "kunde"]),
        ("1 < 2 and 3 > 2, {open <!-- never closed", ["and", "open"]), ("<script>alert('x')", []), ("{{ never", ["never"]),
        ("Привет 你好 世界!", ["привет", "你好", "世界"]),
    ]) func `are the words that people read`(text: String, words: [String]) {
        let terms = Terms([text])
        #expect(Self.stems(terms, 0) == words && terms.language == .other)
    }

    @Test func `cost about as much as they are long`() {
        let long = String(repeating: "a@", count: 50_000) + String(repeating: "<a ", count: 50_000) + String(repeating: "{{", count: 20_000)
        #expect(Terms([long]).stems.isEmpty)
    }

    private static func stems(_ terms: Terms, _ text: Int) -> [String] { terms.texts[text].map { terms.stems[Int($0)] } }
}

// SPDX-License-Identifier: Apache-2.0

/// The words of the field as this product means them. Where one stands in a page it explains itself.
package struct Glossary: Sendable {
    package struct Word: Sendable {
        /// Part of an address: `mql`.
        let key: String
        /// As a heading writes it.
        let name: String
        /// Spellings that are met, in lower case.
        let spellings: [String]
        let meaning: String

        init(_ key: String, _ name: String, _ spellings: [String], _ meaning: String) {
            (self.key, self.name, self.spellings, self.meaning) = (key, name, spellings, meaning)
        }
    }

    package static let words: [Word] = [
        .init(
            "lead", "Lead", ["lead", "leads"],
            "One attempt to sell to one person. After it has ended, new interest opens the next one. Lists that tell of the same attempt count once."),
        .init("contact", "Contact", ["contact", "contacts"], "A human being, with all that is known, whether or not a lead is open."),
        .init("account", "Account", ["account", "accounts"], "A company, with its people, its owner and its deals."),
        .init(
            "stage", "Stage", ["stage", "stages"],
            "How far a lead has come: inquiry, MQL, SAL, SQL, opportunity, then won, lost or disqualified. Recycled is handed back to marketing."),
        .init("inquiry", "Inquiry", ["inquiry", "inquiries"], "A known person showed interest, or was bought or scanned. Marketing's."),
        .init(
            "mql", "MQL, marketing qualified lead", ["mql", "mqls"],
            "Good enough to be handed to sales, by the definition that both agreed on, or as the imported system has it. Waits in the pool."),
        .init("sal", "SAL, sales accepted lead", ["sal", "sals"], "Somebody in sales claimed and accepted it."),
        .init("sql", "SQL, sales qualified lead", ["sql", "sqls"], "Sales asked the qualifying questions and has the answers."),
        .init(
            "opportunity", "Opportunity", ["opportunity", "opportunities"], "A deal is open with this person; from here on the deal drives the stage."
        ),
        .init("recycled", "Recycled", ["recycled"], "Handed back to marketing with a reason; may come again."),
        .init(
            "disqualified", "Disqualified", ["disqualified"],
            "Ended for a reason that has nothing to do with a deal: a student, a competitor, a false address."),
        .init("volume", "Volume", ["volume"], "How many leads were opened. People who are counted apart are not in it."),
        .init("quality", "Quality", ["quality"], "The share of leads that came to opportunity within the usual time, of those old enough to know."),
        .init("cohort", "Cohort", ["cohort", "cohorts"], "Leads opened in the same time, followed until now, however long their way was."),
        .init("adrift", "Adrift", ["adrift"], "Allowed, and rotting all the same: the owner has left, nobody owns it, or its day is over."),
        .init(
            "apart", "Counted apart", ["counted apart"],
            "Your own people, tests, competitors, and those who look for a job or study: here, and in no total."),
        .init(
            "confidence", "95 % confidence", ["confidence"],
            "The range in which the true share lies, 19 times in 20, given so few or so many cases. Wilson's interval, or the one that is named."),
        .init("touch", "Touch", ["touch", "touches"], "Something between you and the buyer: a page view, a mail, a call, a meeting."),
        .init("pipeline", "Pipeline", ["pipeline", "pipelines"], "The open deals, by their stage; also the list of such stages."),
        .init(
            "segment", "Segment", ["segment", "segments"],
            "A question to the list of leads that was given a name. Its leads are found anew each time."),
        .init(
            "agreement", "Agreement", ["agreement", "agreements", "treaty"],
            "What a good lead is and what both sides do with it, in words that a machine can run, signed by both leaders."),
        .init("points", "Points", ["points"], "A difference between two shares: from 10 % to 15 % is five points."),
    ]

    /// By the first word of a spelling: what follows it, and which word it is.
    private static let places: [String: (rest: [UInt8], index: Int)] = words.indices.reduce(into: [:]) { places, index in
        for spelling in words[index].spellings {
            let first = String(spelling.prefix { $0 != " " })
            places[first] = (Array(spelling.dropFirst(first.count).utf8), index)
        }
    }

    /// Inside these a word stays as it is: it names something of the user's, or can't hold a button.
    private static let closed: Set<String> = [
        "a", "button", "summary", "label", "select", "option", "script", "style", "title", "svg", "h1", "textarea", "datalist", "legend", "tbody",
        "b", "dt", "dd", "template", "nav", "time", "output",
    ]

    /// Makes the first of each word in a page explain itself, by a button that opens its meaning. Works without a script.
    /// - Parameter html: well-formed, as our own templates write it.
    package static func explain(_ html: String) -> String {
        var scan = Scan(bytes: Array(html.utf8))
        scan.run()
        guard !scan.used.isEmpty else { return html }
        let meanings = scan.used.sorted().map { index in
            let word = words[index]
            return
                "<div class=\"meaning\" id=\"word-\(word.key)\" popover><p><b>\(Options.escape(word.name))</b> \(Options.escape(word.meaning))</p></div>\n"
        }
        return String(decoding: scan.out, as: UTF8.self) + "\n" + meanings.joined()
    }

    private struct Scan {
        let bytes: [UInt8]
        var out: [UInt8] = []
        var used: Set<Int> = []
        /// Elements that are open and closed to us.
        private var depth = 0

        init(bytes: [UInt8]) {
            self.bytes = bytes
            out.reserveCapacity(bytes.count + 4_096)
        }

        mutating func run() {
            var place = 0
            while place < bytes.count {
                if bytes[place] == UInt8(ascii: "<") {
                    let end = tagEnd(place)
                    note(bytes[place..<end])
                    out += bytes[place..<end]
                    place = end
                } else if depth == 0, Self.isLetter(bytes[place]) {
                    var end = place
                    while end < bytes.count, Self.isLetter(bytes[end]) { end += 1 }
                    place = word(place..<end)
                } else {
                    out.append(bytes[place])
                    place += 1
                }
            }
        }

        /// Behind the tag that begins here; quotes may hold any sign.
        private func tagEnd(_ start: Int) -> Int {
            var place = start + 1, quote: UInt8 = 0
            while place < bytes.count {
                let byte = bytes[place]
                if quote != 0 {
                    if byte == quote { quote = 0 }
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    quote = byte
                } else if byte == UInt8(ascii: ">") {
                    return place + 1
                }
                place += 1
            }
            return bytes.count
        }

        private mutating func note(_ tag: ArraySlice<UInt8>) {
            let isEnd = tag.dropFirst().first == UInt8(ascii: "/")
            let name = tag.dropFirst(isEnd ? 2 : 1).prefix { Self.isLetter($0) || $0 >= 48 && $0 <= 57 }
            guard Glossary.closed.contains(String(decoding: name, as: UTF8.self)) else { return }
            if isEnd { depth = max(0, depth - 1) } else if tag.dropLast().last != UInt8(ascii: "/") { depth += 1 }
        }

        /// - Returns: where to go on.
        private mutating func word(_ range: Range<Int>) -> Int {
            // A part of an address or of a longer word is none; letters of other scripts are above 127.
            func joins(_ place: Int) -> Bool {
                guard bytes.indices.contains(place) else { return false }
                let byte = bytes[place]
                return byte >= 128 || byte == 64 || byte == 38 || byte == 95 || byte == 45 || Self.isLetter(byte) || byte >= 48 && byte <= 57
            }
            guard range.count <= 14, !joins(range.lowerBound - 1),
                let (rest, index) = Glossary.places[String(decoding: bytes[range], as: UTF8.self).lowercased()],
                bytes[range.upperBound...].starts(with: rest), !joins(range.upperBound + rest.count), used.insert(index).inserted
            else {
                out += bytes[range]
                return range.upperBound
            }
            let end = range.upperBound + rest.count
            out += Array("<button type=\"button\" class=\"word\" popovertarget=\"word-\(Glossary.words[index].key)\">".utf8)
            out += bytes[range.lowerBound..<end]
            out += Array("</button>".utf8)
            return end
        }

        private static func isLetter(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 || byte >= 97 && byte <= 122 }
    }
}

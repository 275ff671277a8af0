// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite(.enabled(if: Command.path != nil)) struct `Words of groups of texts` {
    /// Twenty texts of two groups: one asks about prices, the other praises webinars.
    static let notes: String = {
        let a = (0..<10).map { "\"The pricing of the plan number \($0) is too high for us and we need a discount\",lost,2026-01-\(10 + $0)" }
        let b = (0..<10).map { "\"We liked the webinar with topic \($0) and would like to see the webinars of your team\",won,2026-01-\(10 + $0)" }
        return "Text,Outcome,Day\n" + (a + b).joined(separator: "\n") + "\n"
    }()

    private func terms(_ group: [String: Any], _ side: String) -> [String] {
        ((group[side] as? [[String: Any]]) ?? []).compactMap { $0["term"] as? String }
    }

    @Test func `say which terms carry the difference, as words that people write`() async throws {
        let json = try await Analyzed.run(["words", "t.csv", "--text", "Text", "--group", "Outcome", "--json"], ["t.csv": Self.notes]).json()
        let group = try #require((json["groups"] as? [[String: Any]])?.first)
        #expect(json["language"] as? String == "english" && group["name"] as? String == "lost" && group["against"] as? String == "won")
        #expect(terms(group, "more").contains("pricing") && terms(group, "less").contains { $0.hasPrefix("webinar") })
        let pricing = try #require((group["more"] as? [[String: Any]])?.first { $0["term"] as? String == "pricing" })
        #expect(pricing["per_thousand_in_group"] as? Double == 1000 && pricing["per_thousand_in_rest"] as? Double == 0)
        #expect((group["p"] as? Double ?? 1) <= 0.002 && group["adjusted"] == nil)
    }

    @Test func `hold many groups against the rest, with p adjusted`() async throws {
        let more = (0..<10).map { "\"Our invoice number \($0) has errors in the address and the tax\",billing,2026-02-0\($0 % 9 + 1)" }
        let answer = try await Analyzed.run(
            ["words", "t.csv", "--text", "Text", "--group", "Outcome", "--json"], ["t.csv": Self.notes + more.joined(separator: "\n") + "\n"])
        let groups = try #require(try answer.json()["groups"] as? [[String: Any]])
        #expect(groups.count == 3 && groups.allSatisfy { ($0["adjusted"] as? Double ?? 1) < 0.05 && $0["against"] == nil })
    }

    @Test func `find texts that are nearly the same, shown at most 60 characters`() async throws {
        let long = "Dear customer we thank you for the long and very pleasant cooperation of the last years and jane.doe@private.example too"
        let text = "Text,Who\n\(long),a\nsomething else entirely was said here,b\n\(long),a\n"
        let answer = try await Analyzed.run(["words", "t.csv", "--text", "Text", "--duplicates", "--json"], ["t.csv": text])
        let found = try #require(try answer.json()["duplicates"] as? [[String: Any]])
        #expect(found.count == 1 && found[0]["rows"] as? [Int] == [1, 3] && found[0]["similarity"] as? Double == 1)
        #expect((found[0]["example"] as? String)?.count == 60 && !answer.ended.output.contains("jane.doe"))
    }

    /// Ten days with one text each about prices, then a day on which five ask for the outage.
    @Test func `rise where the last window has more than its past`() async throws {
        let past = (1...26).map { "the price of the order is fine and the team agrees,2026-01-\($0 < 10 ? "0" : "")\($0)" }
        let now = (0..<8).map { "the outage of the service hurt us again case \($0),2026-01-27" }
        let answer = try await Analyzed.run(
            ["words", "t.csv", "--text", "Text", "--time", "Day", "--json"], ["t.csv": "Text,Day\n" + (past + now).joined(separator: "\n") + "\n"])
        let rising = try #require(try answer.json()["rising"] as? [String: Any])
        #expect(rising["window_days"] as? Int == 1 && rising["past_windows"] as? Int == 26)
        #expect(((rising["terms"] as? [[String: Any]]) ?? []).contains { $0["term"] as? String == "outage" })
    }

    @Test func `come from JSON lines too, lists joined`() async throws {
        let lines = (0..<12).map {
            "{\"body\": \"say \\\"hello\\\" to\\nnumber \($0) of the team\", \"tags\": [\"\($0 % 2 == 0 ? "x" : "y")\", \"z\"], \"n\": \($0), \"o\": {\"a\": 1}}"
        }
        let answer = try await Analyzed.run(
            ["words", "t.jsonl", "--text", "body", "--group", "tags", "--json"], ["t.jsonl": lines.joined(separator: "\n\n")])
        let group = try #require((try answer.json()["groups"] as? [[String: Any]])?.first)
        #expect(group["name"] as? String == "x; z" && group["against"] as? String == "y; z" && group["texts"] as? Int == 6)
        let bad = try await Analyzed.run(["words", "t.jsonl", "--text", "body", "--group", "tags"], ["t.jsonl": lines[0] + "\n{\"body\": \n"])
        #expect(bad.ended.status == 3 && bad.ended.errors.contains("Line 2 is no JSON object"))
    }

    @Test(.enabled(if: Analyzed.hasData, "../shared/data/text is not there")) func `of 509 posts are read from packed JSON lines`() async throws {
        let answer = try await Analyzed.run([
            "words", "\(Analyzed.data)/text/18f_blog_posts.jsonl.gz", "--text", "body_markdown", "--time", "date", "--json",
        ])
        let json = try answer.json()
        #expect(json["texts"] as? Int == 509 && json["language"] as? String == "english" && json["rising"] != nil)
    }

    @Test(arguments: [
        ("Text,G\na b,x\n", ["--text", "Text"], 2, "Nothing says"),
        ("Text,G\nword one,x\nword two,x\n", ["--text", "Text", "--group", "G"], 3, "of one, \"x\""),
        ("Text,G\nword one,\nword two,\n", ["--text", "Text", "--group", "G"], 3, "No text names a group"),
        ("Text,G\n,x\n,y\n", ["--text", "Text", "--group", "G"], 3, "empty in every row"),
        ("Text,G\n?!,x\n--,y\n", ["--text", "Text", "--group", "G"], 3, "no words"),
        ("Said,G\nword,x\n", ["--group", "G"], 3, "No column is known to hold the texts"),
        ("Text,G\nword,x\n", ["--text", "Words", "--group", "G"], 2, "There is no column"),
        ("Text,D\nword,soon\n", ["--text", "Text", "--time", "D"], 3, "holds no dates"),
    ]) func `refuse with a sentence`(text: String, arguments: [String], status: Int32, says: String) async throws {
        let answer = try await Analyzed.run(["words", "t.csv"] + arguments, ["t.csv": text])
        #expect(answer.ended.status == status && !answer.ended.isKilled && answer.ended.errors.contains(says), "\(answer.ended.errors)")
    }

    @Test func `count what is empty, and make a page that runs nothing`() async throws {
        let text = Self.notes + ",lost,2026-01-01\nno group for this text,,\n<script>alert(1)</script> odd,\"<script>x</script>\",2026-01-02\n"
        let answer = try await Analyzed.run(
            ["words", "t.csv", "--text", "Text", "--group", "Outcome", "--time", "Day", "--html", "page.html"], ["t.csv": text])
        let page = try #require(answer.page)
        #expect(answer.ended.output.contains("1 row without a text") && answer.ended.output.contains("1 text without a group"))
        #expect(Analyzed.isSelfContained(page) && page.contains("&lt;script&gt;"))
    }
}

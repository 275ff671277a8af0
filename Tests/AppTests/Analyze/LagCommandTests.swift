// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite(.enabled(if: Command.path != nil)) struct `How long something takes` {
    static let deals = """
        Id,Created,Closed,Status,Team
        1,2026-01-01,2026-01-21,won,A
        2,2026-01-03,2026-02-22,lost,A
        3,2026-01-05,,open,A
        4,2026-01-09,2026-01-08,won,B
        5,xx,2026-02-01,lost,B
        6,2026-02-01,2026-03-20,lost,B
        7,2026-02-01,,won,B
        8,2026-02-10,2026-03-01,won,B
        9,,2026-03-01,won,B
        10,2026-03-01,,,<script>alert(1)</script>

        """

    private func all(_ answer: Analyzed.Answer) throws -> [String: Any] { try #require(try answer.json()["all"] as? [String: Any]) }

    /// Medians as lifelines publishes them; the statistic as its logrank_test gives it.
    @Test(.enabled(if: Analyzed.hasData, "../shared/data/survival is not there")) func `is that of lifelines for flies of two groups`() async throws {
        let answer = try await Analyzed.run(["lag", "\(Analyzed.data)/survival/waltons_dataset.csv", "--json"]), json = try answer.json()
        let median = try #require(try all(answer)["median"] as? [String: Any])
        #expect(median["value"] as? Double == 56 && median["low"] as? Double == 53 && median["high"] as? Double == 58)
        let groups = try #require(json["groups"] as? [[String: Any]])
        let medians = groups.map { "\($0["name"] ?? "") \(($0["median"] as? [String: Any])?["value"] ?? "")" }
        #expect(medians == ["control 58", "miR-137 26"])
        let test = try #require(json["log_rank"] as? [String: Any])
        #expect(abs((test["statistic"] as? Double ?? 0) - 122.249) < 0.001 && test["df"] as? Int == 1)
    }

    @Test(.enabled(if: Analyzed.hasData, "../shared/data/survival is not there")) func `is that of lifelines for governments and prisoners`()
        async throws
    {
        let governments = try await Analyzed.run(["lag", "\(Analyzed.data)/survival/dd.csv", "--by", "democracy", "--unit", "years", "--json"])
        #expect((try all(governments)["median"] as? [String: Any])?["value"] as? Double == 4)
        let groups = try #require(try governments.json()["groups"] as? [[String: Any]])
        let medians = groups.map { "\($0["name"] ?? "") \(($0["median"] as? [String: Any])?["value"] ?? "")" }
        #expect(medians == ["Democracy 3", "Non-democracy 6"])
        let prisoners = try await Analyzed.run(["lag", "\(Analyzed.data)/survival/rossi.csv", "--unit", "weeks", "--json"]),
            rossi = try all(prisoners)
        #expect(rossi["n"] as? Int == 432 && rossi["events"] as? Int == 114 && (rossi["median"] as? [String: Any])?["value"] == nil)
        let shown = try await Analyzed.run(["lag", "\(Analyzed.data)/survival/rossi.csv", "--unit", "weeks"])
        #expect(shown.ended.output.contains("the median isn't reached"))
    }

    /// By hand: of six, won at 19 and 20, lost at 47 and 50, open at 19 (censored) and 74.
    @Test func `counts open rows, names what is left out, and lets outcomes compete`() async throws {
        let answer = try await Analyzed.run(["lag", "deals.csv", "--event", "Status", "--json"], ["deals.csv": Self.deals]), json = try answer.json()
        let all = try self.all(answer)
        #expect(json["until"] as? String == "20 Mar 2026" && json["outcomes"] as? [String] == ["won", "lost"])
        #expect(all["n"] as? Int == 6 && all["events"] as? Int == 4 && all["censored"] as? Int == 2)
        let reasons = try #require(json["left_out"] as? [[String: Any]]).map { "\($0["reason"] ?? "") \($0["line"] ?? "")" }
        #expect(reasons == ["no_start 10", "unreadable_start 6", "negative_duration 5", "outcome_without_end 8"])
        // Won: 1/6 at 19, then 1/4 of 5/6 at 20 since one was last seen at 19. Lost: 1/3 and 1/3 of 5/8 each.
        let outcomes = try #require(all["incidence"] as? [[String: Any]])
        let ends = outcomes.map { (($0["steps"] as? [[String: Any]])?.last?["share"] as? Double) ?? 0 }
        #expect(abs(ends[0] - 0.375) < 1e-12 && abs(ends[1] - 5.0 / 12) < 1e-12)
        #expect(!answer.ended.output.lowercased().contains("nan") && !answer.ended.output.lowercased().contains("inf"))
    }

    @Test func `says why one outcome alone would overstate`() async throws {
        let answer = try await Analyzed.run(["lag", "deals.csv", "--event", "Status", "--by", "Team"], ["deals.csv": Self.deals])
        #expect(answer.ended.output.contains("would overstate") && answer.ended.output.contains("nothing is over yet"))
        #expect(answer.ended.output.contains("(line 5, from 9 Jan 2026 to 8 Jan 2026)"))
    }

    @Test func `ends what is watched at --until`() async throws {
        let answer = try await Analyzed.run(
            ["lag", "deals.csv", "--start", "Created", "--end", "Closed", "--until", "2026-02-15", "--json"], ["deals.csv": Self.deals])
        let all = try self.all(answer)
        #expect(all["n"] as? Int == 6 && all["events"] as? Int == 1)
        #expect(try #require(try answer.json()["left_out"] as? [[String: Any]]).contains { $0["reason"] as? String == "start_after_until" })
    }

    @Test func `is a page that needs nothing else and runs nothing`() async throws {
        let answer = try await Analyzed.run(
            ["lag", "deals.csv", "--event", "Status", "--by", "Team", "--html", "page.html"], ["deals.csv": Self.deals])
        let page = try #require(answer.page)
        #expect(Analyzed.isSelfContained(page) && page.contains("&lt;script&gt;") && page.contains("<svg"))
    }

    @Test(arguments: [
        ("a,b\n1,2\n", ["--duration", "c"], 2, "There is no column \"c\""),
        ("a,b\n1,2\n", [], 3, "No column is known to hold the start"),
        ("t,e\n1,1\n", ["--until", "2026-01-01"], 2, "--until needs"),
        ("t,e\n1,1\n", ["--unit", "moons"], 2, "--unit takes"),
        ("t,e\nsoon,1\nlater,0\n", [], 3, "holds no numbers"),
        ("t,e\n-1,1\n-2,0\n", [], 3, "No row has a time that counts"),
        ("start,end\n2026-01-01,2026-02-01\n", ["--until", "soon"], 2, "is no date"),
        ("start,end\n01/02/2026,03/04/2026\n", [], 3, "--dates day-first"),
        ("start,end,t\n2026-01-01,2026-02-01,3\n", ["--start", "start", "--duration", "t"], 2, "Time is given twice"),
    ]) func `refuses with a sentence`(text: String, arguments: [String], status: Int32, says: String) async throws {
        let answer = try await Analyzed.run(["lag", "t.csv"] + arguments, ["t.csv": text])
        #expect(answer.ended.status == status && !answer.ended.isKilled && answer.ended.errors.contains(says), "\(answer.ended.errors)")
    }

    @Test(arguments: [
        ("t,e\n5,1\n", "Half are over after 5 days"),
        ("t,e\n5,0\n", "the only row that counts is still open"),
        ("t,e\n5,0\n6,0\n", "all 2 rows are still open"),
        ("t,e\n0,1\n0,1\n", "Half are over after 0 days"),
        ("t,e,group\n1,1,a\n2,1,a\n", "All rows are of one group, a"),
        ("t,e,group\n1,0,a\n2,1,\n", "(empty)"),
        ("start,end\n2026-01-01,\n2026-01-05,\n", "still open on 5 Jan 2026"),
        ("start,end\n2026-01-01,2026-01-01\n", "Half are over after 0 days"),
        ("start,end\n2026-01-01 10:00,2026-01-01 11:30\n2026-01-01 10:00,2026-01-01 11:30\n", "after 90 minutes"),
        ("t,e,entry\n5,1,2\n6,1,7\n7,0,\n", "watched only from after its end (line 3)"),
    ]) func `has a sentence for little`(text: String, says: String) async throws {
        for flags in [[], ["--json"], ["--html", "page.html"]] {
            let answer = try await Analyzed.run(["lag", "t.csv"] + flags, ["t.csv": text])
            #expect(answer.ended.status == 0 && !answer.ended.isKilled, "\(answer.ended.errors)")
            if flags.isEmpty { #expect(answer.ended.output.contains(says), "\(answer.ended.output)") }
            if flags == ["--json"] { _ = try answer.json() }
            #expect(!answer.ended.output.contains("nan") && !(answer.page?.contains("nan\"") ?? false))
        }
    }

    @Test func `shows at most twelve groups and thins long curves`() async throws {
        let rows = (0..<5000).map { "\($0).5,1,g\($0 % 30)" }.joined(separator: "\n")
        let json = try await Analyzed.run(["lag", "t.csv", "--json"], ["t.csv": "t,e,group\n\(rows)\n"]).json()
        let all = try #require(json["all"] as? [String: Any]), groups = try #require(json["groups"] as? [[String: Any]])
        #expect(groups.count == 12 && groups.last?["name"] as? String == "(19 other groups)")
        #expect(all["thinned"] as? Bool == true && (all["steps"] as? [Any])?.count == 2000 && groups.first?["thinned"] as? Bool == false)
    }

    /// A pipeline's stages: deals in negotiation have no end, so they are open and no outcome.
    @Test func `a stage whose rows have no end is open`() async throws {
        let text =
            "Created,Closed,Stage\n2026-01-01,2026-01-11,Closed Won\n2026-01-01,2026-01-21,Closed Lost\n2026-01-01,,Negotiation\n2026-01-05,,Negotiation\n"
        let all = try self.all(try await Analyzed.run(["lag", "f.csv", "--event", "Stage", "--json"], ["f.csv": text]))
        #expect(all["n"] as? Int == 4 && all["events"] as? Int == 2 && all["censored"] as? Int == 2)
        let dated = text.replacing("2026-01-01,,Negotiation", with: "2026-01-01,2026-03-01,Negotiation").replacing(
            "2026-01-05,,Neg", with: "2026-01-05,2026-03-01,Neg")
        let said = try self.all(try await Analyzed.run(["lag", "f.csv", "--event", "Stage", "--open", "negotiation", "--json"], ["f.csv": dated]))
        #expect(said["events"] as? Int == 2 && said["censored"] as? Int == 2)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite(.enabled(if: Command.path != nil)) struct `Attribution of any table` {
    private func credits(_ json: [String: Any], _ model: String) throws -> [String: Double] {
        let models = try #require(json["models"] as? [[String: Any]])
        let found = try #require(models.first { $0["model"] as? String == model }, "\(model) is there")
        let channels = try #require(found["channels"] as? [[String: Any]])
        return Dictionary(channels.map { ($0["channel"] as? String ?? "", $0["conversions"] as? Double ?? .nan) }, uniquingKeysWith: +)
    }

    @Test func `reads paths with conversions, value and nulls, and adds repeated paths up`() async throws {
        let once = "path,conv,conv_value,null\na > b,2,30.50,1\nb,0,0,4\na > b > a,1,9.50,0\n"
        let repeated =
            "Path;Total Conversions;Total Conversion Value;Total Null\n\"a>b\";1;10,25;0\n\"a>b\";1;20,25;1\nb;0;0;3\nb;0;0;1\n\"a>b>a\";1;9,5;0\n"
        let one = try await Analyzed.run(["attribution", "p.csv", "--bootstrap", "0", "--json"], ["p.csv": once]).json()
        let other = try await Analyzed.run(["attribution", "p.csv", "--bootstrap", "0", "--json"], ["p.csv": repeated]).json()
        for model in ["first", "last", "linear", "position", "markov", "shapley"] { #expect(try credits(one, model) == credits(other, model)) }
        #expect(try credits(one, "first") == ["a": 3, "b": 0] && credits(one, "last") == ["a": 1, "b": 2])
        #expect(one["value"] as? Double == 40 && other["value"] as? Double == 40 && one["journeys"] as? Int == 8)
    }

    /// Ann converts twice, Bob never, touches in any order; a touch after the last conversion begins a journey without one.
    @Test func `reads touches in any order, and a journey ends where one converted`() async throws {
        let touches = """
            user_id,timestamp,channel,converted,revenue
            ann,2026-03-09 10:00,mail,1,20.00
            bob,2026-01-05,search,0,
            ann,2026-01-01 09:00,search,0,
            ann,2026-01-08 09:00,mail,1,10.00
            ann,2026-03-02 10:00,ads,0,
            ann,2026-04-01 10:00,ads,0,

            """
        let json = try await Analyzed.run(["attribution", "t.csv", "--json", "--half-life", "7"], ["t.csv": touches]).json()
        #expect(json["journeys"] as? Int == 4 && json["conversions"] as? Int == 2 && json["nulls"] as? Int == 2)
        #expect(try credits(json, "first") == ["search": 1, "ads": 1, "mail": 0])
        #expect(try credits(json, "last") == ["mail": 2, "search": 0, "ads": 0])
        let decay = try credits(json, "time-decay")
        #expect(abs((decay["mail"] ?? 0) - 4.0 / 3) < 1e-6 && abs((decay["search"] ?? 0) - 1.0 / 3) < 1e-6)
        let skipped = try #require(json["skipped"] as? [[String: Any]]).compactMap { $0["model"] as? String }
        #expect(skipped == ["u-shaped", "w-shaped", "full-path"])
    }

    @Test func `a result that was joined to every touch counts once`() async throws {
        let touches = "journey,time,channel,converted,value\n1,2026-01-01,a,1,50\n1,2026-01-02,b,1,50\n2,2026-01-01,a,0,0\n"
        let json = try await Analyzed.run(["attribution", "t.csv", "--json"], ["t.csv": touches]).json()
        #expect(json["conversions"] as? Int == 1 && json["value"] as? Double == 50)
        #expect(try credits(json, "linear") == ["a": 0.5, "b": 0.5])
    }

    @Test func `milestones divide by U, W and full path`() async throws {
        let touches = """
            lead_id,date,source,won,stage
            1,2026-01-01,ads,0,
            1,2026-01-05,web,0,lead created
            1,2026-01-09,mail,0,
            1,2026-02-01,event,0,deal opened
            1,2026-03-01,call,1,

            """
        let json = try await Analyzed.run(["attribution", "t.csv", "--json", "--bootstrap", "0"], ["t.csv": touches]).json()
        let expected: [String: [String: Double]] = [
            "u-shaped": ["ads": 0.4, "web": 0.4, "mail": 0.2 / 3, "event": 0.2 / 3, "call": 0.2 / 3],
            "w-shaped": ["ads": 0.3, "web": 0.3, "event": 0.3, "mail": 0.05, "call": 0.05],
            "full-path": ["ads": 0.225, "web": 0.225, "event": 0.225, "call": 0.225, "mail": 0.1],
        ]
        for (model, shares) in expected {
            let found = try credits(json, model)
            for (channel, share) in shares { #expect(abs((found[channel] ?? -1) - share) < 2e-6, "\(model), \(channel)") }
            #expect(abs(found.values.reduce(0, +) - 1) < 1e-9)
        }
    }

    @Test(arguments: [
        ("path,conv\n", "no rows"), ("path,conv\na>b,0\n", "so there is no credit to divide"), ("a,b\n1,2\n", "No column is known"),
        ("path,conv\na>b,1\n", nil), ("path,conv,value\na,1,99999999999999999999\n", nil), ("path,conv\n>>>,1\na,1\n", nil),
        ("user,time,channel,conversion\nx,never,a,1\n", "holds no dates"), ("user,channel,conversion\nx,a,1\n,b,1\ny,,1\n", nil),
    ])
    func `bad input is a sentence or a result`(text: String, sentence: String?) async throws {
        let ended = try await Analyzed.run(["attribution", "f.csv"], ["f.csv": text]).ended
        #expect(!ended.isKilled && !ended.output.lowercased().contains("nan"))
        if let sentence {
            #expect(ended.status == 3 && ended.errors.contains(sentence), "\(ended.errors)")
        } else {
            #expect(ended.status == 0, "\(ended.errors)")
        }
    }

    @Test func `ten thousand steps and thousands of channels are answered`() async throws {
        let long = "path,conv\n" + (0..<10_000).map { "c\($0 % 7)" }.joined(separator: " > ") + ",1\n"
        let wide = "path,conv\n" + (0..<4000).map { "w\($0) > w\(($0 + 1) % 4000),\($0 % 2)\n" }.joined()
        for text in [long, wide] {
            let json = try await Analyzed.run(["attribution", "f.csv", "--json", "--bootstrap", "0", "--order", "1,2"], ["f.csv": text]).json()
            for model in ["first", "linear", "markov", "shapley"] {
                #expect(abs(try credits(json, model).values.reduce(0, +) - Double(json["conversions"] as? Int ?? 0)) < 1e-6)
            }
        }
    }

    /// CC0 journeys of 62,483 touches: each model adds up to the last cent, and the page is one file.
    @Test(.enabled(if: Analyzed.hasData, "../shared/data is not there")) func `real touches add up by every model`() async throws {
        let json = try await Analyzed.run(["attribution", "\(Analyzed.data)/attribution/touches_62483.csv.gz", "--bootstrap", "20", "--json"]).json()
        let total = try #require(json["value"] as? Double), conversions = try #require(json["conversions"] as? Int)
        for model in try #require(json["models"] as? [[String: Any]]) {
            let channels = try #require(model["channels"] as? [[String: Any]])
            #expect(abs(channels.reduce(0) { $0 + ($1["value"] as? Double ?? 0) } - total) < 1e-6)
            #expect(abs(channels.reduce(0) { $0 + ($1["conversions"] as? Double ?? 0) } - Double(conversions)) < 1e-6)
            for channel in channels { #expect((channel["conversions_low"] as? Double ?? 1) <= (channel["conversions_high"] as? Double ?? 0)) }
        }
    }

    @Test func `counts that are no counts are told, and large ones are no trap`() async throws {
        let large = try await Analyzed.run(["attribution", "f.csv", "--bootstrap", "0"], ["f.csv": "path,conversions\na > b,2147483648\nb,3\n"]).ended
        #expect(large.status == 0 && !large.isKilled && large.output.contains("beyond a thousand million counted as 0"))
        let many = "path,conversions\n" + (0..<4).map { "c\($0) > b,900000000\n" }.joined()
        let beyond = try await Analyzed.run(["attribution", "f.csv", "--bootstrap", "0"], ["f.csv": many]).ended
        #expect(beyond.status == 3 && beyond.errors.contains("more than 2,000 million"))
        let odd = "path,conversions,value\na > b,0.5,10\nb,-3,5\na,0,7\na,2,8\n"
        let told = try await Analyzed.run(["attribution", "f.csv", "--bootstrap", "0"], ["f.csv": odd]).ended.output
        #expect(told.contains("1 fraction of journeys rounded") && told.contains("below 0") && told.contains("without a conversion is not counted"))
    }

    @Test func `a column of paths is known by its marks, and a model that needs more is a sentence`() async throws {
        let text = "Kundenweg,n\nA > B,1\nB > C,1\n"
        #expect(try await Analyzed.run(["attribution", "f.csv", "--bootstrap", "0", "--json"], ["f.csv": text]).json()["conversions"] as? Int == 2)
        let asked = try await Analyzed.run(["attribution", "f.csv", "--models", "w-shaped"], ["f.csv": text]).ended
        #expect(asked.status == 2 && asked.errors.contains("None of these models can be computed"))
    }
}

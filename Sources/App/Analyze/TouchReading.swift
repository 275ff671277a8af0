// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// Reads a table of touches, one a row, in any order: who, when, through which channel, and which of them converted.
struct TouchReading: Sendable {
    static let roles: [(role: String, names: [String])] = [
        (
            "journey",
            [
                "journeyid", "journey", "customerid", "customer", "userid", "user", "contactid", "contact", "leadid", "visitorid", "visitor",
                "cookie", "cookieid", "clientid", "fullvisitorid", "uid", "profileid", "accountid", "account", "dealid", "opportunityid", "email",
                "personid", "id", "mta", "kunde", "kundenid", "kundennummer", "kundennr", "besucher",
            ]
        ),
        (
            "time",
            [
                "time", "timestamp", "ts", "datetime", "date", "touchtime", "touchdate", "occurredat", "eventtime", "createdat", "createddate", "at",
                "activitydate", "visittime", "starttime", "zeit", "zeitpunkt", "datum", "zeitstempel",
            ]
        ),
        (
            "channel",
            [
                "channel", "marketingchannel", "channelname", "touchpoint", "source", "utmsource", "leadsource", "medium", "utmmedium",
                "sourcemedium", "channelgrouping", "campaign", "utmcampaign", "touch", "kanal", "quelle",
            ]
        ),
        (
            "conversion",
            [
                "conversion", "converted", "conv", "isconversion", "conversions", "hasconversion", "transaction", "iswon", "won", "interaction",
                "event", "eventtype", "type", "konversion", "abschluss", "gewonnen",
            ]
        ),
        (
            "value",
            [
                "conversionvalue", "wert", "umsatz", "betrag", "value", "revenue", "amount", "convvalue", "dealamount", "transactionvalue", "wert",
                "umsatz", "betrag",
            ]
        ),
        ("milestone", ["milestone", "stage", "lifecyclestage", "touchpointposition", "position"]),
    ]

    let file: TableFile
    let roles: ColumnRoles

    private struct Part: Sendable {
        var journeys = NameCodes()
        var channels = NameCodes()
        var touches: [ReadTouch] = []
        var rows = 0, nobody = 0, undated = 0, unnamed = 0, tooLarge = 0
        var badTimes = BadCells(), badNumbers = BadCells()
    }

    func read(_ formats: ColumnFormats) async throws -> ReadJourneys {
        let journey = try roles.need("journey", "whose touches they are"), channel = try roles.need("channel", "the channels")
        let time = roles["time"], conversion = roles["conversion"], value = roles["value"], milestone = roles["milestone"]
        let dates = if let time { try await formats.dates(time) } else { DateFormat() }
        let numbers = NumberFormat(mark: value == nil ? nil : ((try? await formats.numbers(value ?? 0)) ?? NumberFormat(mark: .point)).mark)
        let zone = formats.zone
        let (parts, unread) = try await file.read(workers: AnalysisOptions.workers, into: { Part() }) { part, row in
            part.rows += 1
            guard !row[journey].isEmpty else { return part.nobody += 1 }
            guard !row[channel].isEmpty else { return part.unnamed += 1 }
            var touch = ReadTouch(journey: Int32(part.journeys.code(row[journey])), channel: UInt16(min(part.channels.code(row[channel]), 65_534)))
            if let time {
                switch dates.parse(row[time], zone: zone) {
                case .value(let stamp): touch.at = stamp.at.micros
                case .absent: return part.undated += 1
                case .bad: return part.badTimes.add(row[time], line: row.line)
                }
            }
            if let value {
                if let plain = plainHundredths(row[value]) {
                    touch.value = plain
                } else if !row[value].isEmpty, !saysNothing(row[value]) {
                    if let amount = parseMoney(row[value], as: numbers).value?.value.minor(exponent: 2) {
                        if amount.magnitude < PathReading.largestAmount { touch.value = amount } else { part.tooLarge += 1 }
                    } else {
                        part.badNumbers.add(row[value], line: row.line)
                    }
                }
            }
            touch.conversions = conversion.map { Self.conversions(row[$0]) } ?? (touch.value > 0 ? 1 : 0)
            if let milestone { touch.milestone = Self.milestone(row[milestone]) }
            part.touches.append(touch)
        }
        return join(parts, unread)
    }

    /// A number, a yes, or a word such as `conversion` or `purchase`.
    private static func conversions(_ cell: UnsafeRawBufferPointer) -> UInt32 {
        if let plain = plainInteger(cell) { return UInt32(clamping: min(1_000_000_000, plain)) }
        if cell.isEmpty { return 0 }
        if case .value(let yes) = parseBoolean(cell) { return yes ? 1 : 0 }
        let word = String(decoding: cell.prefix(60), as: UTF8.self).lowercased()
        if let number = Double(word), number.isFinite { return number >= 0.5 ? UInt32(min(1e9, number.rounded())) : 0 }
        if word.contains("non") || word.contains("not") || word.hasPrefix("no ") { return 0 }
        return ["conver", "purchase", "won", "order", "transaction", "sale"].contains { word.contains($0) } ? 1 : 0
    }

    private static func milestone(_ cell: UnsafeRawBufferPointer) -> ReadTouch.Milestone {
        if cell.isEmpty { return .none }
        let word = String(decoding: cell.prefix(60), as: UTF8.self).lowercased()
        if word.contains("deal") || word.contains("opportunit") || word.contains("opp ") || word == "oc" || word == "opp" { return .deal }
        if word.contains("lead") || word == "lc" || word == "mql" { return .lead }
        return .none
    }

    // MARK: Joining

    private func join(_ parts: [Part], _ unread: UnreadRows) -> ReadJourneys {
        var (journeys, channels, touches) = (NameCodes(), NameCodes(), [ReadTouch]())
        touches.reserveCapacity(parts.reduce(0) { $0 + $1.touches.count })
        var (badTimes, badNumbers) = (BadCells(), BadCells())
        var read = ReadJourneys()
        for part in parts {
            let people = part.journeys.names.map { Int32(journeys.code($0)) }
            let codes = part.channels.names.map { UInt16(min(channels.code($0), 65_534)) }
            for var touch in part.touches {
                touch.journey = people[Int(touch.journey)]
                if Int(touch.channel) < codes.count { touch.channel = codes[Int(touch.channel)] }
                touches.append(touch)
            }
            read.rows += part.rows
            badTimes.merge(part.badTimes)
            badNumbers.merge(part.badNumbers)
        }
        func sum(_ key: KeyPath<Part, Int>) -> Int { parts.reduce(0) { $0 + $1[keyPath: key] } }
        read.notes = unread.sentences
        if sum(\.nobody) > 0 {
            read.notes.append("\(Format.plural(sum(\.nobody), "row")) that \(sum(\.nobody) == 1 ? "names" : "name") nobody left out.")
        }
        if sum(\.unnamed) > 0 { read.notes.append("\(Format.plural(sum(\.unnamed), "row")) without a channel left out.") }
        let undated = sum(\.undated) + badTimes.count
        if undated > 0 {
            read.notes.append("\(Format.plural(undated, "row")) without a readable time left out\(badTimes.example.map { ", as \"\($0)\"" } ?? "").")
        }
        if let sentence = badNumbers.sentence("number") { read.notes.append(sentence) }
        if sum(\.tooLarge) > 0 { read.notes.append("\(Format.plural(sum(\.tooLarge), "amount")) beyond a million million counted as 0.") }
        if roles["time"] == nil { read.notes.append("No column holds times: rows count in the order of the file, and time decay is left out.") }
        let grouping = TouchGrouping(journeys: journeys.count, isTimed: roles["time"] != nil, isMarked: roles["milestone"] != nil)
        read.channels = channels.names
        read.hasValue = roles["value"] != nil
        let (paths, note) = grouping.paths(touches)
        read.paths = paths
        read.notes.append(note)
        if roles["conversion"] == nil {
            read.notes.append("No column says which touches converted\(roles["value"] != nil ? ": those with a value did" : "").")
        }
        return read
    }
}

/// One touch of a file.
struct ReadTouch: Sendable {
    enum Milestone: UInt8, Sendable { case none, lead, deal }

    var journey: Int32
    var channel: UInt16
    var milestone = Milestone.none
    var conversions: UInt32 = 0
    var at: Int64 = 0
    var value: Int64 = 0
}

// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// Texts of a table with their groups and days.
struct TableTexts: Sendable {
    var texts: [String] = []
    /// Rows as counted from the first below the headings, which is 1.
    var numbers: [Int] = []
    /// −1 where the row names none.
    var groups: [Int] = []
    var groupNames: [String] = []
    /// Days since 1970; nil where there is none.
    var days: [Int32?] = []
    var rows = 0
    var empty = 0
    var textNames: [String] = []
    var groupName: String?
    var timeName: String?
    var notes: [String] = []
}

/// Reads the texts of a table.
struct WordsReading: Sendable {
    let command: WordsCommand
    let file: TableFile

    static let known: [(role: String, names: [String])] = [
        (
            "text",
            [
                "text", "body", "message", "content", "comment", "notes", "note", "description", "bodymarkdown", "subject", "feedback", "answer",
                "nachricht",
            ]
        ),
        ("group", []), ("time", []),
    ]

    private struct Part: Sendable {
        var texts: [String] = []
        var groups: [Int32] = []
        var days: [Int32?] = []
        var names = NameCodes()
        var bad = BadCells()
        var numbers: [Int] = []
        var empty = 0
        var rows = 0
    }

    func texts() async throws -> TableTexts {
        let roles = try ColumnRoles(file, known: Self.known, maps: command.options.map)
        func column(_ name: String?, _ role: String) throws(Problem) -> Int? {
            guard let name else { return roles[role] }
            return try ColumnRoles.column(name, file.headings, in: file.name)
        }
        let said = try command.text.map { try ColumnRoles.column($0, file.headings, in: file.name) }
        let columns = said.isEmpty ? [try roles.need("text", "the texts")] : said
        let group = try column(command.group, "group"), time = try column(command.time, "time")
        guard group != nil || time != nil || command.duplicates else {
            throw Problem(
                "nothing_asked", "Nothing says what the texts are to be told apart by.",
                remedy: "Name a column of groups with --group or of dates with --time, or ask for --duplicates.", fault: .usage)
        }
        let formats = try ColumnFormats(file, command.options)
        let dates = if let time { try await formats.dates(time) } else { DateFormat() }
        let (parts, unread) = try await file.read(workers: AnalysisOptions.workers, into: { Part() }) { part, row in
            part.rows += 1
            let text = columns.map { row.string($0) }.filter { !$0.isEmpty }.joined(separator: "\n")
            guard !text.isEmpty else {
                part.empty += 1
                return
            }
            part.texts.append(text)
            part.numbers.append(part.rows)
            if let group {
                let cell = row[group]
                part.groups.append(cell.isEmpty || saysNothing(cell) ? -1 : Int32(truncatingIfNeeded: part.names.code(cell)))
            }
            if let time {
                let stamp = dates.parse(row[time], zone: formats.zone)
                if stamp.fault != nil, !saysNothing(row[time]) { part.bad.add(row[time], line: row.line) }
                part.days.append(stamp.value.map { formats.zone.day(of: $0.at).number })
            }
        }
        return try joined(parts, unread, columns: columns, group: group, time: time)
    }

    private func joined(_ parts: [Part], _ unread: UnreadRows, columns: [Int], group: Int?, time: Int?) throws -> TableTexts {
        var texts = TableTexts(notes: unread.sentences)
        var (names, bad) = (NameCodes(), BadCells())
        for part in parts {
            texts.texts += part.texts
            texts.days += part.days
            texts.numbers += part.numbers.map { $0 + texts.rows }
            let map = part.names.names.map { names.code($0) }
            texts.groups += part.groups.map { $0 < 0 ? -1 : map[Int($0)] }
            texts.rows += part.rows
            texts.empty += part.empty
            bad.merge(part.bad)
        }
        texts.groupNames = names.names
        texts.textNames = columns.map { file.headings[$0] }
        (texts.groupName, texts.timeName) = (group.map { file.headings[$0] }, time.map { file.headings[$0] })
        guard !texts.texts.isEmpty else {
            throw Problem(
                "no_texts",
                "\(texts.textNames.map { "\"\($0)\"" }.joined(separator: " and ")) \(columns.count == 1 ? "is" : "are") empty in every row.",
                at: file.name,
                remedy: "Name another column with --text.")
        }
        if texts.empty > 0 { texts.notes.append("\(Format.plural(texts.empty, "row")) without a text left out.") }
        if let time, let sentence = bad.sentence("date") { texts.notes.append("\(file.headings[time]): \(sentence)") }
        return texts
    }
}

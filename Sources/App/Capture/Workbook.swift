// SPDX-License-Identifier: Apache-2.0
import CZip
import Domain
import Foundation

/// An Excel workbook (ECMA-376): each sheet that is not hidden and has rows becomes a CSV file, so that everything after reads one kind of file.
/// A row keeps its number as its line. Dates become `2026-03-04`, with their time where they have one.
enum Workbook {
    static func unpack(_ path: String, name: String, into folder: String) throws(Problem) -> [SourceFile] {
        var code: Int32 = 0
        guard let archive = zip_open(path, ZIP_RDONLY, &code) else { throw damaged(name) }
        defer { zip_discard(archive) }
        do {
            let book = try WorkbookParts(archive)
            var sheets: [(name: String, file: String)] = []
            for (place, sheet) in book.sheets.enumerated() {
                let target = "\(folder)/sheet-\(place + 1).csv"
                if try WorkbookSheet(book, target).write(archive, sheet.part) { sheets.append((sheet.name, target)) }
            }
            guard !sheets.isEmpty else {
                throw Problem(
                    "empty_workbook", "The workbook has no sheet with rows.", at: name, remedy: "Look whether the rows are on a hidden sheet.")
            }
            let original = (path as NSString).deletingLastPathComponent
            return try sheets.map { sheet in
                try SourceFile(path: sheet.file, name: sheets.count == 1 ? name : "\(name) (\(sheet.name))", folder: original, sheet: sheet.name)
            }
        } catch let problem as Problem {
            throw problem
        } catch WorkbookError.disk {
            throw Problem("disk_full", "The disk is full while reading \(name).", remedy: "Free some space and run it again.", fault: .machine)
        } catch WorkbookError.bomb {
            throw Problem("zip_bomb", "The workbook unpacks to far more than an export would.", at: name, remedy: "Save it as CSV if you trust it.")
        } catch {
            throw damaged(name)
        }
    }

    private static func damaged(_ name: String) -> Problem {
        Problem(
            "bad_workbook", "This Excel workbook can't be read; it may be damaged or have a password.", at: name,
            remedy: "Open it and save it as CSV UTF-8.")
    }
}

/// What the sheets of a workbook share.
struct WorkbookParts {
    /// In the order of the tabs.
    private(set) var sheets: [(name: String, part: String)] = []
    private(set) var strings: [String] = []
    /// By the number of a cell's style.
    private(set) var formats: [CellFormat] = []
    /// Days are counted from 1904, as old Macs did.
    private(set) var isFrom1904 = false

    init(_ archive: OpaquePointer) throws {
        var named: [(name: String, relation: String)] = [], targets: [String: String] = [:]
        let book = WorkbookXML(), relations = WorkbookXML()
        var from1904 = false
        book.start = { name, attribute in
            if name == "workbookPr" { from1904 = ["1", "true"].contains(attribute("date1904") ?? "") }
            guard name == "sheet", attribute("state") == nil || attribute("state") == "visible" else { return }
            named.append((attribute("name") ?? "", attribute("id") ?? ""))
        }
        relations.start = { name, attribute in
            if name == "Relationship", let id = attribute("Id"), let target = attribute("Target") { targets[id] = target }
        }
        guard try book.read(archive, "xl/workbook.xml"), try relations.read(archive, "xl/_rels/workbook.xml.rels") else {
            throw WorkbookError.damaged
        }
        isFrom1904 = from1904
        sheets = named.compactMap { sheet in
            targets[sheet.relation].map { (sheet.name, $0.hasPrefix("/") ? String($0.dropFirst()) : "xl/\($0)") }
        }
        try readStrings(archive)
        try readFormats(archive)
    }

    private mutating func readStrings(_ archive: OpaquePointer) throws {
        let reader = WorkbookXML()
        var strings: [String] = [], bytes: [UInt8] = [], isPhonetic = false
        reader.start = { name, _ in
            if name == "si" { bytes.removeAll(keepingCapacity: true) }
            if name == "rPh" { isPhonetic = true }
            reader.wantsText = name == "t" && !isPhonetic
        }
        reader.text = { bytes.append(contentsOf: $0) }
        reader.end = { name in
            if name == "t" { reader.wantsText = false }
            if name == "rPh" { isPhonetic = false }
            if name == "si" { strings.append(String(decoding: bytes, as: UTF8.self)) }
        }
        try reader.read(archive, "xl/sharedStrings.xml")
        self.strings = strings
    }

    private mutating func readFormats(_ archive: OpaquePointer) throws {
        let reader = WorkbookXML()
        var codes: [Int: String] = [:], styles: [Int] = [], isInCells = false
        reader.start = { name, attribute in
            switch name {
            case "numFmt":
                if let id = attribute("numFmtId").flatMap({ Int($0) }) { codes[id] = attribute("formatCode") }
            case "cellXfs": isInCells = true
            case "xf": if isInCells { styles.append(attribute("numFmtId").flatMap { Int($0) } ?? 0) }
            default: break
            }
        }
        reader.end = { if $0 == "cellXfs" { isInCells = false } }
        try reader.read(archive, "xl/styles.xml")
        formats = styles.map { id in codes[id].map { CellFormat(code: $0) } ?? CellFormat(builtin: id) }
    }

    /// Stands between a number and the currency that only its format names: a column of currencies knows better.
    static let gap = "\u{A0}"

    /// A number as its format shows it.
    func text(_ number: String, _ style: Int) -> String {
        let format = formats.indices.contains(style) ? formats[style] : .plain
        switch format {
        case .money(let mark): return Double(number) == nil ? number : number + Self.gap + mark
        case .digits(let count): return Int64(number) == nil ? number : String(repeating: "0", count: max(0, count - number.utf8.count)) + number
        default: break
        }
        guard format != .plain, let serial = Double(number), serial.isFinite, abs(serial) < 2_958_466 else { return number }
        let seconds = (serial * 86_400).rounded(), day = (seconds / 86_400).rounded(.down), rest = Int(seconds - day * 86_400)
        let clock = [rest / 3600, rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        if format == .time, day == 0 { return clock }
        // 1970-01-01 is day 25569; before March 1900 Excel counts a day that there was not.
        let number = Int64(day) + (isFrom1904 ? 1462 : 0) - 25_569 + (day < 60 && !isFrom1904 ? 1 : 0)
        let date = Day(number: Int32(clamping: number)).iso
        return format == .day && rest == 0 ? date : "\(date) \(clock)"
    }
}

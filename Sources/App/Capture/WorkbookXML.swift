// SPDX-License-Identifier: Apache-2.0
import CExpat
import CZip
import Domain
import Foundation

/// One part of a workbook, read as a stream: elements without their prefixes, and the text within.
final class WorkbookXML {
    /// Name, and a look-up of attributes by name.
    var start: (String, (String) -> String?) throws -> Void = { _, _ in }
    var end: (String) throws -> Void = { _ in }
    /// Called in pieces; only while `wantsText`.
    var text: (UnsafeBufferPointer<UInt8>) -> Void = { _ in }
    var wantsText = false
    private var failure: (any Error)?

    /// - Parameter part: path within the archive.
    /// - Returns: false where the workbook has no such part.
    @discardableResult
    func read(_ archive: OpaquePointer, _ part: String) throws -> Bool {
        var entry = zip_stat_t()
        guard zip_stat(archive, part, 0, &entry) == 0, let file = zip_fopen(archive, part, 0) else { return false }
        defer { zip_fclose(file) }
        guard let parser = XML_ParserCreate(nil) else { throw WorkbookError.damaged }
        defer { XML_ParserFree(parser) }
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { user, name, attributes in WorkbookXML.of(user)?.started(name, attributes) }, { user, name in WorkbookXML.of(user)?.ended(name) })
        XML_SetCharacterDataHandler(parser) { user, bytes, count in
            guard let reader = WorkbookXML.of(user), reader.wantsText, let bytes else { return }
            bytes.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { reader.text(UnsafeBufferPointer(start: $0, count: Int(count))) }
        }
        var read: UInt64 = 0
        let most = max(256 << 20, entry.comp_size &* ZipArchive.mostRatio)
        while true {
            guard let buffer = XML_GetBuffer(parser, 1 << 16) else { throw WorkbookError.damaged }
            let got = zip_fread(file, buffer, 1 << 16)
            guard got >= 0 else { throw WorkbookError.damaged }
            read += UInt64(got)
            guard read <= most else { throw WorkbookError.bomb }
            let status = XML_ParseBuffer(parser, Int32(got), got == 0 ? 1 : 0)
            if let failure { throw failure }
            guard status != XML_STATUS_ERROR else { throw WorkbookError.damaged }
            if got == 0 { return true }
        }
    }

    private static func of(_ user: UnsafeMutableRawPointer?) -> WorkbookXML? {
        user.map { Unmanaged<WorkbookXML>.fromOpaque($0).takeUnretainedValue() }
    }

    private func started(_ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        guard failure == nil, let name else { return }
        do {
            try start(Self.local(name)) { wanted in
                guard let attributes else { return nil }
                var place = 0
                while let key = attributes[place] {
                    if Self.local(key) == wanted { return attributes[place + 1].map { String(cString: $0) } }
                    place += 2
                }
                return nil
            }
        } catch { failure = error }
    }

    private func ended(_ name: UnsafePointer<CChar>?) {
        guard failure == nil, let name else { return }
        do { try end(Self.local(name)) } catch { failure = error }
    }

    /// `x:row` is `row`.
    private static func local(_ name: UnsafePointer<CChar>) -> String {
        guard let colon = strrchr(name, Int32(UInt8(ascii: ":"))) else { return String(cString: name) }
        return String(cString: colon + 1)
    }
}

enum WorkbookError: Error { case damaged, bomb, disk }

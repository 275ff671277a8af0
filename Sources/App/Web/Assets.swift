// SPDX-License-Identifier: Apache-2.0
import CAssets
import CCrypto
import Domain
import Foundation

/// Style sheet, scripts, icon and templates: embedded in the binary, or read from a folder while one works on them.
package struct Assets: Sendable {
    /// The folder that `--dev` names; nil for what is embedded.
    let folder: String?
    private let embedded: [String: [UInt8]]
    private let versions: [String: String]

    package init(folder: String? = nil) {
        self.folder = folder
        var files: [String: [UInt8]] = [:]
        for index in 0..<asset_count() {
            let asset = asset_at(index)
            guard let name = asset.name, let bytes = asset.bytes else { continue }
            files[String(cString: name)] = Array(UnsafeBufferPointer(start: bytes, count: asset.length))
        }
        embedded = files
        versions = files.mapValues { String(Digest.sha256($0).hex.prefix(12)) }
    }

    package var names: [String] { embedded.keys.sorted() }

    package func bytes(_ name: String) -> [UInt8]? {
        // Only names that are embedded are looked for on disk, so no path leads out of the folder.
        guard let bytes = embedded[name] else { return nil }
        guard let folder, let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { return bytes }
        return Array(data)
    }

    /// Changes with the content, so that a browser may keep the file for ever; nil where there is no such file.
    package func version(_ name: String) -> String? {
        folder == nil ? versions[name] : bytes(name).map { String(Digest.sha256($0).hex.prefix(12)) }
    }

    /// `/assets/app.css?v=…`; nil where there is no such file.
    package func url(_ name: String) -> String? { version(name).map { "/assets/\(name)?v=\($0)" } }

    static func type(_ name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Salesforce writes one id in two ways: 15 characters whose case matters (reports), or the same with 3 that tell the case (everything else).
package enum SalesforceID {
    /// Beginnings of the ids of standard objects that exports name: accounts, contacts, users, opportunities, leads, campaigns and their rows.
    private static let prefixes: Set<String> = [
        "001", "003", "005", "006", "008", "00D", "00E", "00G", "00K", "00O", "00P", "00Q", "00T", "00U", "00k", "00v", "017", "01s", "01t", "02i",
        "500", "701", "800", "801",
    ]
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345".utf8)

    /// The three characters that make 18 of 15: each says which of five are capitals.
    /// - Returns: nil where the bytes are no id of 15 characters.
    package static func suffix(_ id: UnsafeRawBufferPointer) -> (UInt8, UInt8, UInt8)? {
        guard id.count == 15, prefixes.contains(String(decoding: id.prefix(3), as: UTF8.self)) else { return nil }
        var parts: [UInt8] = []
        for start in stride(from: 0, to: 15, by: 5) {
            var bits = 0
            for place in 0..<5 {
                switch id[start + place] {
                case 0x41...0x5a: bits |= 1 << place
                case 0x30...0x39, 0x61...0x7a: break
                default: return nil
                }
            }
            parts.append(alphabet[bits])
        }
        return (parts[0], parts[1], parts[2])
    }

    /// The id in 18 characters; anything else as it is.
    package static func full(_ id: String) -> String {
        guard id.utf8.count == 15 else { return id }
        var id = id
        guard let (a, b, c) = id.withUTF8({ suffix(UnsafeRawBufferPointer($0)) }) else { return id }
        return id + String(decoding: [a, b, c], as: UTF8.self)
    }
}

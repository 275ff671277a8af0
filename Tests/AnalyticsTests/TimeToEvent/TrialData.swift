// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Data that R's survival package carries, written out.
enum TrialData {
    /// Weeks of remission of acute myelogenous leukaemia with maintained chemotherapy, then without. R. G. Miller (1981), Survival Analysis.
    static let aml: (weeks: [Double], events: [Bool], groups: [Int]) = (
        [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161, 5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45],
        [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1].map { $0 == 1 },
        Array(repeating: 0, count: 11) + Array(repeating: 1, count: 12)
    )

    /// Days of survival with ovarian cancer by treatment. J. H. Edmunson et al. (1979), Cancer Treatment Reports 63, 241–247.
    static let ovarian: (days: [Double], events: [Bool], groups: [Int]) = (
        [
            59, 115, 156, 421, 431, 448, 464, 475, 477, 563, 638, 744, 769, 770, 803, 855, 1040, 1106, 1129, 1206, 1227, 268, 329, 353, 365, 377,
        ],
        [1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0].map { $0 == 1 },
        [1, 1, 1, 2, 1, 1, 2, 2, 1, 2, 1, 2, 2, 2, 1, 1, 1, 1, 2, 2, 2, 1, 1, 2, 2, 2].map { $0 - 1 }
    )

    /// Made up, without ties; entries are late for half of the cases.
    static let durations = [3.5, 1.25, 7, 2.5, 9.75, 4, 6.5, 8.25, 5, 10, 0.5, 11.5]
    static let outcomes: [UInt8] = [1, 2, 0, 1, 2, 0, 2, 1, 1, 0, 1, 2]
    static let entries = [0, 0.5, 2, 1, 4, 0, 3, 0, 4.5, 6, 0, 9]

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../../shared/data/survival").standardizedFileURL
    static var isThere: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "rossi.csv").path) }

    /// A file of lifelines, its rows without the heading.
    static func rows(_ name: String) throws -> [[String]] {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }
}

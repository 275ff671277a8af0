// SPDX-License-Identifier: Apache-2.0

/// What a person types to sign in, checked and brought into the one form that is stored.
package enum SignInRules {
    /// Lower case without spaces around; nil unless it has the shape `somebody@somewhere`, at most 254 bytes.
    package static func email(_ text: String) -> String? {
        let trimmed = trim(text).lowercased()
        let parts = trimmed.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let name = parts.first, let host = parts.last, !name.isEmpty, !host.isEmpty, trimmed.utf8.count <= 254 else {
            return nil
        }
        guard trimmed.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value != 127 && !"<>()[],;:\\\"".unicodeScalars.contains($0) }) else {
            return nil
        }
        return trimmed
    }

    /// One line of 1 to 200 characters; nil otherwise.
    package static func name(_ text: String) -> String? {
        let trimmed = trim(text)
        guard !trimmed.isEmpty, trimmed.count <= 200, trimmed.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else { return nil }
        return trimmed
    }

    /// Length decides, not the kinds of characters: at least 12 characters, at most 1,000 bytes.
    /// - Source: NIST SP 800-63B (2017), 5.1.1.2: no composition rules; length is what helps.
    package static func problem(withPassword text: String) -> Problem? {
        if text.count < 12 {
            return Problem(
                "password_short", "The password has fewer than 12 characters.", at: "password", remedy: "Take several words that you can remember.")
        }
        if text.utf8.count > 1_000 {
            return Problem("password_long", "The password is longer than 1,000 bytes.", at: "password", remedy: "Take a shorter one.")
        }
        return nil
    }

    private static func trim(_ text: String) -> String {
        let front = text.drop { $0.isWhitespace }
        return String(front.reversed().drop { $0.isWhitespace }.reversed())
    }
}

/// How long a session lasts.
package struct SessionRules: Sendable {
    /// Seconds after which an unused session ends.
    package var idle: Int64 = 7 * 86_400
    /// Seconds after which any session ends.
    package var longest: Int64 = 30 * 86_400
    /// Seconds after which use is written down again: not every page view is worth a commit.
    package var noted: Int64 = 300

    package init() {}

    /// When a session that is used now ends unless it is used again.
    package func expiry(created: Moment, seen: Moment) -> Moment { min(created.adding(seconds: longest), seen.adding(seconds: idle)) }
}

// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage
import Synchronization

/// What the first visitor says about the company.
package struct NewCompany: Sendable, Hashable {
    package let name: String
    /// An IANA name, one of those that the form offers.
    package let zone: String
    package let currency: Currency
}

/// The code that is printed at start and proves that the first visitor reads the server's terminal.
package final class FirstVisitCode: Sendable {
    private let code: Mutex<String?>

    /// Ten letters and digits that can't be taken for each other: 50 bits.
    package init() throws {
        let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        let letters = try Digest.random(10).map { String(alphabet[Int($0) % alphabet.count]) }
        code = Mutex(letters.joined())
    }

    /// As it is printed: `ABCDE-FGHJK`; nil once it is spent.
    package var text: String? { code.withLock { $0.map { "\($0.prefix(5))-\($0.dropFirst(5))" } } }

    /// Case, spaces and dashes do not matter. Every character is compared, so that time tells nothing.
    func matches(_ typed: String) -> Bool {
        let plain = Array(typed.uppercased().utf8.filter { $0 != 45 && $0 != 32 })
        return code.withLock { code in
            guard let code = code.map({ Array($0.utf8) }), code.count == plain.count else { return false }
            return zip(code, plain).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
        }
    }

    func spend() { code.withLock { $0 = nil } }
}

/// Zones and currencies that the form offers; more can be chosen in the settings.
enum FirstVisitChoices {
    static let zones = [
        "UTC", "Europe/London", "Europe/Lisbon", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Amsterdam",
        "Europe/Brussels",
        "Europe/Vienna", "Europe/Zurich", "Europe/Prague", "Europe/Warsaw", "Europe/Budapest", "Europe/Copenhagen", "Europe/Stockholm", "Europe/Oslo",
        "Europe/Helsinki", "Europe/Athens", "Europe/Bucharest", "Europe/Kyiv", "Europe/Istanbul", "Europe/Dublin", "America/New_York",
        "America/Chicago",
        "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Toronto", "America/Vancouver", "America/Mexico_City", "America/Bogota",
        "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi",
        "Asia/Jerusalem",
        "Asia/Dubai", "Asia/Riyadh", "Asia/Karachi", "Asia/Kolkata", "Asia/Bangkok", "Asia/Jakarta", "Asia/Singapore", "Asia/Hong_Kong",
        "Asia/Shanghai",
        "Asia/Manila", "Asia/Seoul", "Asia/Tokyo", "Australia/Perth", "Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland",
    ]

    static let currencies = [
        ("EUR", "Euro"), ("USD", "US dollar"), ("GBP", "Pound sterling"), ("CHF", "Swiss franc"), ("SEK", "Swedish krona"),
        ("NOK", "Norwegian krone"),
        ("DKK", "Danish krone"), ("PLN", "Polish zloty"), ("CZK", "Czech koruna"), ("HUF", "Hungarian forint"), ("RON", "Romanian leu"),
        ("TRY", "Turkish lira"), ("ILS", "Israeli shekel"), ("AED", "UAE dirham"), ("SAR", "Saudi riyal"), ("KWD", "Kuwaiti dinar"),
        ("ZAR", "South African rand"), ("INR", "Indian rupee"), ("CNY", "Chinese yuan"), ("JPY", "Japanese yen"), ("KRW", "South Korean won"),
        ("SGD", "Singapore dollar"), ("HKD", "Hong Kong dollar"), ("AUD", "Australian dollar"), ("NZD", "New Zealand dollar"),
        ("CAD", "Canadian dollar"), ("MXN", "Mexican peso"), ("BRL", "Brazilian real"),
    ]
}

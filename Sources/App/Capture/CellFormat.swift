// SPDX-License-Identifier: Apache-2.0
import Domain

/// What a workbook shows a number as.
enum CellFormat: Equatable {
    case plain, day, moment, time
    /// A number of so many digits, with zeros before it: a postal code, an id.
    case digits(Int)
    /// An amount whose currency only its format tells: `EUR`, `$`.
    case money(String)

    /// The formats that have a number and no text. Those of money (5...8, 42, 44) take the currency of whoever looks, and so stay plain.
    /// Source: ECMA-376-1:2016, 18.8.30.
    init(builtin id: Int) {
        self =
            switch id {
            case 14...17, 27...31, 36, 50...54, 57, 58: .day
            case 22: .moment
            case 18...21, 32...35, 45...47, 55, 56: .time
            default: .plain
            }
    }

    /// By the letters that stand outside quotes and brackets, and by the words within. Only the first section, that of positive numbers, tells.
    init(code: String) {
        var letters: Set<Character> = [], words = [""], symbol = "", previous: Character = " ", isQuoted = false, isBracketed = false
        scan: for character in code {
            let isLiteral = previous == "\\", isLeftOut = previous == "_" || previous == "*"
            previous = isLiteral || isLeftOut || isQuoted || isBracketed ? " " : character
            switch character {
            case _ where isLeftOut: break
            case "\"" where !isLiteral: isQuoted.toggle()
            case "[" where !isQuoted && !isLiteral: isBracketed = true
            case "]" where isBracketed: isBracketed = false
            case _ where isBracketed: symbol.append(character)
            case _ where isQuoted || isLiteral || character == "$" || !character.isASCII: words[words.count - 1].append(character)
            case ";": break scan
            case "\\", "_", "*": break
            default:
                letters.insert(Character(character.lowercased()))
                words.append("")
            }
        }
        let digits = code.utf8.allSatisfy { $0 == 48 } && code.utf8.count > 1 ? CellFormat.digits(code.utf8.count) : nil
        self = digits ?? Self.money(letters, words, symbol) ?? Self.kind(letters)
    }

    /// `[$€-407]` names the currency of a locale, known or not; `[$-407]`, colors and conditions name none.
    private static func money(_ letters: Set<Character>, _ words: [String], _ bracketed: String) -> CellFormat? {
        guard letters.contains("0") || letters.contains("#") else { return nil }
        let symbol = bracketed.first == "$" ? bracketed.dropFirst().prefix { $0 != "-" }.split(separator: " ").joined() : ""
        // "kr." and "Rs.": the point belongs to the abbreviation.
        let known = ([symbol] + words).lazy.compactMap { currencyMark($0) ?? currencyMark(String($0.prefix { $0 != "." })) }.first
        return known.map { .money($0.text) } ?? (symbol.isEmpty ? nil : .money(symbol))
    }

    private static func kind(_ letters: Set<Character>) -> CellFormat {
        // General, and numbers in scientific notation.
        if letters.contains("g") || letters.contains("0") && !letters.contains("y") && !letters.contains("d") && !letters.contains("h") {
            return .plain
        }
        let hasTime = letters.contains("h") || letters.contains("s")
        if letters.contains("y") || letters.contains("d") { return hasTime ? .moment : .day }
        if hasTime { return .time }
        return letters.contains("m") ? .day : .plain
    }
}

extension CurrencyMark {
    /// As it stands beside a number.
    fileprivate var text: String {
        switch self {
        case .code(let currency): currency.code
        case .sign(let sign): sign.rawValue
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// A sign that several currencies share; which one is meant, a column or the company says.
package enum CurrencySign: String, Sendable, Codable, CaseIterable {
    case dollar = "$", yen = "¥", krone = "kr", franc = "Fr", rupee = "Rs", peso = "₱"

    /// The currencies that write it, the commonest first.
    package var candidates: [Currency] {
        let codes =
            switch self {
            case .dollar: "USD CAD AUD NZD SGD HKD MXN TWD ARS CLP COP JMD TTD BBD BZD NAD FJD GYD SRD XCD BSD BMD KYD LRD UYU DOP"
            case .yen: "JPY CNY"
            case .krone: "SEK NOK DKK ISK"
            case .franc: "CHF XOF XAF XPF"
            case .rupee: "INR PKR LKR NPR MUR SCR"
            case .peso: "PHP"
            }
        return codes.split(separator: " ").compactMap { Currency(String($0)) }
    }

    /// Which one is meant where nothing else says it; nil where it would be a guess: Swedish, Norwegian and Danish money differ.
    package var usual: Currency? { self == .krone ? nil : candidates.first }

    /// The currency that is meant beside others that the row, the heading, the reader or the company name: the first that writes the sign so.
    package func meant(among named: [Currency?]) -> Currency? { named.lazy.compactMap(\.self).first(where: candidates.contains) ?? usual }
}

/// The currency that a cell or a part of a heading names: `EUR`, `eur`, `€`, `euro`, `US Dollar`, `$`, `EUR - Euro`.
/// - Returns: nil for what is none, also for three letters that ISO 4217 does not have.
package func currencyMark(_ text: String) -> CurrencyMark? {
    let whole = valueKey(text)
    guard !whole.isEmpty, whole.utf8.count <= 60 else { return nil }
    if whole.utf8.count <= 8, let mark = CurrencyMark.table[ByteCursor.key(whole)] { return mark }
    if let named = CurrencyMark.names[wordKey(text)] { return named }
    for word in text.split(whereSeparator: { !$0.isLetter }) where word.utf8.count == 3 && word.allSatisfy(\.isUppercase) {
        if let mark = CurrencyMark.table[ByteCursor.key(word.lowercased())] { return mark }
    }
    return nil
}

/// What the text beside a number says about its currency.
package enum CurrencyMark: Hashable, Sendable {
    case code(Currency)
    case sign(CurrencySign)

    /// By `wordKey`: what people write in a column of currencies.
    static let names: [String: CurrencyMark] = {
        let lists = [
            "EUR": "euro euros", "USD": "usdollar usdollars dollarus unitedstatesdollar americandollar",
            "GBP": "pound pounds poundsterling sterling britishpound pfund gbpsterling",
            "CHF": "schweizerfranken swissfranc swissfrancs francsuisse franken",
            "JPY": "japaneseyen yenjapanese", "SEK": "schwedischekrone swedishkrona swedishkronor", "NOK": "norwegischekrone norwegiankrone",
            "DKK": "danischekrone danishkrone", "PLN": "zloty polishzloty", "CZK": "czechkoruna tschechischekrone", "CAD": "canadiandollar",
            "AUD": "australiandollar", "INR": "indianrupee", "CNY": "yuan renminbi rmb chineseyuan", "HUF": "forint", "BRL": "real brazilianreal",
            "MXN": "mexicanpeso", "ZAR": "rand southafricanrand", "TRY": "turkishlira",
        ]
        var names: [String: CurrencyMark] = [:]
        for (code, words) in lists { for word in words.split(separator: " ") { names[String(word)] = Currency(code).map { .code($0) } } }
        let signs: [(String, CurrencySign)] = [
            ("dollar dollars", .dollar), ("yen", .yen), ("krone kronen krona kronor", .krone), ("franc francs", .franc), ("rupee rupees", .rupee),
        ]
        for (words, sign) in signs { for word in words.split(separator: " ") { names[String(word)] = .sign(sign) } }
        return names
    }()

    /// By lower-cased bytes, as `ByteCursor.currency` packs them.
    static let table: [UInt64: CurrencyMark] = {
        var table: [UInt64: CurrencyMark] = [:]
        // ISO 4217 list one, active codes and those of currencies that the euro and others replaced since 2000.
        let codes = """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNY COP CRC \
            CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD \
            JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO \
            NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS \
            TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL DEM FRF ATS ITL ESP HRK LTL
            """
        for code in codes.split(separator: " ") { table[ByteCursor.key(code.lowercased())] = Currency(String(code)).map { .code($0) } }
        let signs = [
            ("€", "EUR"), ("£", "GBP"), ("zł", "PLN"), ("r$", "BRL"), ("₹", "INR"), ("₩", "KRW"), ("₽", "RUB"), ("₺", "TRY"), ("₴", "UAH"),
            ("₪", "ILS"), ("฿", "THB"), ("₫", "VND"), ("₦", "NGN"), ("₸", "KZT"), ("kč", "CZK"), ("ft", "HUF"), ("lei", "RON"), ("us$", "USD"),
            ("usd$", "USD"), ("$us", "USD"), ("a$", "AUD"), ("au$", "AUD"), ("c$", "CAD"), ("ca$", "CAD"), ("nz$", "NZD"), ("hk$", "HKD"),
            ("s$", "SGD"), ("mx$", "MXN"), ("nt$", "TWD"), ("cn¥", "CNY"), ("jp¥", "JPY"), ("元", "CNY"), ("円", "JPY"), ("euro", "EUR"),
            ("sfr", "CHF"),
        ]
        for (sign, code) in signs { table[ByteCursor.key(sign)] = Currency(code).map { .code($0) } }
        for sign in CurrencySign.allCases { table[ByteCursor.key(sign.rawValue.lowercased())] = .sign(sign) }
        table[ByteCursor.key("￥")] = .sign(.yen)
        return table
    }()
}

extension ByteCursor {
    /// Reads a currency's sign or code: up to eight bytes that are no digit, space, sign or bracket.
    /// - Returns: nil where the text is no currency.
    mutating func currency() -> CurrencyMark? {
        var key: UInt64 = 0, count: UInt64 = 0, letters = true
        while at < bytes.count, spaceWidth == 0 {
            var byte = bytes[at]
            if byte &- 48 < 10 || byte == 45 || byte == 43 || byte == 40 || byte == 41 || byte == 46 || byte == 44 { break }
            if (65...90).contains(byte) { byte |= 0x20 }
            if !(97...122).contains(byte) { letters = false }
            guard count < 8 else { return nil }
            key |= UInt64(byte) << (count &* 8)
            count &+= 1
            at += 1
        }
        guard count > 0, let mark = CurrencyMark.table[key] else { return nil }
        // "kr." and "Rs.1200": the point belongs to the abbreviation.
        if letters, byte == 46 { at += 1 }
        return mark
    }
}

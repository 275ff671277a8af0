// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite struct `Meanings of values` {
    @Test(arguments: [
        ("google / cpc", "Paid search"), ("google / organic", "Organic search"), ("facebook / paid_social", "Paid social"),
        ("facebook / cpc", "Paid social"),
        ("linkedin / organic", "Social media"), ("newsletter / email", "Email marketing"), ("bing / ppc", "Paid search"),
        ("g2.com / referral", "Referral"),
    ])
    func `a source and its medium decide together`(raw: String, meaning: String) {
        #expect(proposeValue(raw, in: .source)?.canonical == meaning)
        #expect(proposeValue(raw, in: .source)?.channel != nil)
    }

    @Test(arguments: [("cpc", true), ("paid_social", true), ("E-Mail", true), ("Website", false), ("spring", false), ("", false)])
    func `a medium that says nothing stays beside its source`(medium: String, says: Bool) { #expect(isMedium(medium) == says) }

    @Test(arguments: [
        ("Deleted", ValueDomain.dealStage, "deleted"), ("Contact in Future", .status, "recycled"), ("Pre-Qualified", .status, "mql"),
        ("Calificado", .status, "sql"), ("Nuevo", .status, "inquiry"), ("Ganado", .status, "won"), ("Perdido", .status, "lost"),
        ("Cerrada ganada", .dealStage, "won"), ("Negociación", .dealStage, "open"), ("To do", .contactOutcome, "planned"),
        ("Feria", .source, "Trade show"),
        ("España", .country, "ES"), ("Estados Unidos", .country, "US"), ("Price too high", .reason, "price"),
    ])
    func `words of Pipedrive, Zoho and Spanish exports are known`(raw: String, domain: ValueDomain, meaning: String) {
        #expect(proposeValue(raw, in: domain)?.canonical == meaning)
        if domain != .source { #expect(domain.known.contains(meaning)) }
    }

    @Test(arguments: [
        ("EUR", "EUR"), ("eur", "EUR"), ("€", "EUR"), ("euro", "EUR"), ("US Dollar", "USD"), ("EUR - Euro", "EUR"), ("Pound Sterling", "GBP"),
        ("US$", "USD"),
        ("Schweizer Franken", "CHF"), ("$", "$"), ("kr", "kr"), ("dollars", "$"), ("XXQ", nil), ("", nil), ("none of them", nil),
    ])
    func `currencies are known by code, sign and name`(text: String, expected: String?) {
        let found =
            switch currencyMark(text) {
            case .code(let currency)?: Optional(currency.code)
            case .sign(let sign)?: sign.rawValue
            case nil: String?.none
            }
        #expect(found == expected)
    }

    @Test func `a sign that several currencies share is read by what else is named`() throws {
        let (euro, canadian, krona) = (Currency.eur, try #require(Currency("CAD")), try #require(Currency("SEK")))
        #expect(CurrencySign.dollar.meant(among: [nil, euro, canadian]) == canadian)
        #expect(CurrencySign.dollar.meant(among: [euro]) == .usd)
        #expect(CurrencySign.krone.meant(among: [krona]) == krona)
        #expect(CurrencySign.krone.meant(among: [euro]) == nil)
        for sign in CurrencySign.allCases { #expect(!sign.candidates.isEmpty) }
    }
}

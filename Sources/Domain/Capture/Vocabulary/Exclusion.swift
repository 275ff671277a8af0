// SPDX-License-Identifier: Apache-2.0

/// Why a row is proposed to be left out of every number; it is still imported, and counted apart.
package enum ExclusionReason: String, CaseIterable, Codable, Sendable {
    case own, test, competitor, applicant, vendor

    /// For a reader: `12 rows: your own people`.
    package var label: String {
        switch self {
        case .own: "your own people"
        case .test: "tests"
        case .competitor: "competitors"
        case .applicant: "people looking for a job, and students"
        case .vendor: "vendors who want to sell to you"
        }
    }
}

/// What a row says about itself, as far as it says it; raw text as in the file.
package struct ExclusionSigns: Sendable, Hashable {
    package var email: String
    package var company: String
    package var title: String
    package var name: String
    package var source: String

    package init(email: String = "", company: String = "", title: String = "", name: String = "", source: String = "") {
        (self.email, self.company, self.title, self.name, self.source) = (email, company, title, name, source)
    }
}

/// Whether a row should be left out, and why; a person confirms it.
/// - Parameters: `ownDomains` and `competitors` are mail domains in lower case; a subdomain of one counts.
package func proposeExclusion(_ row: ExclusionSigns, ownDomains: Set<String>, competitors: Set<String> = []) -> ExclusionReason? {
    let parts = row.email.lowercased().split(separator: "@", omittingEmptySubsequences: false)
        .map { $0.split(whereSeparator: \.isWhitespace).joined() }
    let local = parts.count == 2 ? parts.first ?? "" : "", domain = parts.count == 2 ? parts.last ?? "" : ""
    if isWithin(domain, ownDomains) { return .own }
    if looksLikeTest(local: local, domain: domain, row) { return .test }
    if isWithin(domain, competitors) { return .competitor }
    let said = words(row.title).union(words(row.source)), together = wordKey(row.title) + " " + wordKey(row.source)
    if !said.isDisjoint(with: applicantWords) || applicantPhrases.contains(where: together.contains) {
        return .applicant
    }
    if ["jobs", "careers", "bewerbung", "bewerbungen", "recruiting"].contains(local) { return .applicant }
    // A vendor manager buys from vendors, so a title must be nothing else.
    let isVendor = !words(row.source).isDisjoint(with: vendorWords) || vendorWords.contains(wordKey(row.title))
    return isVendor ? .vendor : nil
}

private func isWithin(_ domain: String, _ list: Set<String>) -> Bool {
    guard !domain.isEmpty else { return false }
    if list.contains(domain) { return true }
    return list.contains { !$0.isEmpty && domain.hasSuffix("." + $0) }
}

private func words(_ text: String) -> Set<String> { Set(text.split { !$0.isLetter }.map { wordKey(String($0)) }) }

/// A test by its address or by its whole name. `example.com` alone is no test: exports that were made anonymous are full of it.
private func looksLikeTest(local: String, domain: String, _ row: ExclusionSigns) -> Bool {
    let bare = wordKey(String(local.prefix { $0 != "+" })), tag = local.contains("+") ? wordKey(String(local.drop { $0 != "+" })) : ""
    if testWords.contains(bare.filter { !$0.isNumber }) || tag.hasPrefix("test") { return true }
    if ["test.com", "test.de", "test.fr", "mailinator.com", "yopmail.com", "test.test"].contains(domain) || domain.hasSuffix(".test") { return true }
    let names = row.name.split { !$0.isLetter && !$0.isNumber }.map { wordKey(String($0)) }
    // "Jane Test" may be her name; "Test Test", "Test Lead" and "asdf" are nobody's.
    if !names.isEmpty && names.allSatisfy({ testWords.contains($0) || testFillers.contains($0) }) && names.contains(where: testWords.contains) {
        return names.count > 1 || names.first != "test" || local.isEmpty || testWords.contains(wordKey(row.company))
    }
    return testWords.contains(wordKey(row.company)) && names.contains { testWords.contains($0) }
}

private let testWords: Set<String> = [
    "test", "tests", "testing", "tester", "testuser", "testtest", "testlead", "testcontact", "asdf", "asdfasdf", "asdfgh", "asd", "qwerty",
    "qwertz", "qwer",
    "aaa", "aaaa", "xxx", "xxxx", "foo", "foobar", "dummy", "fake", "sdfsdf", "blabla", "abcd", "donotuse", "azerty",
]
private let testFillers: Set<String> = ["lead", "contact", "user", "account", "company", "person", "bar", "name", "a", "b", "one", "two", "firma"]
private let applicantWords: Set<String> = [
    "student", "studentin", "etudiant", "etudiante", "bewerber", "bewerberin", "bewerbung", "applicant", "intern", "praktikant", "praktikantin",
    "stagiaire", "werkstudent", "jobseeker", "career", "careers", "karriere", "candidature", "unemployed", "candidat",
]
private let applicantPhrases = ["jobapplication", "jobseeker", "lookingforajob", "seekingopportunities", "seekingnew", "opentowork"]
private let vendorWords: Set<String> = ["vendor", "vendors", "supplier", "lieferant", "fournisseur", "solicitation", "spammer"]

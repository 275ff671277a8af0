// SPDX-License-Identifier: Apache-2.0
import Domain

/// The wizard's third step: what the words of a source mean. Confirmed once, saved per source.
struct ImportWizardValues {
    let draft: ImportDraft
    let planned: [Importing.Planned]
    /// system|domain|key → meaning, as confirmed before.
    let confirmed: [String: String]

    /// Words that a reader looks at before the rest is folded away, and that the page has at most.
    private static let open = 12, most = 400

    /// One word of a source in one vocabulary, over all files.
    struct Word {
        let system: SourceSystem
        let domain: ValueDomain
        let raw: String
        let key: String
        var count: Int
        let meaning: String?
        let proposed: ProposedValue?
        let isConfirmed: Bool

        var input: String { "\(system.rawValue)|\(domain.rawValue)|\(key)" }
        /// Nobody knows it, or not surely.
        var isNew: Bool {
            guard !isConfirmed else { return false }
            guard let proposed else { return true }
            return proposed.confidence < 0.7 && domain != .source
        }
    }

    struct Group {
        let system: SourceSystem
        let domain: ValueDomain
        var places: [String]
        var words: [Word]
    }

    /// In the order of the flow, most frequent first.
    var groups: [Group] {
        var groups: [String: Group] = [:]
        for file in planned where file.isTaken {
            guard let plan = file.plan else { continue }
            for column in plan.columns where !column.leftOut {
                guard let table = column.values, let domain = table.domain, !table.entries.isEmpty else { continue }
                let key = "\(plan.match.system.rawValue)|\(domain.rawValue)"
                var group = groups[key] ?? Group(system: plan.match.system, domain: domain, places: [], words: [])
                group.places.append("\(column.heading) of \(file.name)")
                add(table.entries, to: &group)
                groups[key] = group
            }
        }
        let order = Dictionary(uniqueKeysWithValues: ValueDomain.allCases.enumerated().map { ($1, $0) })
        return groups.values.map { group in
            var group = group
            group.words = Array(group.words.sorted { ($1.count, $0.raw) < ($0.count, $1.raw) }.prefix(Self.most))
            return group
        }.sorted { (order[$0.domain] ?? 0, $0.system.rawValue) < (order[$1.domain] ?? 0, $1.system.rawValue) }
    }

    private func add(_ entries: [ValueTable.Entry], to group: inout Group) {
        var places = Dictionary(group.words.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
        for entry in entries where entry.raw.utf8.count <= 200 {
            let key = valueKey(entry.raw)
            guard !key.isEmpty else { continue }
            if let known = places[key] {
                group.words[known].count += entry.count
                continue
            }
            places[key] = group.words.count
            group.words.append(
                Word(
                    system: group.system, domain: group.domain, raw: entry.raw, key: key, count: entry.count, meaning: entry.meaning,
                    proposed: proposeValue(entry.raw, in: group.domain, system: group.system),
                    isConfirmed: confirmed["\(group.system.rawValue)|\(group.domain.rawValue)|\(key)"] != nil))
        }
    }

    // MARK: The page

    func page(problem: String? = nil) -> ValuesPage {
        let base = "/imports/drafts/\(draft.id)", groups = groups
        let all = groups.reduce(0) { $0 + $1.words.count }, new = groups.reduce(0) { $0 + $1.words.filter(\.isNew).count }
        let headline =
            all == 0
            ? "Nothing to translate."
            : new == 0
                ? "Their words, in ours. All \(Format.count(all)) are known."
                : "Their words, in ours. \(Format.count(new)) of \(Format.count(all)) need your word."
        return ValuesPage(
            headline: headline, action: "\(base)/values", groups: groups.map(shown), hrefs: ["/imports/new", "\(base)/columns"], problem: problem)
    }

    private func shown(_ group: Group) -> ValuesPage.Group {
        // What needs a look stands first; countries and other long lists that are known are folded away.
        let first = group.words.filter(\.isNew), rest = group.words.filter { !$0.isNew }
        let room = group.domain == .country ? 0 : max(0, Self.open - first.count)
        let main = Array(first.prefix(40)) + rest.prefix(room), folded = Array(first.dropFirst(40)) + rest.dropFirst(room)
        let places = group.places.prefix(3).joined(separator: ", ") + (group.places.count > 3 ? " and \(group.places.count - 3) more" : "")
        return .init(
            name: group.domain.title + (group.system.label.map { " in \($0)" } ?? ""), hint: places, values: main.map(shown), rare: folded.map(shown))
    }

    private func shown(_ word: Word) -> ValuesPage.Value {
        .init(
            input: word.input, text: word.raw, count: Format.count(word.count),
            options: Options.html(Self.choices(word), selected: word.meaning ?? ""), isNew: word.isNew)
    }

    private static func choices(_ word: Word) -> [ChoiceGroup] {
        let known = word.domain.known.map { Choice($0, word.domain.label(of: $0)) }
        let own = [word.proposed?.canonical, word.meaning].compactMap(\.self).filter { value in !word.domain.known.contains(value) }
        let asWritten = Array(Set(own)).sorted().map { Choice($0, $0) }
        return [ChoiceGroup("", [Choice("", "keep as it is")] + asWritten), ChoiceGroup("Means", known)]
    }

    // MARK: The form

    /// What was said, for every word that the page had. Anything else in the form is not listened to.
    func read(_ form: Fields) -> [ValueMap.Entry] {
        let said = Dictionary(form.pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        return groups.flatMap(\.words).compactMap { word in
            guard let meaning = said[word.input] else { return nil }
            let allowed = meaning.isEmpty || word.domain.known.contains(meaning) || meaning == word.proposed?.canonical || meaning == word.meaning
            return allowed ? .init(system: word.system.rawValue, domain: word.domain, key: word.key, meaning: meaning) : nil
        }
    }
}

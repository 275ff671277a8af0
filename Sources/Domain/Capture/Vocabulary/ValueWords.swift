// SPDX-License-Identifier: Apache-2.0

/// Tables of values: `[domain]` opens a section, then `canonical confidence: word | word`, compared by `wordKey`; a deal stage has its
/// place behind the confidence, a source is `Label, channel confidence`.
enum ValueWords {
    /// What the value means by its whole text, else without numbers around it (`2. Qualified`, `Proposal (60%)`).
    static func lookup(_ raw: String, _ domain: ValueDomain) -> ProposedValue? {
        guard let words = index[domain] else { return nil }
        if let exact = words[wordKey(raw)] { return exact }
        var text = raw[...]
        if let open = text.lastIndex(of: "("), text.hasSuffix(")") || text.hasSuffix("%)") { text = text[..<open] }
        text = text.drop { !$0.isLetter }
        while let last = text.last, !last.isLetter { text.removeLast() }
        let key = wordKey(String(text))
        guard !key.isEmpty, let known = words[key] else { return nil }
        return ProposedValue(known.canonical, confidence: known.confidence * 0.9, position: known.position, channel: known.channel)
    }

    private static let index: [ValueDomain: [String: ProposedValue]] = {
        var index: [ValueDomain: [String: ProposedValue]] = [:]
        for table in [stages, sources, others] {
            for (domain, word, value) in read(table).entries where index[domain]?[word] == nil { index[domain, default: [:]][word] = value }
        }
        return index
    }()

    /// What the tables know of each domain, each once, in their order.
    static let canonicals: [ValueDomain: [String]] = {
        var lists: [ValueDomain: [String]] = [:]
        for table in [stages, sources, others] {
            for (domain, _, value) in read(table).entries where lists[domain]?.contains(value.canonical) != true {
                lists[domain, default: []].append(value.canonical)
            }
        }
        return lists
    }()

    /// Lines of the tables that can't be read.
    static let mistakes: [String] = [stages, sources, others].flatMap { read($0).mistakes }

    /// - Returns: the entries, and the lines that can't be read (a test holds that there are none).
    static func read(_ table: String) -> (entries: [(ValueDomain, String, ProposedValue)], mistakes: [String]) {
        var entries: [(ValueDomain, String, ProposedValue)] = [], mistakes: [String] = [], domain: ValueDomain?
        for line in table.split(separator: "\n") {
            if line.hasPrefix("[") {
                domain = ValueDomain(rawValue: String(line.dropFirst().dropLast()))
                if domain == nil { mistakes.append(String(line)) }
                continue
            }
            let parts = line.split(separator: ":", maxSplits: 1)
            guard let domain, let head = parts.first, let words = parts.dropFirst().first, let value = value(String(head), domain) else {
                mistakes.append(String(line)); continue
            }
            for word in words.split(separator: "|") { entries.append((domain, wordKey(String(word)), value)) }
        }
        return (entries, mistakes)
    }

    private static func value(_ head: String, _ domain: ValueDomain) -> ProposedValue? {
        let words = head.split(separator: " ").map(String.init)
        guard words.count >= 2, let first = words.first, let last = words.last else { return nil }
        if domain == .dealStage, words.count == 3, let place = Int(last), let confidence = Double(words[1]) {
            return ProposedValue(first, confidence: confidence, position: place)
        }
        guard let confidence = Double(last) else { return nil }
        let rest = words.dropLast().joined(separator: " ").split(separator: ",").map { String($0.drop { $0 == " " }) }
        guard let canonical = rest.first else { return nil }
        return ProposedValue(canonical, confidence: confidence, channel: rest.dropFirst().first)
    }

    /// Mediums of `source / medium`, as links name them (utm_medium) → the label of the source that they make.
    static let mediums: [String: String] = {
        let lists = [
            "Paid search": "cpc ppc paid paidsearch sem cpm search", "Organic search": "organic organicsearch seo",
            "Email marketing": "email newsletter mail edm emailmarketing", "Social media": "social socialmedia socialnetwork organicsocial sm",
            "Paid social": "paidsocial socialpaid socialads cpcsocial", "Referral": "referral",
            "Advertisement": "display banner retargeting programmatic",
            "Partner referral": "affiliate partner", "Direct traffic": "none direct", "Event": "event", "Webinar": "webinar",
        ]
        var mediums: [String: String] = [:]
        for (label, words) in lists { for word in words.split(separator: " ") { mediums[String(word)] = label } }
        return mediums
    }()

    /// Where paid and unpaid posts are social, whatever the medium calls the payment.
    static let networks: Set<String> = [
        "facebook", "fb", "meta", "instagram", "ig", "linkedin", "twitter", "x", "xing", "youtube", "tiktok", "pinterest", "reddit", "snapchat",
    ]
}

// SPDX-License-Identifier: Apache-2.0
import Domain

/// All words of the sample company. Everything here is invented; mail domains end in `.example`.
enum DemoWords {
    static let company = "Northlight Systems"
    static let domain = "northlight.example"
    static let rival = "rivalytics.example"

    static let firstNames = [
        "Mara", "Jonas", "Elif", "Pieter", "Sofia", "Anders", "Chiara", "Luca", "Ingrid", "Tomasz", "Amelie", "Rafael", "Nadia", "Henrik", "Beatriz",
        "Oskar", "Leonie", "Matteo", "Freya", "Samuel", "Yara", "Emil", "Clara", "Hugo", "Iris", "Karim", "Lotte", "Niklas", "Paula", "Quentin",
        "Rosa", "Stefan", "Tilde", "Ugo", "Vera", "Willem", "Xenia", "Yusuf", "Zoe", "Adam", "Birgit", "Carlos", "Dana", "Erik", "Fatima", "Greta",
        "Hanna", "Ivo", "Julia", "Kasper", "Laura", "Milan", "Nora", "Olivia", "Philipp", "Rhea", "Sanne", "Theo", "Ursula", "Viktoria",
    ]
    static let lastNames = [
        "Lindholm", "Achterberg", "Moreau", "Castellani", "Weidner", "Sorensen", "Almeida", "Kowalczyk", "Brandl", "Hofstede", "Fontaine", "Rinaldi",
        "Vasquez", "Nyberg", "Oyelaran", "Petrescu", "Quist", "Rosendahl", "Steiner", "Tavares", "Ulrich", "Verhoeven", "Wallin", "Yilmaz", "Zeller",
        "Aubert", "Bergqvist", "Corvino", "Delacroix", "Eklund", "Ferreira", "Grunwald", "Haaland", "Ibanez", "Jankowski", "Keller", "Larsen",
        "Marchetti", "Novak", "Ortega", "Pohl", "Rademaker", "Sandoval", "Thorsen", "Vogt", "Winther", "Zanetti", "Bauer", "Clement", "Dijkstra",
        "Engel", "Falk", "Giordano", "Holm", "Jensen", "Kranz", "Lemaire", "Meinhardt", "Nilsson", "Olsen", "Prieto",
    ]

    /// Companies are one word of each list: 40 × 30 × 20 names before a number is needed.
    static let companyFirst = [
        "Bright", "Copper", "Silver", "North", "Clear", "Green", "Stone", "Blue", "High", "River", "Iron", "Oak", "Amber", "Swift", "Maple", "Harbor",
        "Fair", "Gold", "Winter", "Summer", "Cedar", "Lake", "Quartz", "Falcon", "Ember", "Willow", "Moor", "Birch", "Slate", "Coral", "Dawn", "Fern",
        "Glen", "Hazel", "Juniper", "Kestrel", "Linden", "Meadow", "Otter", "Pine",
    ]
    static let companySecond = [
        "water", "field", "gate", "bridge", "mark", "wood", "ford", "well", "peak", "shore", "dale", "haven", "light", "brook", "crest", "land",
        "mill",
        "path", "port", "ridge", "spring", "vale", "view", "ward", "yard", "point", "fall", "grove", "line", "works",
    ]
    static let companyLast = [
        "Logistics", "Foods", "Instruments", "Energy", "Insurance", "Textiles", "Robotics", "Media", "Health", "Retail", "Chemicals", "Mobility",
        "Software", "Packaging", "Optics", "Builders", "Travel", "Furniture", "Finance", "Consulting",
    ]

    static let industries = ["Manufacturing", "Software", "Financial services", "Retail", "Healthcare", "Logistics", "Media", "Energy"]
    static let countries: [(name: String, dial: String, weight: Double, isNorth: Bool, paysDollars: Bool)] = [
        ("Germany", "+49", 26, true, false), ("Netherlands", "+31", 10, true, false), ("Sweden", "+46", 8, true, false),
        ("Austria", "+43", 5, true, false), ("Denmark", "+45", 4, true, false), ("United States", "+1", 14, true, true),
        ("France", "+33", 13, false, false), ("Spain", "+34", 8, false, false), ("Italy", "+39", 8, false, false),
        ("Portugal", "+351", 4, false, false),
    ]

    struct Persona {
        let name: String
        let weight: Double
        /// How much better than average they turn into money.
        let fit: Double
        let titles: [String]
        let role: Int
    }

    static let personas = [
        Persona(
            name: "Economic buyer", weight: 14, fit: 1.25, titles: ["Managing Director", "CFO", "VP Operations", "Chief Revenue Officer"], role: 0),
        Persona(
            name: "Champion", weight: 26, fit: 1.3,
            titles: ["Head of Marketing", "Head of Sales Operations", "Sales Director", "Demand Generation Lead"],
            role: 1),
        Persona(name: "Evaluator", weight: 22, fit: 1, titles: ["IT Architect", "CRM Manager", "Data Engineer", "Security Officer"], role: 2),
        Persona(name: "User", weight: 28, fit: 0.75, titles: ["Account Executive", "Marketing Specialist", "SDR", "Sales Analyst"], role: 3),
        Persona(name: "Student", weight: 10, fit: 0.04, titles: ["Student", "Intern", "Research Assistant"], role: 3),
    ]
    static let roles = ["Decision maker", "Champion", "Evaluator", "User"]

    static let channels = ["Web", "E-mail", "Phone", "Event", "Social", "Partner"]
    static let pages = [
        "/", "/product", "/pricing", "/customers", "/customers/harborgate", "/blog/lead-response", "/blog/joint-funnel", "/guide/handoff",
        "/webinar/agreements",
        "/compare", "/security", "/integrations", "/demo", "/contact", "/newsletter/spring", "/newsletter/autumn",
    ]
    static let callTitles = ["Left a voicemail", "No answer", "First call", "Call back as agreed"]
    static let meetingTitles = ["Discovery", "Product demo", "Workshop", "Commercial talk", "Security review"]

    static let handBack = ["No answer", "No budget this year", "Bad timing", "Wrong person"]
    static let unfit = ["Student", "Wrong address", "Too small", "Not our market"]
    static let lost = ["Price", "Lost to Rivalytics", "No decision", "Missing integration", "Champion left"]
    /// `handBack`, `unfit` and `lost` in one list: a reason is a position in it.
    static let reasons = handBack + unfit + lost
    static let unfitReason = handBack.count
    static let lostReason = handBack.count + unfit.count

    static let pipelines = ["New business", "Expansion"]
    static let dealStages: [(name: String, outcome: DealOutcome)] = [
        ("Qualified", .open), ("Solution shown", .open), ("Proposal", .open), ("Contract", .open), ("Closed won", .won), ("Closed lost", .lost),
    ]
    static let wonStage = 4, lostStage = 5
    static let products: [(name: String, family: String, list: Int64)] = [
        ("Northlight Base", "Platform", 9_000_00), ("Northlight Plus", "Platform", 24_000_00), ("Northlight Insight", "Analytics", 15_000_00),
    ]
    static let line = "Northlight"
}

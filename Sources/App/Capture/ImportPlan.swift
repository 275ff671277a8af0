// SPDX-License-Identifier: Apache-2.0
package import Domain

/// How one column of a file is read. Decided once for the whole column.
package struct ColumnPlan: Sendable {
    package let index: Int
    package let heading: String
    /// nil for a custom field.
    package var field: CanonicalField? { didSet { blanks = BlankCells(field, isDate: stage != nil) } }
    package var leftOut = false
    package var date = DateFormat()
    package var number = NumberFormat()
    package var values: ValueTable?
    /// The stage that a column of dates is about (`hs_date_entered_closedwon`).
    package var stage: String? { didSet { blanks = BlankCells(field, isDate: stage != nil) } }
    /// Of amounts: the currency that the heading names.
    package var currency: CurrencyMark?
    /// Of amounts: how many a 1 stands for, where the heading says thousands.
    package var factor: Int64 = 1
    /// Of a source: the medium beside it.
    var medium: MediumColumn?
    /// Which cells say that nothing is known.
    private(set) var blanks = BlankCells()
    /// The first cells that say something, for a reader.
    package var samples: [String] = []

    /// Under which name facts keep the cell.
    package var key: String { field?.name ?? heading }

    package init(index: Int, heading: String) { (self.index, self.heading) = (index, heading) }
}

/// The distinct values of a column with what they mean. Lookup is by a hash of the bytes: a dictionary of strings costs an allocation a cell.
package struct ValueTable: Sendable {
    package struct Entry: Sendable {
        package let raw: String
        package var count: Int
        package var meaning: String?
        package var position: Int?
        package var code: Int64 = 0
    }

    package let domain: ValueDomain?
    package private(set) var entries: [Entry] = []
    private var index: [Int64: Int32] = [:]
    private var codes: [Int64] = []
    /// A column with more distinct values than this is no vocabulary; the rest is read cell by cell.
    static let most = 50_000

    package init(domain: ValueDomain?) { self.domain = domain }

    @inline(__always)
    private func hash(_ cell: UnsafeRawBufferPointer) -> Int64 {
        var hash = RowHash()
        hash.add(cell)
        return hash.value
    }

    package mutating func count(_ cell: UnsafeRawBufferPointer) {
        let hash = hash(cell)
        if let known = index[hash] {
            entries[Int(known)].count += 1
        } else if entries.count < Self.most {
            index[hash] = Int32(entries.count)
            entries.append(Entry(raw: String(decoding: cell, as: UTF8.self), count: 1))
        }
    }

    package func find(_ cell: UnsafeRawBufferPointer) -> Entry? { index[hash(cell)].map { entries[Int($0)] } }

    /// The id of the value's word, without copying the entry; 0 where there is none.
    @inline(__always)
    func code(_ cell: UnsafeRawBufferPointer) -> Int64 { index[hash(cell)].map { Int($0) < codes.count ? codes[Int($0)] : 0 } ?? 0 }

    package mutating func update(_ change: (inout Entry) throws -> Void) rethrows {
        for place in entries.indices { try change(&entries[place]) }
        codes = entries.map(\.code)
    }
}

/// Cells that can be read in two ways.
package struct PlanQuestion: Hashable, Sendable {
    package enum About: Hashable, Sendable {
        case dates(answer: DateOrder?)
        case numbers(answer: DecimalMark?)
    }

    package let column: Int
    package let about: About
    package let examples: [CellExample]

    package var isOpen: Bool { about == .dates(answer: nil) || about == .numbers(answer: nil) }
}

/// What is known of a file before its rows are loaded.
package struct FilePlan: Sendable {
    package let path: String
    package let name: String
    package var shape: FileShape
    package var match: FileMatch
    package var columns: [ColumnPlan]
    package var rows = 0
    package var firstDay: Moment?
    package var warnings: [String] = []
    package var size: Int64 = 0
    /// What only a person can tell, where somebody can be asked.
    package var questions: [PlanQuestion] = []
    /// One sheet for everything: each row is a person with a lead, and may be a deal too.
    package var isSheet = false

    package func column(_ field: String) -> ColumnPlan? { columns.first { $0.field?.name == field && !$0.leftOut } }

    /// Rates as Salesforce keeps them: units of each currency for one of the company's.
    var hasConversionRates: Bool { column("rate").map { HeadingKey($0.heading).key == "conversionrate" } ?? false }

    /// Whose keys these are: `hubspot/contact`. Fivetran-like and generic exports share the scope of their system.
    package func keyKind(_ noun: String) -> String { "\(match.system.rawValue)/\(noun)" }
}

extension RecordKind {
    var isWithdrawnByDeletion: Bool {
        [
            .activities, .activityLinks, .campaignMembers, .emailEvents, .pageViews, .formSubmissions, .dealContacts, .dealAccounts, .accountContacts,
            .dealLines, .spend,
            .rates,
        ].contains(self)
    }

    /// Rows that name records of others: whose ids those are, the files beside it say. A file of records with ids of its own stays by itself,
    /// since the same id in two systems is two records.
    var followsItsFolder: Bool { ![.contacts, .leads, .accounts, .deals, .products, .spend, .rates, .unknown].contains(self) }

    /// The noun in the kinds of keys.
    var noun: String {
        switch self {
        case .contacts: "contact"
        case .leads: "lead"
        case .accounts: "account"
        case .deals: "deal"
        case .members: "user"
        case .products: "product"
        default: rawValue
        }
    }
}

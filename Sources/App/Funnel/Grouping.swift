// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Turns what a row says of a dimension into a small code, and codes into labels. One per load, shared by leads and deals.
struct Grouping {
    let dimension: FunnelDimension
    private(set) var labels: [String] = []
    private var codes: [String: Int32] = [:]
    private var ofID: [Int64: Int32] = [:]
    private let words: [Int64: String]
    private let memberships: Memberships

    init(_ dimension: FunnelDimension, _ read: Read) throws {
        self.dimension = dimension
        var words: [Int64: String] = [:]
        if dimension.isOfColleague {
            try read.scan("select id, name from member") { words[$0.int(0)] = $0.text(1) }
        } else if case .field = dimension {
        } else {
            try read.scan("select id, value from code") { words[$0.int(0)] = $0.text(1) }
        }
        self.words = words
        memberships = dimension.isOfMembership ? try Memberships(read) : Memberships()
    }

    /// - Returns: -1 where nothing is known.
    mutating func code(id: Int64, at: Int64) -> Int32 {
        if dimension.isOfMembership { return code(memberships.what(dimension, of: id, at: at) ?? "") }
        if let known = ofID[id] { return known }
        let code = code(words[id] ?? "")
        ofID[id] = code
        return code
    }

    mutating func code(_ label: String) -> Int32 {
        guard !label.isEmpty else { return -1 }
        if let known = codes[label] { return known }
        let code = Int32(labels.count)
        labels.append(label)
        codes[label] = code
        return code
    }
}

/// Who was in which team, under whom, where, and when: a reorganization never restates a past quarter.
struct Memberships {
    private struct Place {
        let from: Int64
        let to: Int64
        let team: String
        let manager: String
        let region: String
    }

    private var places: [Int64: [Place]] = [:]

    init() {}

    init(_ read: Read) throws {
        try read.scan(
            """
            select m.member_id, m.from_at, m.to_at, t.name, b.name, m.region from membership m
            left join team t on t.id = m.team_id left join member b on b.id = m.manager_id order by m.member_id, m.from_at
            """
        ) { row in
            places[row.int(0), default: []].append(
                Place(
                    from: row.int(1), to: row.isNull(2) ? .max : row.int(2), team: row.text(3), manager: row.text(4), region: row.text(5)))
        }
    }

    func what(_ dimension: FunnelDimension, of member: Int64, at moment: Int64) -> String? {
        guard let all = places[member], let place = all.last(where: { $0.from <= moment && moment < $0.to }) ?? all.first else { return nil }
        switch dimension {
        case .team: return place.team
        case .manager: return place.manager
        default: return place.region
        }
    }
}

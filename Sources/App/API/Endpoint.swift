// SPDX-License-Identifier: Apache-2.0
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Storage

/// One address of the API: what is read, described and answered there comes from this one declaration.
struct Endpoint: Sendable {
    typealias Handler = @Sendable (Visit, Asked) async throws -> Answer

    /// As the document writes it: `/api/v1/leads/{id}`.
    let path: String
    /// The name of the operation.
    let name: String
    let summary: String
    let about: String
    let signs: [ParameterSign]
    /// By the name under which the document has it.
    let shape: (name: String, shape: Shape)
    /// Of one line where the list may also come as NDJSON.
    let row: (name: String, shape: Shape)?
    var roles = Set(Role.allCases)
    let handler: Handler

    static let base = "/api/v1"

    var hasID: Bool { path.hasSuffix("{id}") }

    /// Problems that may be answered here. 404 belongs to what is asked by its number; 403 to what not every role may see.
    var problems: [HTTPResponse.Status] {
        [.badRequest, .unauthorized] + (roles.count < Role.allCases.count ? [.forbidden] : []) + (hasID ? [.notFound] : [])
            + [.misdirectedRequest, .tooManyRequests, .serviceUnavailable]
    }

    var route: Route {
        .get(path.replacing("{id}", with: ":id"), .token(roles)) { visit in
            try await handler(visit, try Asked(visit.request.rawQuery, knowing: signs, now: visit.now))
        }
    }
}

extension Request {
    /// The query as it came, without its question mark.
    var rawQuery: Substring.UTF8View {
        guard let path = head.path, let mark = path.firstIndex(of: "?") else { return Substring().utf8 }
        return path[path.index(after: mark)...].prefix { $0 != "#" }.utf8
    }

    var wantsLines: Bool { header("accept")?.lowercased().contains(APIAnswer.lines) ?? false }
}

/// A page of a list.
struct ListAnswer<Row: Encodable>: Encodable {
    let data: [Row]
    let next: String?
}

enum APIAnswer {
    static let lines = "application/x-ndjson"

    static func json(_ value: some Encodable) throws -> Answer { .bytes(Array(try JSON.text(value).utf8), type: "application/json") }
}

extension Endpoint {
    /// A list by pages, or as a whole in lines of JSON.
    static func list<L: Listing>(_: L.Type, _ name: String, row: String, _ summary: String, _ about: String = "", in database: Database, budget: Int)
        -> Endpoint
    {
        let shape = Shape.object(
            "A page of the list.",
            [
                "data": .always(.list(.named(row))),
                "next": .maybe(.text("Where the next page begins, for `after`. Absent at the end; a page with few rows may still have it.")),
            ])
        let signs = [CommonParameters.asOf.sign] + L.signs + [CommonParameters.limit.sign, CommonParameters.after.sign]
        return Endpoint(
            path: "\(base)/\(name)", name: "list_\(name)", summary: summary, about: about, signs: signs, shape: ("\(row)List", shape),
            row: (row, L.Row.shape)
        ) { visit, asked in
            let list = try L(asked, scope: try visit.scope()), question = "\(name)?\(asked.question)"
            let limit = try asked(CommonParameters.limit).map { Int($0) }
            let after = try asked(CommonParameters.after).map { try PageCursor.place($0, of: question, depth: L.depth) }
            if visit.request.wantsLines { return lines(list, database, after: after, most: limit ?? .max, budget: budget) }
            let page = try await database.read { try list.page($0, after: after, limit: limit ?? 100, budget: budget) }
            return try APIAnswer.json(ListAnswer(data: page.rows, next: page.next.map { PageCursor.text($0, of: question) }))
        }
    }

    /// Sends a whole list page by page: no transaction waits for the network, and memory does not grow with it.
    private static func lines<L: Listing>(_ list: L, _ database: Database, after: Place?, most: Int, budget: Int) -> Answer {
        var headers: HTTPFields = [:]
        headers.set("content-type", APIAnswer.lines)
        return .response(
            Response(
                status: .ok, headers: headers,
                body: ResponseBody { writer in
                    var (place, left) = (after, most)
                    while left > 0 {
                        let (from, count) = (place, min(left, 1000))
                        let page = try await database.read { try list.page($0, after: from, limit: count, budget: budget) }
                        if !page.rows.isEmpty {
                            try await writer.write(ByteBuffer(string: try page.rows.map { try JSON.text($0) + "\n" }.joined()))
                        }
                        left -= page.rows.count
                        guard let next = page.next else { break }
                        place = next
                    }
                    try await writer.finish(nil)
                }))
    }

    /// One row by its number. What the token may not see is not there.
    static func one<L: OneByOne>(_: L.Type, _ name: String, row: String, of noun: String, in database: Database) -> Endpoint {
        Endpoint(
            path: "\(base)/\(name)/{id}", name: "get_\(noun)", summary: "One \(noun).", about: "", signs: [CommonParameters.asOf.sign],
            shape: (row, L.Row.shape), row: nil
        ) { visit, asked in
            let id: ID<L> = try visit.id("id")
            var list = try L(asked, scope: try visit.scope())
            list.id = id.raw
            let found = list
            let page = try await database.read { try found.page($0, after: nil, limit: 1, budget: 100) }
            guard let row = page.rows.first else {
                throw Problem(
                    "not_found", "There is no \(noun) \(id), or it is not shown to you.", remedy: "It may have been erased, or be a colleague's.",
                    fault: .missing)
            }
            return try APIAnswer.json(row)
        }
    }
}

/// A list whose rows have a number of their own.
protocol OneByOne: Listing {
    var id: Int64? { get set }
}

extension ContactListing: OneByOne {}
extension LeadListing: OneByOne {}
extension AccountListing: OneByOne {}
extension DealListing: OneByOne {}

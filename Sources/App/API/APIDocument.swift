// SPDX-License-Identifier: Apache-2.0
import Domain
import HTTPTypes

/// `/openapi.json`: OpenAPI 3.1, made from the declarations that read the parameters and describe the answers.
struct APIDocument: Sendable {
    private let endpoints: [Endpoint]

    init(_ endpoints: [Endpoint]) { self.endpoints = endpoints }

    private static let about = """
        Reads the ledger; nothing is changed here. A token of `entente token create` sees what its colleague sees on the pages: sales and SDR \
        their own leads, deals and accounts, by who owns them today.

        **As of any moment.** `as_of` asks what the ledger, as it is known today, says of a moment, by when things happened: what was learned later \
        about an earlier time counts, what happened later does not. Leads have the stage and owner that they had then, deals the stage, amount, \
        owner and outcome, people and companies the fields that had been told by then. What the ledger does not date is today's, and is said \
        where it stands. Before anything was told of a deal or company that was there, what was told first is taken.

        **Lists** come in the order of their keys. `next` is the place of the next page: hand it back as `after` with the same parameters. A page \
        looks at a bounded number of rows, so that it may have few, or none, and still a `next`. With `Accept: application/x-ndjson` a list comes \
        whole, one row a line; where a line fails on the way, the answer breaks off.

        **Values.** Moments are RFC 3339 in UTC, money is in minor units with its currency, shares are 0 to 1. What is not known is absent, never null.
        """

    var json: JSONValue {
        var paths: [String: JSONValue] = [:], schemas: [String: Shape] = Self.common
        for endpoint in endpoints {
            paths[endpoint.path] = .object(["get": operation(endpoint)])
            schemas[endpoint.shape.name] = endpoint.shape.shape
            if let row = endpoint.row { schemas[row.name] = row.shape }
        }
        return .object([
            "openapi": .text("3.1.0"),
            "info": .object([
                "title": .text("Entente"), "version": .text("1"), "description": .text(Self.about),
                "license": .object(["name": .text("Apache-2.0"), "identifier": .text("Apache-2.0")]),
            ]),
            "servers": .list([.object(["url": .text("/")])]),
            "security": .list([.object(["token": .list([])])]),
            "paths": .object(paths),
            "components": .object([
                "schemas": .object(schemas.mapValues { .object($0.json) }),
                "securitySchemes": .object([
                    "token": .object([
                        "type": .text("http"), "scheme": .text("bearer"), "description": .text("A token of `entente token create`."),
                    ])
                ]),
            ]),
        ])
    }

    private static let common: [String: Shape] = [
        "Money": Money.apiShape, "Ratio": FunnelShape.ratio, "FunnelRow": FunnelShape.row, "FunnelDeals": FunnelShape.deals,
        "FunnelCounts": FunnelShape.counts, "AuditFinding": AuditShape.finding, "Problem": problem,
    ]

    private static let problem = Shape.object(
        "What went wrong (RFC 9457).",
        [
            "type": .always(.text()), "title": .always(.text("Of the status.")), "status": .always(.int("", 400...599)),
            "detail": .always(.text("One sentence.")), "code": .always(.text("Stable, for programs.")),
            "place": .maybe(.text("Where: the name of a parameter.")), "remedy": .maybe(.text("What to do about it.")),
        ])

    private func operation(_ endpoint: Endpoint) -> JSONValue {
        var parameters = endpoint.signs.map(Self.parameter)
        if endpoint.hasID {
            parameters.append(
                .object([
                    "name": .text("id"), "in": .text("path"), "required": .flag(true), "schema": .object(Shape.id().json), "example": .int(12),
                ]))
        }
        var content: [String: JSONValue] = ["application/json": .object(["schema": .object(Shape.named(endpoint.shape.name).json)])]
        if let row = endpoint.row { content[APIAnswer.lines] = .object(["schema": .object(Shape.named(row.name).json)]) }
        var responses: [String: JSONValue] = ["200": .object(["description": .text(endpoint.summary), "content": .object(content)])]
        for status in endpoint.problems { responses[String(status.code)] = Self.problem(status) }
        var json: [String: JSONValue] = [
            "operationId": .text(endpoint.name), "summary": .text(endpoint.summary), "parameters": .list(parameters), "responses": .object(responses),
        ]
        if !endpoint.about.isEmpty { json["description"] = .text(endpoint.about) }
        return .object(json)
    }

    private static func parameter(_ sign: ParameterSign) -> JSONValue {
        let example: JSONValue =
            switch sign.shape.json["type"] {
            case .text("integer"): Int64(sign.example).map { .int($0) } ?? .text(sign.example)
            case .text("number"): Double(sign.example).map { .real($0) } ?? .text(sign.example)
            default: .text(sign.example)
            }
        return .object([
            "name": .text(sign.name), "in": .text("query"), "description": .text(sign.about), "schema": .object(sign.shape.json), "example": example,
        ])
    }

    private static let causes: [Int: String] = [
        400: "A parameter is unknown, repeated or can't be read.", 401: "There is no token, or it is none.",
        403: "The token's role may not see this.", 404: "It is not there, or not shown to you.",
        421: "The server does not answer under this name.", 429: "There were too many requests with a token that is none.",
        503: "Not ready yet, or too much to do.",
    ]

    private static func problem(_ status: HTTPResponse.Status) -> JSONValue {
        var json: [String: JSONValue] = [
            "description": .text(causes[status.code] ?? status.reasonPhrase),
            "content": .object(["application/problem+json": .object(["schema": .object(Shape.named("Problem").json)])]),
        ]
        func header(_ name: String, _ about: String, _ type: String) {
            json["headers"] = .object([name: .object(["description": .text(about), "schema": .object(["type": .text(type)])])])
        }
        switch status.code {
        case 401: header("WWW-Authenticate", "Bearer.", "string")
        case 429, 503: header("Retry-After", "Seconds.", "integer")
        default: break
        }
        return .object(json)
    }
}

// SPDX-License-Identifier: Apache-2.0
package import Domain
package import HTTPTypes
package import Hummingbird
import Storage

extension Problem {
    package static let notSignedIn = Problem("not_signed_in", "You are not signed in.", remedy: "Sign in and try again.", fault: .access)
    package static let notAllowed = Problem(
        "not_allowed", "Your role does not open this page.", remedy: "Ask a colleague with the role operations.", fault: .access)
    package static let nothingHere = Problem(
        "not_found", "There is nothing at this address.", remedy: "The link may be old, or what it named was erased.", fault: .missing)
    package static let busy = Problem("busy", "The server has too much to do at this moment.", remedy: "Try again in a few seconds.", fault: .machine)

    static func tooLarge(_ limit: Int) -> Problem {
        Problem("too_large", "What you sent is larger than \(Format.bytes(limit)).", remedy: "Send less at a time.", fault: .usage)
    }

    static func method(_ allowed: [String]) -> Problem {
        Problem(
            "method_not_allowed", "This address does not answer that kind of request.", remedy: "It answers \(allowed.joined(separator: ", ")).",
            fault: .usage)
    }

    static let foreign = Problem(
        "cross_site", "The request came from another site, so nothing was changed.", remedy: "Use the form on this server's own page.", fault: .access
    )
    static let host = Problem(
        "unknown_host", "This server does not answer under that name.", remedy: "Start it with --host NAME to allow the name.", fault: .usage)

    /// For beside a form: what is wrong and what to do; the place is before the reader's eyes.
    package var advice: String { [sentence, remedy].compactMap(\.self).joined(separator: " ") }

    /// The status that a browser or program sees.
    package var status: HTTPResponse.Status {
        switch code {
        case "not_signed_in", "wrong_password", "no_token", "bad_token": .unauthorized
        case "too_large": .contentTooLarge
        case "method_not_allowed": .methodNotAllowed
        case "too_many_attempts": .tooManyRequests
        case "busy", "not_ready", "database_unavailable": .serviceUnavailable
        case "unknown_host": .misdirectedRequest
        case "disk_full": .init(code: 507)
        default:
            switch fault {
            case .input: .unprocessableContent
            case .usage: .badRequest
            case .access: .forbidden
            case .missing: .notFound
            case .conflict: .conflict
            case .machine: .internalServerError
            }
        }
    }

    /// What a reader may see of any error. The detail goes to the log under `reference`.
    static func from(_ error: any Error, reference: String) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let refusal as Refusal: refusal.problem
        case let error as HTTPError where error.status == .notFound: .nothingHere
        case let error as HTTPError where error.status == .contentTooLarge: .tooLarge(2 << 20)
        case let error as HTTPError where error.status.code < 500:
            Problem("bad_request", "The request is not complete or not well formed.", fault: .usage)
        case StorageError.diskFull:
            Problem("disk_full", "The disk is full, so nothing was written.", remedy: "Free some space and try again.", fault: .machine)
        case StorageError.readOnly: Problem("read_only", "The database can only be read.", remedy: "Check the rights of its file.", fault: .machine)
        case StorageError.unavailable:
            Problem(
                "database_unavailable", "The database does not answer.", at: "reference \(reference)", remedy: "Try again in a moment.",
                fault: .machine)
        default:
            Problem(
                "failed", "Something failed on the server; nothing that you did caused it.", at: "reference \(reference)",
                remedy: "Try again; if it stays, give the reference to whoever runs the server.", fault: .machine)
        }
    }
}

/// A problem with headers that tell a program what to do.
struct Refusal: Error {
    let problem: Problem
    let headers: [(String, String)]

    static let noToken = Refusal(
        problem: Problem(
            "no_token", "There is no token with this request.", remedy: "Send 'Authorization: Bearer …' with one of 'entente token create'.",
            fault: .access),
        headers: [("www-authenticate", "Bearer")])

    static let badToken = Refusal(
        problem: Problem(
            "bad_token", "The token is not known, was revoked or has expired.", remedy: "Make a new one with 'entente token create'.", fault: .access),
        headers: [("www-authenticate", "Bearer error=\"invalid_token\"")])

    /// - Parameter seconds: after which asking again makes sense.
    static func later(_ problem: Problem, seconds: Int64) -> Refusal { Refusal(problem: problem, headers: [("retry-after", String(seconds))]) }
}

/// A problem as RFC 9457 answers it: `title` is that of its status, `detail` the sentence, and the rest is ours.
struct ProblemDetails: Encodable {
    let type = "about:blank"
    let title: String
    let status: Int
    let detail: String
    let code: String
    let place: String?
    let remedy: String?

    init(_ problem: Problem) {
        (status, detail, code, place, remedy) = (problem.status.code, problem.sentence, problem.code, problem.place, problem.remedy)
        title = problem.status.reasonPhrase.isEmpty ? "Error" : problem.status.reasonPhrase
    }
}

// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
package import HTTPTypes
package import Hummingbird

/// What a handler gives back. The frame makes a response of it, with navigation, headers and the notice that waits.
package struct Answer: Sendable {
    enum Body: Sendable {
        case page(any Page)
        case fragment(any Page)
        case redirect(String)
        case response(Response)
    }

    let body: Body
    var status: HTTPResponse.Status = .ok
    var notice: String?
    var cookies: [String] = []

    package static func page(_ page: some Page, status: HTTPResponse.Status = .ok) -> Answer { Answer(body: .page(page), status: status) }

    /// A part of a page, without its frame, for htmx.
    package static func fragment(_ page: some Page) -> Answer { Answer(body: .fragment(page)) }

    /// To another page of ours by GET, which shows `notice` once.
    package static func redirect(to path: String, notice: String? = nil) -> Answer {
        Answer(body: .redirect(path), status: .seeOther, notice: notice)
    }

    /// - Parameter download: the name under which a browser saves it; nil where it shows it.
    package static func bytes(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, download: String? = nil) -> Answer {
        var headers: HTTPFields = [:]
        headers.set("content-type", type)
        if let download {
            headers.set("content-disposition", "attachment; filename*=UTF-8''\(Fields.encode(download))")
        }
        return Answer(
            body: .response(Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))), status: status)
    }

    package static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Answer {
        bytes(Array(text.utf8), type: "text/plain; charset=utf-8", status: status)
    }

    /// Sorted keys, so that equal values are equal bytes.
    package static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok, type: String = "application/json") throws -> Answer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return bytes(Array(try encoder.encode(value)), type: type, status: status)
    }

    /// Anything else, such as a long answer that is streamed.
    package static func response(_ response: Response) -> Answer { Answer(body: .response(response), status: response.status) }

    func setting(cookie: String) -> Answer {
        var copy = self
        copy.cookies.append(cookie)
        return copy
    }
}

extension HTTPFields {
    /// Sets a header whose name is known to be one.
    mutating func set(_ name: String, _ value: String) {
        guard let field = HTTPField.Name(name) else { return }
        self[field] = value
    }
}

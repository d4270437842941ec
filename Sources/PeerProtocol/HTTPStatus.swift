/// What became of a request (RFC 9110 §15), as far as it is said here.
package enum HTTPStatus: Int, Equatable, Sendable {
    case ok = 200
    case badRequest = 400
    case unauthorized = 401
    case forbidden = 403
    case notFound = 404
    case methodNotAllowed = 405
    case lengthRequired = 411
    case contentTooLarge = 413
    case headTooLarge = 431

    package var reason: String {
        switch self {
        case .ok: "OK"
        case .badRequest: "Bad Request"
        case .unauthorized: "Unauthorized"
        case .forbidden: "Forbidden"
        case .notFound: "Not Found"
        case .methodNotAllowed: "Method Not Allowed"
        case .lengthRequired: "Length Required"
        case .contentTooLarge: "Content Too Large"
        case .headTooLarge: "Request Header Fields Too Large"
        }
    }

    /// How a request that could not be read is answered.
    package init(_ error: HTTPError) {
        switch error {
        case .headTooLong: self = .headTooLarge
        case .bodyTooLong: self = .contentTooLarge
        case .unknownBodyLength: self = .lengthRequired
        case .controlCharacter, .malformedStartLine, .malformedField: self = .badRequest
        }
    }
}

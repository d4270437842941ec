/// Collects one request after the other, each with its body, from bytes that come in any split.
package struct HTTPRequestReader: Sendable {
    package struct Request: Equatable, Sendable {
        package let head: HTTPRequestHead
        package let body: [UInt8]

        package init(head: HTTPRequestHead, body: [UInt8] = []) {
            self.head = head
            self.body = body
        }

        /// Whether the other end wants to say more on the same connection (RFC 9112 §9.3).
        package var keepsAlive: Bool {
            let options = self.head.connectionOptions
            return self.head.version == .http11 ? !options.contains("close") : options.contains("keep-alive")
        }
    }

    private enum State {
        case head(HTTPHeadReader<HTTPRequestHead>)
        case body(HTTPRequestHead, length: Int, received: [UInt8])
    }

    private let headLimit: Int
    private let bodyLimit: Int
    private var state: State

    /// - Parameters:
    ///   - headLimit: The longest head, in bytes.
    ///   - bodyLimit: The longest body, in bytes.
    package init(headLimit: Int, bodyLimit: Int) {
        self.headLimit = headLimit
        self.bodyLimit = bodyLimit
        self.state = .head(HTTPHeadReader(limit: headLimit))
    }

    /// How many bytes of an unfinished request are held.
    package var bufferedCount: Int {
        switch self.state {
        case .head(let reader): reader.bufferedCount
        case .body(_, _, let received): received.count
        }
    }

    /// Takes bytes from the front of what arrived, up to the end of a request.
    ///
    /// - Returns: The request, with the rest of the bytes left in `bytes`; `nil` if more are needed.
    package mutating func read(_ bytes: inout ArraySlice<UInt8>) throws(HTTPError) -> Request? {
        if case .head(var reader) = self.state {
            self.state = .head(HTTPHeadReader(limit: self.headLimit))  // one owner for the buffer
            let head = try reader.read(&bytes)
            guard let head else {
                self.state = .head(reader)
                return nil
            }
            self.state = .body(head, length: try self.bodyLength(of: head), received: [])
        }
        guard case .body(let head, let length, var received) = self.state else { return nil }
        self.state = .body(head, length: length, received: [])
        let missing = bytes.prefix(length - received.count)
        received += missing
        bytes = bytes.dropFirst(missing.count)
        guard received.count == length else {
            self.state = .body(head, length: length, received: received)
            return nil
        }
        self.state = .head(HTTPHeadReader(limit: self.headLimit))
        return Request(head: head, body: received)
    }

    /// Two lengths, or a length and an encoding, could be read as two requests by others: such are refused.
    private func bodyLength(of head: HTTPRequestHead) throws(HTTPError) -> Int {
        guard head.fields["Transfer-Encoding"] == nil else { throw .unknownBodyLength }
        guard let text = head.fields["Content-Length"] else { return 0 }
        guard let length = HTTPSyntax.number(text.utf8, upTo: Int.max) else { throw .unknownBodyLength }
        guard length <= self.bodyLimit else { throw .bodyTooLong }
        return length
    }
}

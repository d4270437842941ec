/// Collects one response with its body from bytes that come in any split.
package struct HTTPResponseReader: Sendable {
    package struct Response: Equatable, Sendable {
        package let head: HTTPResponseHead
        /// Empty for status 101, which has none.
        package let body: [UInt8]
    }

    private enum State {
        case head(HTTPHeadReader<HTTPResponseHead>)
        case body(HTTPResponseHead, length: Int, received: [UInt8])
    }

    /// The longest body, in bytes.
    package let bodyLimit: Int

    private var state: State

    /// - Parameters:
    ///   - headLimit: The longest head, in bytes.
    ///   - bodyLimit: The longest body, in bytes.
    package init(headLimit: Int = 80 * 1024, bodyLimit: Int) {
        self.bodyLimit = bodyLimit
        self.state = .head(HTTPHeadReader(limit: headLimit))
    }

    /// Takes bytes from the front of what arrived, up to the end of the response.
    ///
    /// - Returns: The response, with the rest of the bytes left in `bytes`; `nil` if more are needed.
    package mutating func read(_ bytes: inout ArraySlice<UInt8>) throws(HTTPError) -> Response? {
        if case .head(var reader) = self.state {
            let head = try reader.read(&bytes)
            self.state = .head(reader)
            guard let head else { return nil }
            let length = try self.bodyLength(of: head)
            self.state = .body(head, length: length, received: [])
        }
        guard case .body(let head, let length, var received) = self.state else { return nil }
        // The buffer must have one owner, or growing it copies it.
        self.state = .body(head, length: length, received: [])
        let missing = bytes.prefix(length - received.count)
        received += missing
        bytes = bytes.dropFirst(missing.count)
        self.state = .body(head, length: length, received: received)
        return received.count == length ? Response(head: head, body: received) : nil
    }

    private func bodyLength(of head: HTTPResponseHead) throws(HTTPError) -> Int {
        guard head.status != 101 else { return 0 }
        guard head.fields["Transfer-Encoding"] == nil, let text = head.fields["Content-Length"],
            let length = HTTPSyntax.number(text.utf8, upTo: Int.max)
        else { throw .unknownBodyLength }
        guard length <= self.bodyLimit else { throw .bodyTooLong }
        return length
    }
}

internal import PeerProtocol

/// What must hold when any bytes at all are the first that a connection brings, from either side.
package enum HTTPCheck {
    /// Ends the process if something does not hold.
    package static func run(_ bytes: [UInt8]) {
        let requests = Splits.pieces(of: bytes).map { Self.head($0) as Outcome<HTTPRequestHead> }
        precondition(requests.allSatisfy { $0 == requests.first }, "a request depends on how its bytes were split")
        if case .read(let head, _)? = requests.first { Self.check(head) }
        let responses = Splits.pieces(of: bytes).map { Self.response($0) }
        precondition(responses.allSatisfy { $0 == responses.first }, "a response depends on how its bytes were split")
        if case .read(let response, _)? = responses.first { Self.check(response) }
        let redirect = Redirect(body: bytes)
        precondition(redirect.entries.count <= Redirect.maximumCount, "too many are taken from a redirect")
        precondition(Set(redirect.entries.map(\.address)).count == redirect.entries.count, "an address comes twice")
    }

    private enum Outcome<Value: Equatable>: Equatable {
        case read(Value, unused: Int)
        case waiting
        case failed(HTTPError)
    }

    /// In bytes; what was read may be longer when it is written, where a character took the place of a byte.
    private static let headLimit = 2048
    private static let writtenLimit = 16 * 1024

    private static func head<Head: HTTPHead & Equatable>(
        _ pieces: [ArraySlice<UInt8>],
        limit: Int = Self.headLimit
    ) -> Outcome<Head> {
        var reader = HTTPHeadReader<Head>(limit: limit)
        return Self.outcome(pieces) { rest throws(HTTPError) in
            let head = try reader.read(&rest)
            precondition(reader.bufferedCount <= limit, "a head holds more than its limit")
            return head
        }
    }

    private static func response(_ pieces: [ArraySlice<UInt8>]) -> Outcome<HTTPResponseReader.Response> {
        var reader = HTTPResponseReader(headLimit: Self.headLimit, bodyLimit: 1024)
        return Self.outcome(pieces) { rest throws(HTTPError) in try reader.read(&rest) }
    }

    private static func outcome<Value: Equatable>(
        _ pieces: [ArraySlice<UInt8>],
        _ read: (inout ArraySlice<UInt8>) throws(HTTPError) -> Value?
    ) -> Outcome<Value> {
        for (index, piece) in pieces.enumerated() {
            var rest = piece
            do throws(HTTPError) {
                if let value = try read(&rest) {
                    return .read(value, unused: rest.count + pieces[(index + 1)...].reduce(0) { $0 + $1.count })
                }
            } catch {
                return .failed(error)
            }
            precondition(rest.isEmpty, "bytes are left, and more are asked for")
        }
        return .waiting
    }

    private static func written<Head: HTTPHead & Equatable>(_ bytes: [UInt8]) -> Head? {
        guard case .read(let head, unused: 0) = Self.head([bytes[...]], limit: Self.writtenLimit) as Outcome<Head>
        else { return nil }
        return head
    }

    private static func check(_ head: HTTPRequestHead) {
        precondition(Self.written(head.bytes) == head, "a request written and read is another one")
        _ = ConnectAs.allowsPeer(head.fields["Connect-As"])
        guard let request = try? HandshakeRequest(head) else { return }
        let written: HTTPRequestHead? = Self.written(request.bytes)
        guard let written, let read = try? HandshakeRequest(written) else {
            preconditionFailure("a handshake that was read cannot be read again")
        }
        precondition(read.versions == request.versions, "versions change when they are written")
        Self.check(read.fields, request.fields)
    }

    private static func check(_ response: HTTPResponseReader.Response) {
        precondition(response.body.count <= 1024, "a body is longer than its limit")
        guard let handshake = try? HandshakeResponse(response.head) else { return }
        let written: HTTPResponseHead? = Self.written(handshake.bytes)
        guard let written, let read = try? HandshakeResponse(written) else {
            preconditionFailure("an answer that was read cannot be read again")
        }
        Self.check(read.fields, handshake.fields)
    }

    /// Everything but the name of the software, of which blanks at the end may be lost.
    private static func check(_ read: HandshakeFields, _ expected: HandshakeFields) {
        precondition(
            read.crawl == expected.crawl && read.publicKey == expected.publicKey
                && read.signature == expected.signature && read.networkTime == expected.networkTime
                && read.closedLedger == expected.closedLedger && read.previousLedger == expected.previousLedger,
            "a handshake changes when it is written"
        )
        precondition(
            read.software.unicodeScalars.count <= HandshakeFields.maximumSoftwareLength,
            "more of a stranger's name is kept than the limit"
        )
    }
}

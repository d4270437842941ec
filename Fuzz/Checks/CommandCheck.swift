internal import PeerProtocol

/// What must hold when any bytes at all come to a port that takes commands.
package enum CommandCheck {
    private static let headLimit = 512
    private static let bodyLimit = 1_024

    /// Ends the process if something does not hold.
    package static func run(_ bytes: [UInt8]) {
        let outcomes = Splits.pieces(of: bytes).map(Self.requests)
        precondition(outcomes.allSatisfy { $0 == outcomes.first }, "requests depend on how their bytes were split")
        Self.checkDocument(bytes)
        for request in outcomes.first?.requests ?? [] { Self.checkDocument(request.body) }
    }

    private struct Outcome: Equatable {
        var requests: [HTTPRequestReader.Request] = []
        var error: HTTPError?
    }

    private static func requests(_ pieces: [ArraySlice<UInt8>]) -> Outcome {
        var reader = HTTPRequestReader(headLimit: Self.headLimit, bodyLimit: Self.bodyLimit)
        var outcome = Outcome()
        for piece in pieces {
            var rest = piece
            while !rest.isEmpty {
                do {
                    if let request = try reader.read(&rest) { outcome.requests.append(request) }
                } catch {
                    outcome.error = error
                    return outcome
                }
                precondition(
                    reader.bufferedCount <= max(Self.headLimit, Self.bodyLimit),
                    "a request holds more than its limit"
                )
            }
        }
        return outcome
    }

    private static func checkDocument(_ bytes: [UInt8]) {
        guard let value = try? JSONReader.read(bytes) else { return }
        let written = Array(value.text.utf8)
        precondition((try? JSONReader.read(written)) == value, "a document written and read is another one")
    }
}

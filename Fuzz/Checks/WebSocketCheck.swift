internal import PeerProtocol

/// What must hold when any bytes at all come on an open WebSocket.
package enum WebSocketCheck {
    private static let limit = 512

    private struct Outcome: Equatable {
        var elements: [WebSocketReader.Element] = []
        var error: WebSocketError?
    }

    /// Ends the process if something does not hold.
    package static func run(_ bytes: [UInt8]) {
        let outcomes = Splits.pieces(of: bytes).map(Self.outcome)
        precondition(outcomes.allSatisfy { $0 == outcomes.first }, "messages depend on how their bytes were split")
        let elements = outcomes.first?.elements ?? []
        let again = Self.outcome([elements.flatMap(Self.frame)[...]])
        precondition(again == Outcome(elements: elements), "messages framed and read are other ones")
        for element in elements {
            if case .text(let text) = element { Self.checkAnswer(text) }
        }
    }

    private static func outcome(_ pieces: [ArraySlice<UInt8>]) -> Outcome {
        var reader = WebSocketReader(limit: Self.limit)
        var outcome = Outcome()
        for piece in pieces {
            var rest = piece
            while !rest.isEmpty {
                let before = rest.count
                do {
                    if let element = try reader.read(&rest) { outcome.elements.append(element) }
                } catch {
                    outcome.error = error
                    return outcome
                }
                precondition(rest.count < before, "the reader stands still")
                precondition(
                    reader.bufferedCount <= Self.limit + 125,
                    "more is held than a message and a control frame"
                )
            }
        }
        return outcome
    }

    /// The same as a client would send it, in one frame with a mask of its own.
    private static func frame(_ element: WebSocketReader.Element) -> [UInt8] {
        let (first, payload): (UInt8, [UInt8]) =
            switch element {
            case .text(let text): (0x81, text)
            case .ping(let payload): (0x89, payload)
            case .pong: (0x8A, [])
            case .close: (0x88, [])
            }
        precondition(payload.count <= Self.limit, "a message is longer than its limit")
        let length =
            payload.count < 126
            ? [0x80 | UInt8(payload.count)] : [0xFE, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        let mask: [UInt8] = [0x5A, 0xC3, 0x0F, 0x99]
        return [first] + length + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }

    /// What a server sends is whole and unmasked, so no server takes it for a client's.
    private static func checkAnswer(_ text: [UInt8]) {
        let bytes = WebSocketFrame.text(text).bytes
        precondition(Array(bytes.suffix(text.count)) == text && bytes[1] & 0x80 == 0, "an answer is masked")
        // The longest header of a client, so that a short answer is judged as well.
        let padded = bytes + [UInt8](repeating: 0, count: 14)
        precondition(Self.outcome([padded[...]]).error == .protocolError, "an answer is taken for a message")
    }
}

internal import PeerProtocol

/// What must hold when any bytes at all arrive on an active link.
package enum FrameCheck {
    private enum Outcome: Equatable {
        case waiting([FrameDecoder.Element], bufferedCount: Int)
        case failed([FrameDecoder.Element], FrameError)
    }

    /// Ends the process if something does not hold.
    package static func run(_ bytes: [UInt8]) {
        for wanted in [Message.readableTypes, [.ping], []] {
            Self.checkWhole(bytes, FrameDecoder(wanted: wanted))
            Self.checkWhole(bytes, FrameDecoder(wanted: wanted, checked: Message.readableTypes))
            let outcomes = Splits.pieces(of: bytes).map { Self.outcome($0, wanted: wanted, limit: bytes.count) }
            precondition(outcomes.allSatisfy { $0 == outcomes.first }, "frames depend on how the bytes were split")
            if case .waiting(let elements, let buffered)? = outcomes.first {
                Self.checkLengths(elements, buffered: buffered, of: bytes)
            }
        }
    }

    /// Bytes are one whole frame by their header if, and only if, that frame is read from them, and nothing is left.
    private static func checkWhole(_ bytes: [UInt8], _ decoder: FrameDecoder) {
        var reader = decoder
        var rest = bytes[...]
        let element = try? reader.read(&rest)
        switch element {
        case .frame(let frame)? where rest.isEmpty:
            precondition(decoder.typeOfWhole(bytes) == frame.type, "a whole frame is not known by its header")
            precondition(reader.isBetweenFrames, "something is left of a whole frame")
        case .frame, .skipped, nil:
            precondition(decoder.typeOfWhole(bytes) == nil, "what is not a whole frame passes for one")
        }
    }

    private static func outcome(
        _ pieces: [ArraySlice<UInt8>],
        wanted: Set<MessageType>,
        limit: Int
    ) -> Outcome {
        var decoder = FrameDecoder(wanted: wanted)
        var elements: [FrameDecoder.Element] = []
        do throws(FrameError) {
            for piece in pieces {
                var rest = piece
                while !rest.isEmpty {
                    let before = rest.count
                    if let element = try decoder.read(&rest) { elements.append(element) }
                    precondition(rest.count < before, "the decoder stands still")
                }
                precondition(decoder.bufferedCount <= limit, "more is held than came")
            }
            return .waiting(elements, bufferedCount: decoder.bufferedCount)
        } catch {
            return .failed(elements, error)
        }
    }

    /// Every byte is in a frame, or held, or passed over.
    private static func checkLengths(_ elements: [FrameDecoder.Element], buffered: Int, of bytes: [UInt8]) {
        var start = 0
        for element in elements {
            switch element {
            case .frame(let frame):
                let end = start + frame.bytes.count
                precondition(end <= bytes.count && frame.bytes == Array(bytes[start..<end]), "a frame is not what came")
                start = end
            case .skipped(_, let length):
                start += Frame.headerLength + length
            }
        }
        precondition(start + buffered <= bytes.count, "there are more bytes in frames than came")
    }
}

internal import Addressing
internal import Overlay
internal import PeerProtocol
internal import Skywelld

/// What must hold when strangers send any bytes at all, in any order, to a node that has a protected peer.
///
/// The input is a program: each step has a byte that says what happens and to which connection, and one that says how
/// much.
package enum OverlayCheck {
    private enum Step: UInt8 {
        case bytes, moreBytes, evenMoreBytes, drained, gone, time, accepted, linked
    }

    private static let stepMaximum = 200

    /// Ends the process if something does not hold.
    ///
    /// - Parameters:
    ///   - bytes: The program.
    ///   - isProtecting: Whether the node knows whom to protect; one that does not must be found out.
    package static func run(_ bytes: [UInt8], isProtecting: Bool = true) {
        var sentry = isProtecting ? GuardedSentry.standing : GuardedSentry.careless
        var rest = bytes[...]
        for _ in 0..<Self.stepMaximum {
            guard let first = rest.popFirst(), let amount = rest.popFirst() else { break }
            let target = sentry.stranger(Int(first >> 3))
            switch Step(rawValue: first & 7) {
            case .bytes, .moreBytes, .evenMoreBytes:
                let piece = rest.prefix(amount == .max ? .max : Int(amount))
                rest = rest.dropFirst(piece.count)
                sentry.feed(.bytesReceived(target, Array(piece)))
            case .drained: sentry.feed(.queueDrained(target))
            case .gone: sentry.lose(target)
            case .time: sentry.advance(by: .milliseconds(250 * Int(amount)))
            case .accepted: sentry.accept(from: Int(amount))
            case .linked, nil: sentry.link(amount)
            }
        }
        // Whoever has not become a peer is gone after a while.
        sentry.advance(by: .seconds(60))
        sentry.checkProtectedLink()
    }
}

private import Glibc
internal import NIOCore
internal import Overlay
private import PeerProtocol

/// Tells a machine's time: the only place of a node that reads a clock.
struct NodeClock {
    private let start = NIODeadline.now()

    var now: Moment {
        let unix = UInt64(clamping: time(nil))
        return Moment(
            elapsed: .nanoseconds((NIODeadline.now() - self.start).nanoseconds),
            networkTime: NetworkTime.fromUnix(unix) ?? 0
        )
    }

    /// When the event loop has to ring for a moment of the machine.
    func deadline(_ elapsed: Duration) -> NIODeadline {
        self.start + TimeAmount(elapsed)
    }
}

import Addressing
import PeerProtocol

/// One announcement of a peer, not yet put into the caches.
struct Hearsay: Sendable {
    /// An entry as one number, so that a row of them lies close together: hops, address and port in 16, 32 and 16 bits.
    typealias Number = UInt64

    /// Where in the row of all that was heard its entries lie, as they came; no more of them than are read of one announcement.
    let entries: Range<Int>
    /// Where the peer itself listens, if we believe it.
    var own: Endpoint?
    /// The peer's column in the livecache.
    let column: Int
    /// When it came.
    let time: Duration
    /// The same in whole seconds.
    let second: Int64

    init(entries: Range<Int>, own: Endpoint?, column: Int, time: Duration) {
        self.entries = entries
        self.own = own
        self.column = column
        self.time = time
        self.second = time.components.seconds
    }

    static func number(of entry: Endpoints.Entry) -> Number {
        UInt64(entry.hops) << 48 | entry.endpoint.number
    }

    static func hops(of number: Number) -> Int {
        Int(number >> 48)
    }

    /// The endpoint in a form that tells it apart, see `Endpoint.number`.
    static func endpointNumber(of number: Number) -> UInt64 {
        number & (1 << 48 - 1)
    }

    static func address(of number: Number) -> IPv4Address {
        IPv4Address(rawValue: UInt32(truncatingIfNeeded: number >> 16))
    }

    static func port(of number: Number) -> Port? {
        Port(rawValue: UInt16(truncatingIfNeeded: number))
    }

    static func isAboutOthers(_ number: Number) -> Bool {
        (1...PeerFinder.Constants.hopsMaximum).contains(Self.hops(of: number))
    }
}

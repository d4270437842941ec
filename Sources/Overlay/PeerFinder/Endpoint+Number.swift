import Addressing
import PeerProtocol

extension Endpoint {
    /// The endpoint as one number.
    var number: UInt64 {
        UInt64(self.address.rawValue) << 16 | UInt64(self.port.rawValue)
    }

    /// - Returns: `nil` if the port is 0, which is in no endpoint's number.
    init?(number: UInt64) {
        guard let port = Port(rawValue: UInt16(truncatingIfNeeded: number)) else { return nil }
        self.init(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number >> 16)), port)
    }
}

extension Endpoints.Entry {
    /// Where somebody is said to listen.
    var endpoint: Endpoint {
        Endpoint(self.address, self.port)
    }
}

internal import Addressing

extension WireIPv4Endpoint {
    init(_ address: IPv4Address, _ port: Port) {
        self.init()
        self.address = address.rawValue.byteSwapped
        self.port = UInt32(port.rawValue)
    }

    /// On the wire the first octet is the least significant byte.
    ///
    /// Source: skywelld reference §4.3.
    var ipv4Address: IPv4Address {
        IPv4Address(rawValue: self.address.byteSwapped)
    }

    /// `nil` for 0 and for numbers that are no ports.
    var listeningPort: Port? {
        UInt16(exactly: self.port).flatMap(Port.init(rawValue:))
    }
}

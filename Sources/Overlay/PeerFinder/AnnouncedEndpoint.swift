package import Addressing

/// One endpoint of an announcement.
package struct AnnouncedEndpoint: Equatable, Sendable {
    /// 0.0.0.0 in an entry of hops 0: the receiver puts the address that it sees.
    package let address: IPv4Address
    /// `nil` for 0, which nobody can dial.
    package let port: Port?
    /// From the node that listens there to the one that sends this, in links.
    package let hops: Int

    package init(address: IPv4Address, port: Port?, hops: Int) {
        self.address = address
        self.port = port
        self.hops = hops
    }

    init(_ endpoint: Endpoint, hops: Int) {
        self.init(address: endpoint.address, port: endpoint.port, hops: hops)
    }

    /// `nil` if nobody can dial it.
    package var endpoint: Endpoint? {
        self.port.map { Endpoint(self.address, $0) }
    }
}

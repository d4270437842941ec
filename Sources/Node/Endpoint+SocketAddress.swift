internal import Addressing
internal import NIOCore

extension Endpoint {
    /// `nil` unless the socket address is IPv4 with a port.
    init?(_ socketAddress: SocketAddress?) {
        guard let socketAddress, let text = socketAddress.ipAddress, let address = IPv4Address(text),
            let port = socketAddress.port.flatMap(UInt16.init(exactly:)).flatMap(Port.init(rawValue:))
        else { return nil }
        self.init(address, port)
    }
}

extension SocketAddress {
    init(_ endpoint: Endpoint) {
        self.init(endpoint.address, port: endpoint.port.rawValue)
    }

    /// An address with a port, where 0 stands for any free one.
    init(_ address: Addressing.IPv4Address, port: UInt16) {
        guard let socketAddress = try? SocketAddress(ipAddress: address.description, port: Int(port)) else {
            preconditionFailure("\(address) is an address here and none for the network library")
        }
        self = socketAddress
    }
}

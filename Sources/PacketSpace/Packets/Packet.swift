package import Addressing

/// One packet as a hook sees it: every property that the prover knows.
///
/// A property that a rule can ask for and that is not here (options, fragments) makes the answer
/// *maybe*. Fragments are taken to be reassembled, as connection tracking does before any filter sees them.
package struct Packet: Hashable, Sendable {
    /// Both addresses; never of two families.
    package enum Addresses: Hashable, Sendable {
        case ipv4(source: IPv4Address, destination: IPv4Address)
        case ipv6(source: IPv6Address, destination: IPv6Address)
    }

    /// What comes after the header of the Internet protocol.
    package enum Transport: Hashable, Sendable {
        case tcp(source: UInt16, destination: UInt16, flags: TCPFlags)
        case udp(source: UInt16, destination: UInt16)
        /// Protocol 1.
        case icmp(type: UInt8, code: UInt8)
        /// Protocol 58.
        case icmpv6(type: UInt8, code: UInt8)
        /// Any other protocol, by its number.
        case other(UInt8)
    }

    /// To whom the link layer brought it: `meta pkttype`, by the kernel's numbers (`PACKET_HOST`, …).
    package enum LinkKind: UInt8, CaseIterable, Hashable, Sendable {
        case host
        case broadcast
        case multicast
        case other
    }

    /// Which side of its connection sent it: `ct direction`, by the kernel's numbers.
    package enum Direction: UInt8, CaseIterable, Hashable, Sendable {
        case original
        case reply
    }

    package var addresses: Addresses
    package var transport: Transport
    /// Where it came in; `nil` for what this host sends.
    package var inputInterface: String?
    /// Where it goes out; `nil` for what this host receives, and before routing.
    package var outputInterface: String?
    /// What connection tracking says of it.
    package var state: ConnectionState
    /// `meta mark` as the hook's first chain finds it.
    package var mark: UInt32
    /// `ct mark` as the hook's first chain finds it.
    package var connectionMark: UInt32
    /// In bytes, with the header of the Internet protocol: `meta length`.
    package var length: UInt32
    /// `ip ttl` or `ip6 hoplimit`.
    package var hopLimit: UInt8
    package var linkKind: LinkKind
    /// The group of the interface where it came in, and of the one where it goes out.
    package var inputGroup: UInt32 = 0
    package var outputGroup: UInt32 = 0
    /// What the host's routes say of its addresses.
    package var routing = Routing()
    package var direction = Direction.original
    /// `ct status`: the kernel's bits (`IPS_*`).
    package var connectionStatus: UInt16 = 0
    /// `ip dscp` or `ip6 dscp`: six bits.
    package var codePoint: UInt8 = 0
    /// `ip ecn` or `ip6 ecn`: two bits.
    package var congestion: UInt8 = 0
    /// `ip id` (16 bits) or `ip6 flowlabel` (20 bits).
    package var label: UInt32 = 0
    /// The first header between that of IPv6 and the transport, if there is one.
    package var extensionHeader: ExtensionHeader?

    package init(
        _ addresses: Addresses,
        _ transport: Transport,
        state: ConnectionState = .new,
        inputInterface: String? = nil,
        outputInterface: String? = nil,
        mark: UInt32 = 0,
        connectionMark: UInt32 = 0,
        length: UInt32 = 64,
        hopLimit: UInt8 = 64,
        linkKind: LinkKind = .host
    ) {
        self.addresses = addresses
        self.transport = transport
        self.state = state
        self.inputInterface = inputInterface
        self.outputInterface = outputInterface
        self.mark = mark
        self.connectionMark = connectionMark
        self.length = length
        self.hopLimit = hopLimit
        self.linkKind = linkKind
    }

    package var family: Family {
        switch self.addresses {
        case .ipv4: .ipv4
        case .ipv6: .ipv6
        }
    }
}

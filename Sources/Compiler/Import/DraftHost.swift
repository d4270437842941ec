internal import Addressing
internal import Topology

/// A host of a network that is being imported.
struct DraftHost {
    let name: HostName
    let role: Role
    /// In the list of servers; `nil` for a peer whose configuration is not here.
    let server: Int?
    /// In order.
    let addresses: [IPv4Address]
    /// The prefix lengths of addresses, where they are known.
    let prefixLengths: [IPv4Address: Int]
    let peerPort: Port
    /// The address on each segment, in the order of the segments.
    var attachments: [(segment: Int, address: IPv4Address)] = []
    var group = GroupName.default
}

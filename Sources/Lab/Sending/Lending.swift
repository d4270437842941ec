internal import Addressing
internal import Files
internal import PacketSpace

/// Lends both ends of a packet's way their IPv6 addresses; does nothing for IPv4.
///
/// The methods run while the calling thread stands in the host's network namespace.
struct Lending {
    private let addresses: (source: IPv6Address, destination: IPv6Address)?
    private let segment: String?
    /// Of the sender, then of the receiver, if there is one.
    private var ends: [(host: String, links: [KernelLink])] = []

    init(_ packet: Packet, segment: String?) {
        if case .ipv6(let source, let destination) = packet.addresses {
            self.addresses = (source, destination)
        } else {
            self.addresses = nil
        }
        self.segment = segment
    }

    mutating func look(at host: String) throws(SystemCallError) {
        guard self.addresses != nil else { return }
        self.ends.append((host, try KernelLink.list()))
    }

    /// - Parameter end: 0 is the sender.
    func lend(to end: Int) throws {
        try self.lent(to: end)?.lend()
    }

    func takeBack(from end: Int) {
        try? self.lent(to: end)?.takeBack()
    }

    private func lent(to end: Int) throws(LabError) -> LentAddress? {
        guard let addresses, self.ends.indices.contains(end) else { return nil }
        // Interfaces have the names of their segments.
        let names = self.ends[0].links.map(\.name)
        let shared = names.filter { name in
            (self.segment ?? name) == name && self.ends.allSatisfy { $0.links.contains { $0.name == name } }
        }
        guard let name = shared.first, let link = self.ends[end].links.first(where: { $0.name == name }) else {
            let hosts = self.ends.map(\.host).joined(separator: " and ")
            let what = self.segment.map { "not on segment '\($0)'" } ?? "on no segment together"
            throw LabError(.unavailable, "send IPv6: \(hosts) \(self.ends.count == 1 ? "is" : "are") \(what)")
        }
        let other = self.ends.count > 1 ? self.ends[1 - end].links.first { $0.name == name } : nil
        return LentAddress(
            address: end == 0 ? addresses.source : addresses.destination,
            other: end == 0 ? addresses.destination : addresses.source,
            otherHardware: other?.hardwareAddress ?? LentAddress.nobody,
            link: link
        )
    }
}

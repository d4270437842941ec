internal import Addressing
internal import Files

/// IPv6 for one packet: the lab's hosts have none, so each end is lent its address for as long as the packet takes.
///
/// The address lies on the loopback, the way to the other end is told in full, and the interface gets no address of its
/// own: so no host says anything by itself, and nothing but the packet and its answer is counted.
struct LentAddress {
    /// Whom a packet goes to that nobody in the lab has: a hardware address that no host has either.
    static let nobody: [UInt8] = [0x02, 0, 0, 0, 0, 1]

    let address: IPv6Address
    let other: IPv6Address
    let otherHardware: [UInt8]
    let link: KernelLink

    /// Needs the host's namespace around the calling thread, as `takeBack` does.
    func lend() throws(SystemCallError) {
        Sysctl.set("ipv6/conf/\(self.link.name)/addr_gen_mode", "1")
        Sysctl.set("ipv6/conf/\(self.link.name)/accept_ra", "0")
        for name in self.names { Sysctl.set("ipv6/conf/\(name)/disable_ipv6", "0") }
        try NetlinkSocket().perform([
            .lendAddress(self.address, index: KernelLink.loopback),
            .addRoute(to: self.other, onLink: self.link.index),
            .addNeighbour(self.other, at: self.otherHardware, index: self.link.index),
        ])
    }

    /// The kernel drops addresses, routes and neighbours with the protocol.
    func takeBack() {
        for name in self.names { Sysctl.set("ipv6/conf/\(name)/disable_ipv6", "1") }
    }

    private var names: [String] { [self.link.name, KernelLink.loopbackName] }
}

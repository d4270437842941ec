internal import CLinux
internal import Glibc
internal import Nftables

extension NftablesContext {
    /// What a process without privileges asks for, in bytes; the kernel gives as much as `net.core.wmem_max` lets anybody have.
    private static let largestTransaction: Int32 = 1 << 28
    /// Sockets with higher numbers are not looked at: libnftables takes the first that is free.
    private static let descriptorLimit: Int32 = 1_024

    /// A context through which large rulesets go, each of which is one message to the kernel.
    ///
    /// libnftables asks for room itself (`SO_SNDBUFFORCE`), and is refused in a user namespace.
    ///
    /// - Throws: That libnftables gave no context.
    static func large() throws(NftablesError) -> NftablesContext {
        let context = try NftablesContext()
        for descriptor in 3..<Self.descriptorLimit
        where Self.option(SO_DOMAIN, of: descriptor) == AF_NETLINK
            && Self.option(SO_PROTOCOL, of: descriptor) == NETLINK_NETFILTER
        {
            var size = Self.largestTransaction
            setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        return context
    }

    /// `nil` for what is no socket.
    private static func option(_ name: Int32, of descriptor: Int32) -> Int32? {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 ? value : nil
    }
}

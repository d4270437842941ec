internal import CLinux
internal import Files

/// An interface of a namespace, as its kernel reports it.
struct KernelLink {
    let index: Int32
    let name: String
    /// Six bytes.
    let hardwareAddress: [UInt8]

    /// All of the calling thread's namespace but the loopback, by number.
    static func list() throws(SystemCallError) -> [KernelLink] {
        let header = MemoryLayout<ifinfomsg>.size
        var links: [KernelLink] = []
        for item in try NetlinkSocket().list(.listLinks()) where item.count > header {
            let info = item.withUnsafeBytes { $0.loadUnaligned(as: ifinfomsg.self) }
            let attributes = NetlinkAttributes(item.dropFirst(header))
            guard info.ifi_index != Self.loopback, let name = attributes[Int(IFLA_IFNAME)],
                let hardwareAddress = attributes[Int(IFLA_ADDRESS)]
            else { continue }
            links.append(
                KernelLink(
                    index: info.ifi_index,
                    name: String(decoding: name.prefix { $0 != 0 }, as: UTF8.self),
                    hardwareAddress: Array(hardwareAddress)
                )
            )
        }
        return links.sorted { $0.index < $1.index }
    }

    /// Every namespace's first interface.
    static let loopback: Int32 = 1
    static let loopbackName = "lo"
}

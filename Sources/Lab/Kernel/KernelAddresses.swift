internal import Addressing
internal import CLinux
internal import Files
internal import Glibc

/// The addresses of the calling thread's namespace, as its kernel reports them.
enum KernelAddresses {
    static func list() throws(SystemCallError) -> [IPv4Address] {
        let header = MemoryLayout<ifaddrmsg>.size
        var addresses: [IPv4Address] = []
        for item in try NetlinkSocket().list(.listAddresses()) where item.count > header {
            guard let octets = NetlinkAttributes(item.dropFirst(header))[Int(IFA_LOCAL)], octets.count == 4 else {
                continue
            }
            let address = IPv4Address(rawValue: octets.reduce(0) { $0 << 8 | UInt32($1) })
            if octets.first != 127 { addresses.append(address) }
        }
        return addresses.sorted()
    }
}

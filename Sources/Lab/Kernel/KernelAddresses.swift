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
            guard let octets = Self.attribute(Int(IFA_LOCAL), in: item.dropFirst(header)), octets.count == 4 else {
                continue
            }
            let address = IPv4Address(rawValue: octets.reduce(0) { $0 << 8 | UInt32($1) })
            if octets.first != 127 { addresses.append(address) }
        }
        return addresses.sorted()
    }

    private static func attribute(_ kind: Int, in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = bytes
        while rest.count >= MemoryLayout<rtattr>.size {
            let head = rest.withUnsafeBytes { $0.loadUnaligned(as: rtattr.self) }
            let size = Int(head.rta_len)
            guard size >= MemoryLayout<rtattr>.size, size <= rest.count else { return nil }
            if Int(head.rta_type) == kind {
                return rest.dropFirst(MemoryLayout<rtattr>.size).prefix(size - MemoryLayout<rtattr>.size)
            }
            rest = rest.dropFirst((size + 3) & ~3)
        }
        return nil
    }
}

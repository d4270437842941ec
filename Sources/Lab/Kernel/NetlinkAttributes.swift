internal import CLinux

/// The attributes behind an item's fixed structure. Source: rtnetlink(7).
struct NetlinkAttributes {
    private let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// The payload of the first attribute of a kind; `nil` if there is none.
    subscript(kind: Int) -> ArraySlice<UInt8>? {
        var rest = self.bytes
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

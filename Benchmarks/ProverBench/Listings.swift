internal import Files
internal import Topology

/// What the kernel lists of each host's rules, as files of one directory.
struct Listings {
    private static let sizeLimit = 1 << 26

    let directory: String

    func bytes(of host: HostName) throws -> [UInt8] {
        try BoundedFile.read(self.path(of: host), limit: Self.sizeLimit)
    }

    func write(_ listing: String, of host: HostName) throws {
        try AtomicFile.create(listing, at: self.path(of: host), isSynced: false)
    }

    private func path(of host: HostName) -> String { "\(self.directory)/\(host).json" }
}

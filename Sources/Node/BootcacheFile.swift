internal import Addressing
internal import Files
internal import Overlay

/// A boot cache on disk: one line for each endpoint, and a checksum at the end.
///
/// ```
/// picket-bootcache 1
/// 12 198.51.100.7:50333
/// -1 203.0.113.9:50333
/// checksum 8f3a…
/// ```
///
/// It is replaced as a whole, so a process that is killed at any moment leaves the old file or the new one.
enum BootcacheFile {
    /// Longest file that is read, in bytes: a full cache takes less than half of it.
    static let lengthMaximum = 65_536

    private static let head = "picket-bootcache 1"
    private static let checksumWord = "checksum"

    static func write(_ entries: [BootcacheEntry], to path: String) throws(SystemCallError) {
        try AtomicFile.write(Self.text(entries), to: path)
    }

    /// What a file holds; `nil` if there is none, or if it is not whole.
    static func read(_ path: String) -> [BootcacheEntry]? {
        guard let bytes = try? BoundedFile.readRegular(path, limit: Self.lengthMaximum).bytes else { return nil }
        return Self.entries(String(decoding: bytes, as: UTF8.self))
    }

    static func text(_ entries: [BootcacheEntry]) -> String {
        let body = ([Self.head] + entries.map { "\($0.valence) \($0.endpoint)" }).map { "\($0)\n" }.joined()
        return "\(body)\(Self.checksumWord) \(Self.checksum(body))\n"
    }

    static func entries(_ text: String) -> [BootcacheEntry]? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.popLast()?.isEmpty == true, let last = lines.popLast(), lines.first.map(String.init) == Self.head,
            last == "\(Self.checksumWord) \(Self.checksum(lines.map { "\($0)\n" }.joined()))"
        else { return nil }
        var entries: [BootcacheEntry] = []
        for line in lines.dropFirst() {
            let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 2, let valence = Int(parts[0]), let endpoint = Endpoint(parts[1]) else { return nil }
            entries.append(BootcacheEntry(endpoint: endpoint, valence: valence))
        }
        return entries
    }

    /// FNV-1a of 64 bits: finds damage, not malice. Source: Fowler, Noll, Vo, 1991.
    private static func checksum(_ text: String) -> String {
        let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

import Addressing
import Files
import Glibc
import Overlay
import TestSupport
import Testing

@testable import Node

@Suite("Boot cache file")
struct BootcacheFileTests {
    private static let entries = (0..<40).map { number in
        BootcacheEntry(
            endpoint: Endpoint(IPv4Address(rawValue: 0xC633_6400 + UInt32(number)), 50333),
            valence: 20 - number
        )
    }

    @Test("comes back as it was written, the empty one too")
    func roundTrip() {
        for entries in [Self.entries, []] { #expect(BootcacheFile.entries(BootcacheFile.text(entries)) == entries) }
    }

    @Test("cut short anywhere, or with any byte changed, it counts as none")
    func damage() {
        let text = Array(BootcacheFile.text(Array(Self.entries.prefix(3))).utf8)
        for index in text.indices {
            #expect(BootcacheFile.entries(String(decoding: text[..<index], as: UTF8.self)) == nil)
            var changed = text
            changed[index] ^= 1
            #expect(BootcacheFile.entries(String(decoding: changed, as: UTF8.self)) == nil)
        }
    }

    @Test("a full cache fits, and replaces the one before as a whole")
    func replacement() throws {
        let folder = try ScratchFolder()
        let path = "\(folder.path)/bootcache"
        #expect(BootcacheFile.read(path) == nil)
        let full = (0..<1_000).map {
            BootcacheEntry(
                endpoint: Endpoint(IPv4Address(rawValue: 0xFEFE_FEFE &- UInt32($0)), 50333),
                valence: -1_000
            )
        }
        #expect(BootcacheFile.text(full).utf8.count < BootcacheFile.lengthMaximum / 2 + 4_096)
        try BootcacheFile.write(Self.entries, to: path)
        #expect(BootcacheFile.read(path) == Self.entries)
        try BootcacheFile.write(full, to: path)
        #expect(BootcacheFile.read(path) == full)
    }

    @Test("a node that is told to end keeps what it has learnt, however short it has lived")
    func savedAtTheEnd() throws {
        let folder = try ScratchFolder()
        let path = "\(folder.path)/bootcache"
        let other = try TestNode("other")
        do {
            let node = try TestNode("node") {
                $0.bootcachePath = path
                $0.overlay.bootstrapPeers = [other.endpoint]
                $0.overlay.gossipScope = .all
            }
            try node.logs("peer-active")
        }
        #expect(BootcacheFile.read(path)?.map(\.endpoint) == [other.endpoint])
    }

    @Test("a process that is killed while it writes leaves a whole file", arguments: 0..<6)
    func killed(round: Int) async throws {
        let folder = try ScratchFolder()
        let path = "\(folder.path)/bootcache"
        try BootcacheFile.write(Self.entries, to: path)
        let microseconds = Int.random(in: 500...20_000)
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, microseconds = microseconds as Int] in
            let entries = BootcacheFile.read(path) ?? []
            signal(SIGALRM) { _ in kill(getpid(), SIGKILL) }
            ualarm(UInt32(microseconds), 0)
            while true { try BootcacheFile.write(entries, to: path) }
        }
        #expect(BootcacheFile.read(path) == Self.entries)
    }
}

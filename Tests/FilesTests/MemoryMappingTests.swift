import Glibc
import TestSupport
import Testing

@testable import Files

@Suite("Memory of the process")
struct MemoryMappingTests {
    private func mappings(_ listing: String) -> [MemoryMapping] {
        var mappings: [MemoryMapping] = []
        MemoryMapping.forEach(in: Array(listing.utf8)) { mappings.append($0) }
        return mappings
    }

    private func listing(_ permissions: String, own size: Int, _ name: String) -> String {
        """
        7f0c1a000000-7f0c1a021000 \(permissions) 00001000 fe:00 1234                     \(name)
        Size:                132 kB
        Private_Clean:       100 kB
        Anonymous:          \(size) kB
        AnonHugePages:         0 kB
        VmFlags: rd ex mr mw me sd

        """
    }

    @Test("the listing of a mapping tells where it is, and what of it is the process's own")
    func reading() {
        let mapping = self.mappings(self.listing("r--p", own: 12, "/usr/lib/libc.so.6"))
        #expect(mapping.map(\.range) == [0x7F0C_1A00_0000..<0x7F0C_1A02_1000])
        #expect(mapping.map(\.ownSize) == [12])
    }

    @Test(
        "only what a file holds as well, and what cannot be written, can be had again",
        arguments: [
            ("r-xp", 0, "/usr/bin/picket", true), ("r--p", 0, "/usr/bin/picket", true),
            ("r--p", 4, "/usr/bin/picket", false), ("r-xp", 4, "/usr/bin/picket", false),
            ("rw-p", 0, "/usr/bin/picket", false), ("r--p", 0, "[vvar]", false), ("r-xp", 0, "", false),
        ]
    )
    func giveable(permissions: String, own size: Int, name: String, isAllOfFile: Bool) {
        let listing = self.listing("rw-p", own: 8, "[heap]") + self.listing(permissions, own: size, name)
        #expect(self.mappings(listing).map(\.isAllOfFile) == [false, isAllOfFile])
    }

    @Test("a listing that ends early gives nothing away")
    func cut() {
        let listing = self.listing("r-xp", own: 0, "/usr/bin/picket").prefix(100)
        #expect(self.mappings(String(listing)).map(\.isAllOfFile) == [false])
        #expect(self.mappings("").isEmpty)
    }

    @Test("pages of files are given back, a page that was changed is kept")
    func release() throws {
        let folder = try ScratchFolder()
        let page = Int(getpagesize())
        try folder.write(String(repeating: "f", count: 2 * 64 * page), to: "file")
        let file = open("\(folder.path)/file", O_RDONLY)
        defer { close(file) }
        func mapped(at offset: Int) throws -> UnsafeMutableRawPointer {
            let start = mmap(nil, 64 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, offset)
            return try #require(start == MAP_FAILED ? nil : start)
        }
        let (changed, read) = (try mapped(at: 0), try mapped(at: 64 * page))
        defer { for start in [changed, read] { munmap(start, 64 * page) } }
        changed.storeBytes(of: 1, as: UInt8.self)
        for start in [changed, read] { #expect(mprotect(start, 64 * page, PROT_READ) == 0) }
        #expect(read.load(as: UInt8.self) == UInt8(ascii: "f"))
        #expect(self.isHeld(read))

        ProcessMemory.releaseProgram()

        #expect(!self.isHeld(read))
        #expect(self.isHeld(changed))
        #expect(changed.load(as: UInt8.self) == 1)
        #expect(read.load(as: UInt8.self) == UInt8(ascii: "f"))
    }

    /// Whether the process has this page in its tables: bit 63 of its entry. Source: proc(5), `/proc/pid/pagemap`.
    private func isHeld(_ address: UnsafeMutableRawPointer) -> Bool {
        let pages = open("/proc/self/pagemap", O_RDONLY)
        defer { close(pages) }
        var entry: UInt64 = 0
        let offset = Int(bitPattern: address) / Int(getpagesize()) * 8
        #expect(pread(pages, &entry, 8, offset) == 8)
        return entry >> 63 == 1
    }
}

internal import Glibc

/// A stretch of this process's memory, as the kernel lists it.
///
/// Source: proc(5), `/proc/pid/smaps`.
struct MemoryMapping: Equatable {
    let range: Range<UInt>
    let isWritable: Bool
    /// Whether a file stands behind it.
    let isOfFile: Bool
    /// What of it belongs to the process alone, as it has been written to; in KiB.
    fileprivate(set) var ownSize: Int

    /// Whether it holds nothing but what the file holds, and cannot get anything else: all of it can be had again.
    var isAllOfFile: Bool {
        self.isOfFile && !self.isWritable && self.ownSize == 0
    }

    /// Shows each mapping of a listing, without keeping the listing in pieces: it is long, and memory is what is to be saved.
    static func forEach(in listing: [UInt8], _ body: (MemoryMapping) -> Void) {
        var current: MemoryMapping?
        var rest = listing[...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest[line.endIndex...].dropFirst()
            if let next = MemoryMapping(firstLine: line) {
                if let current { body(current) }
                current = next
            } else if line.starts(with: "Anonymous:".utf8) {
                current?.ownSize = Self.size(line)
            }
        }
        if let current { body(current) }
    }

    /// - Parameter line: `7f0c1a000000-7f0c1a021000 r-xp 00001000 fe:00 1234   /usr/lib/…`; `nil` for all other lines.
    private init?(firstLine line: ArraySlice<UInt8>) {
        let bounds = line.prefix { $0 != UInt8(ascii: " ") }.split(separator: UInt8(ascii: "-"))
        guard bounds.count == 2, let start = Self.address(bounds[0]), let end = Self.address(bounds[1]), start < end
        else { return nil }
        self.range = start..<end
        let permissions = line[bounds[1].endIndex...].dropFirst().prefix(4)
        self.isWritable = permissions.contains(UInt8(ascii: "w"))
        self.isOfFile = line.contains(UInt8(ascii: "/"))
        // As long as nothing says otherwise, it is all our own.
        self.ownSize = .max
    }

    private static func address(_ digits: ArraySlice<UInt8>) -> UInt? {
        UInt(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    /// Of a line such as `Anonymous:             8 kB`.
    private static func size(_ line: ArraySlice<UInt8>) -> Int {
        line.reduce(0) { size, byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? size * 10 + Int(byte - UInt8(ascii: "0")) : size
        }
    }
}

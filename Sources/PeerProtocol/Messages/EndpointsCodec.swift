internal import Addressing

/// Announcements in the form in which every server writes them, read and written without protobuf's own tree of objects.
///
/// Every link carries one of these every five seconds, with up to a dozen entries each, so they are most of what a node
/// reads. Whatever is not in this form (unknown fields, another order, numbers longer than they need be) is left to
/// protobuf, which gives the same for what is.
enum EndpointsCodec {
    /// The keys of the fields, with their wire types: the version and an entry, an entry's endpoint and hops, an endpoint's
    /// address and port.
    private enum Key {
        static let version: UInt8 = 0x08
        static let entry: UInt8 = 0x12
        static let endpoint: UInt8 = 0x0A
        static let hops: UInt8 = 0x10
        static let address: UInt8 = 0x08
        static let port: UInt8 = 0x10
    }

    /// An entry: two keys with lengths, and three numbers with keys.
    private static let longestEntry = 24

    static func written(_ entries: [Endpoints.Entry], version: UInt8) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 2 + entries.count * Self.longestEntry) { buffer, count in
            count = Self.write(entries, version: version, buffer, from: 0)
        }
    }

    /// With the header of its frame.
    static func frame(_ entries: [Endpoints.Entry], version: UInt8) -> [UInt8] {
        let capacity = Frame.headerLength + 2 + entries.count * Self.longestEntry
        return [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            count = Self.write(entries, version: version, buffer, from: Frame.headerLength)
            Frame.writeHeader(.endpoints, length: count - Frame.headerLength, buffer)
        }
    }

    /// - Returns: The end of what was written.
    private static func write(
        _ entries: [Endpoints.Entry],
        version: UInt8,
        _ buffer: UnsafeMutableBufferPointer<UInt8>,
        from offset: Int
    ) -> Int {
        buffer[offset] = Key.version
        buffer[offset + 1] = version
        var end = offset + 2
        for entry in entries {
            // Both lengths fit one byte, and are filled in once they are known.
            let start = end
            buffer[start] = Key.entry
            buffer[start + 2] = Key.endpoint
            buffer[start + 4] = Key.address
            end = start + 5
            // On the wire the first octet is the least significant byte. Source: skywelld reference §4.3.
            Self.put(entry.address.rawValue.byteSwapped, buffer, &end)
            buffer[end] = Key.port
            end += 1
            Self.put(UInt32(entry.port.rawValue), buffer, &end)
            buffer[start + 3] = UInt8(end - start - 4)
            buffer[end] = Key.hops
            end += 1
            Self.put(entry.hops, buffer, &end)
            buffer[start + 1] = UInt8(end - start - 2)
        }
        return end
    }

    /// The entries of a payload, unchecked as to what they mean; `nil` if it is not in the usual form. If it is, its second byte is
    /// the version.
    static func entries(of payload: [UInt8], atMost limit: Int) -> [RawEntry]? {
        payload.withUnsafeBufferPointer { bytes in
            var entries: [RawEntry] = []
            entries.reserveCapacity(min(limit, bytes.count / 10 + 1))
            return Self.read(bytes, atMost: limit) { entries.append($0) } == nil ? nil : entries
        }
    }

    /// Hands out the entries one by one.
    ///
    /// - Returns: The version; `nil` if the payload is not in the usual form, be it that some entries were.
    @inline(__always)
    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>,
        atMost limit: Int,
        _ hand: (RawEntry) -> Void
    ) -> UInt8? {
        guard bytes.count >= 2, bytes[0] == Key.version, bytes[1] < 0x80 else { return nil }
        var count = 0
        var offset = 2
        while offset < bytes.count {
            guard count < limit, let entry = Self.entry(bytes, &offset) else { return nil }
            hand(entry)
            count += 1
        }
        return bytes[1]
    }

    struct RawEntry {
        let address: IPv4Address
        let port: UInt32
        let hops: UInt32
    }

    private static func entry(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: inout Int) -> RawEntry? {
        // The shortest has ten bytes, so what stands at fixed places may be looked at.
        guard bytes.count - offset >= 10, bytes[offset] == Key.entry, bytes[offset + 2] == Key.endpoint,
            bytes[offset + 4] == Key.address
        else { return nil }
        let end = offset + 2 + Int(bytes[offset + 1])
        let middle = offset + 4 + Int(bytes[offset + 3])
        guard bytes[offset + 1] < 0x80, bytes[offset + 3] < 0x80, end <= bytes.count, middle < end else { return nil }
        offset += 5
        guard let address = Self.take(bytes, &offset, before: middle), offset < middle, bytes[offset] == Key.port else {
            return nil
        }
        offset += 1
        guard let port = Self.take(bytes, &offset, before: middle), offset == middle, bytes[offset] == Key.hops else {
            return nil
        }
        offset += 1
        guard let hops = Self.take(bytes, &offset, before: end), offset == end else { return nil }
        return RawEntry(address: IPv4Address(rawValue: address.byteSwapped), port: port, hops: hops)
    }

    /// A number of up to 32 bits.
    @inline(__always)
    private static func take(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: inout Int, before end: Int) -> UInt32? {
        Varint.take(bytes, &offset, before: end, atMost: 5).flatMap(UInt32.init(exactly:))
    }

    @inline(__always)
    private static func put(_ number: UInt32, _ buffer: UnsafeMutableBufferPointer<UInt8>, _ end: inout Int) {
        var rest = number
        while rest >= 0x80 {
            buffer[end] = UInt8(truncatingIfNeeded: rest) | 0x80
            rest >>= 7
            end += 1
        }
        buffer[end] = UInt8(truncatingIfNeeded: rest)
        end += 1
    }
}

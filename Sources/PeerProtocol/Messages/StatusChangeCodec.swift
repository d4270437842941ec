/// Status changes in the form in which every server writes them, read and written without protobuf's own tree of objects.
///
/// Every link carries one of these with each ledger. Whatever is not in this form (unknown fields, another order, a number that is
/// too large) is left to protobuf, which gives the same for what is.
enum StatusChangeCodec {
    /// The keys of the fields, with their wire types.
    private enum Key {
        static let status: UInt8 = 0x08
        static let event: UInt8 = 0x10
        static let ledgerSequence: UInt8 = 0x18
        static let ledgerHash: UInt8 = 0x22
        static let previousLedgerHash: UInt8 = 0x2A
        static let networkTime: UInt8 = 0x30
        static let firstSequence: UInt8 = 0x38
        static let lastSequence: UInt8 = 0x40
    }

    /// All fields: eight keys, two hashes with their lengths, and the numbers.
    private static let longest = 8 + 2 * (1 + Hash256.length) + 2 + 3 * 5 + 10

    /// - Returns: `nil` if it is not in the usual form.
    static func read(_ payload: some Collection<UInt8>, limit: Int) -> StatusChange? {
        payload.withContiguousStorageIfAvailable { Self.read($0, limit: limit) } ?? nil
    }

    private static func read(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> StatusChange? {
        var offset = 0
        var lastKey: UInt8 = 0
        var count = 0
        var status: StatusChange.Status?
        var event: StatusChange.Event?
        var (ledgerSequence, firstSequence, lastSequence): (UInt32?, UInt32?, UInt32?)
        var (ledgerHash, previousLedgerHash): (Hash256?, Hash256?)
        var networkTime: UInt64?
        while offset < bytes.count {
            let key = bytes[offset]
            offset += 1
            count += 1
            guard key > lastKey, count <= limit else { return nil }
            lastKey = key
            if key == Key.ledgerHash || key == Key.previousLedgerHash {
                // One of another length is as good as absent; that is left to protobuf.
                guard bytes.count - offset > Hash256.length, Int(bytes[offset]) == Hash256.length,
                    let hash = Hash256(bytes[offset + 1...offset + Hash256.length])
                else { return nil }
                offset += 1 + Hash256.length
                if key == Key.ledgerHash { ledgerHash = hash } else { previousLedgerHash = hash }
                continue
            }
            // Nine bytes hold what any time needs; a tenth is left to protobuf.
            guard let number = Varint.take(bytes, &offset, before: bytes.count, atMost: 9) else { return nil }
            if key == Key.networkTime {
                networkTime = number
                continue
            }
            guard let number = UInt32(exactly: number) else { return nil }
            switch key {
            case Key.status:
                status = StatusChange.Status(rawValue: Int(number))
                guard status != nil else { return nil }
            case Key.event:
                event = StatusChange.Event(rawValue: Int(number))
                guard event != nil else { return nil }
            case Key.ledgerSequence: ledgerSequence = number
            case Key.firstSequence: firstSequence = number
            case Key.lastSequence: lastSequence = number
            default: return nil
            }
        }
        let (first, last) = (firstSequence ?? 0, lastSequence ?? 0)
        return StatusChange(
            status: status,
            event: event,
            ledgerSequence: ledgerSequence,
            ledgerHash: ledgerHash,
            previousLedgerHash: previousLedgerHash,
            networkTime: networkTime,
            servable: first > 0 && first <= last ? first...last : nil
        )
    }

    static func written(_ change: StatusChange) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.longest)
        if let status = change.status { bytes += [Key.status, UInt8(status.rawValue)] }
        if let event = change.event { bytes += [Key.event, UInt8(event.rawValue)] }
        if let sequence = change.ledgerSequence { Self.put(Key.ledgerSequence, UInt64(sequence), &bytes) }
        for (key, hash) in [(Key.ledgerHash, change.ledgerHash), (Key.previousLedgerHash, change.previousLedgerHash)] {
            guard let hash else { continue }
            bytes += [key, UInt8(Hash256.length)]
            bytes += hash.bytes
        }
        if let time = change.networkTime { Self.put(Key.networkTime, time, &bytes) }
        if let servable = change.servable {
            Self.put(Key.firstSequence, UInt64(servable.lowerBound), &bytes)
            Self.put(Key.lastSequence, UInt64(servable.upperBound), &bytes)
        }
        return bytes
    }

    private static func put(_ key: UInt8, _ number: UInt64, _ bytes: inout [UInt8]) {
        bytes.append(key)
        Varint.append(number, to: &bytes)
    }
}

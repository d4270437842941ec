import Addressing

/// The constants of a ruleset, and what lies just beside them: where rules change their minds.
struct BoundaryValues {
    private(set) var addresses: [IPv4Address] = []
    private(set) var wideAddresses: [IPv6Address] = []
    /// Every number from 0 to 65535: ports, types, lengths, protocols.
    private(set) var numbers: [UInt16] = []

    /// - Parameter text: A ruleset in nft syntax.
    init(in text: String) {
        var numbers: Set<UInt16> = [0, 1, 22, 64]
        var addresses: Set<UInt32> = [0x0A00_0001, 0xC000_0201]
        var wideAddresses: Set<UInt128> = [1 << 64 | 0xFD << 120, 0x2001_0DB8 << 96 | 1]
        let words = text.split { !($0.isHexDigit || $0 == "." || $0 == ":" || $0 == "/") }
        for word in words {
            let parts = word.split(separator: "/")
            let length = parts.count == 2 ? Int(parts[1]) : nil
            if let address = IPv4Address(parts.first ?? "") {
                let hosts =
                    length.map { $0 == 0 ? UInt32.max : UInt32.max >> UInt32($0) & (($0 >= 32) ? 0 : .max) } ?? 0
                for base in [address.rawValue, address.rawValue | hosts] {
                    addresses.formUnion([base &- 1, base, base &+ 1])
                }
            } else if word.contains(":"), let address = IPv6Address(parts.first ?? "") {
                let hosts: UInt128 = length.map { $0 >= 128 ? 0 : UInt128.max >> UInt128($0) } ?? 0
                for base in [address.rawValue, address.rawValue | hosts] {
                    wideAddresses.formUnion([base &- 1, base, base &+ 1])
                }
            } else if let number = UInt16(word) {
                numbers.formUnion([number &- 1, number, number &+ 1])
            }
        }
        self.numbers = numbers.sorted()
        self.addresses = addresses.sorted().map(IPv4Address.init).filter(Self.isOrdinary)
        self.wideAddresses = wideAddresses.sorted().map(IPv6Address.init).filter(Self.isOrdinary)
    }

    /// The kernel drops other senders and receivers before any rule: nobody, loopback, multicast, broadcast.
    static func isOrdinary(_ address: IPv4Address) -> Bool {
        let value = address.rawValue
        return value >> 24 != 0 && value >> 24 != 127 && value >> 29 != 7
    }

    static func isOrdinary(_ address: IPv6Address) -> Bool {
        let value = address.rawValue
        return value > 1 && value >> 120 != 0xFF && value >> 118 != 0x3FA
    }
}

package import Addressing

/// One form in which an address or a node key travels or is printed: what to look for where neither may be.
///
/// The only place that knows these forms: whoever looks for fewer of them finds fewer leaks.
package struct Giveaway: Hashable, Sendable {
    package enum Form: Sendable {
        /// Digits and dots: no other digit may stand beside it.
        case dotted
        /// Too long to be there by chance.
        case long
        /// Four or five bytes, which signatures and texts have by chance: looked for only in what carries addresses.
        case short
    }

    package let bytes: [UInt8]
    package let form: Form

    private init(_ bytes: [UInt8], _ form: Form) {
        self.bytes = bytes
        self.form = form
    }

    private init(_ text: String, _ form: Form) {
        self.init(Array(text.utf8), form)
    }

    /// As text (also at the end of an IPv6 address that holds it), in both orders of octets, and as the numbers that
    /// protobuf makes of either order.
    ///
    /// Source: skywelld reference §4.3 (endpoints and peers).
    package static func forms(of address: IPv4Address) -> [Giveaway] {
        let number = address.rawValue
        return [Giveaway(address.description, .dotted)]
            + [address.octets, address.octets.reversed(), Self.varint(number), Self.varint(number.byteSwapped)]
            .map { Giveaway($0, .short) }
    }

    /// Base64 as in `/crawl`, base58 as in handshakes and clusters, hexadecimal in either case as in logs and validator
    /// lists, and the 33 bytes themselves.
    ///
    /// Source: skywelld reference §1.1, §3.1 and §7.1.
    package static func forms(of key: NodePublicKey) -> [Giveaway] {
        let digits = Hexadecimal.text(key.bytes)
        return [
            Giveaway(key.base64, .long), Giveaway(key.base58, .long), Giveaway(key.bytes, .long),
            Giveaway(digits, .long), Giveaway(digits.uppercased(), .long),
        ]
    }

    /// As protobuf writes a number.
    private static func varint(_ value: UInt32) -> [UInt8] {
        var (rest, bytes) = (value, [UInt8]())
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}

import Addressing
import TestSupport
import Testing

@testable import Nftables
@testable import PacketSpace

/// A ruleset of `Tests/Vectors/nftables/traps.txt`, with packets and what the kernel does to them.
struct Trap: CustomTestStringConvertible {
    struct Case {
        let text: String
        let hook: Hook
        let packet: Packet
        /// `accept`, `drop` or `maybe`.
        let verdict: String
    }

    let name: String
    let listing: RulesetListing
    let cases: [Case]

    var testDescription: String { self.name }

    static func all() throws -> [Trap] {
        let listings = try Repository.text("Tests/Vectors/nftables/traps.jsonl").split(separator: "\n")
        let blocks = try Repository.text("Tests/Vectors/nftables/traps.txt").split(separator: "\n== ").dropFirst()
        precondition(listings.count == blocks.count, "\(listings.count) listings of \(blocks.count) rulesets")
        return try zip(blocks, listings).map { block, listing in
            let lines = block.split(separator: "\n")
            return Trap(
                name: String(lines[0]),
                listing: try RulesetListing(json: listing.utf8),
                cases: lines.filter { $0.hasPrefix("-- ") }.map { Self.packetCase($0.dropFirst(3)) }
            )
        }
    }

    /// Reads `input tcp from=10.0.0.1 port=22 : drop`.
    private static func packetCase(_ line: Substring) -> Case {
        let halves = line.split(separator: " : ")
        let words = halves[0].split(separator: " ")
        var settings: [Substring: Substring] = [:]
        for word in words.dropFirst() {
            let parts = word.split(separator: "=", maxSplits: 1)
            settings[parts.count == 2 ? parts[0] : "transport"] = parts.last
        }
        guard let hook = Hook(rawValue: String(words[0])) else { preconditionFailure("no hook in '\(line)'") }
        return Case(text: String(line), hook: hook, packet: Self.packet(settings), verdict: String(halves[1]))
    }

    private static func packet(_ settings: [Substring: Substring]) -> Packet {
        let number = { (key: Substring, ordinary: UInt32) in settings[key].map(Self.number) ?? ordinary }
        let source = settings["from"] ?? "192.0.2.1"
        let destination = settings["to"] ?? "192.0.2.2"
        let addresses: Packet.Addresses
        if let source = IPv4Address(source), let destination = IPv4Address(destination) {
            addresses = .ipv4(source: source, destination: destination)
        } else if let source = IPv6Address(source), let destination = IPv6Address(destination) {
            addresses = .ipv6(source: source, destination: destination)
        } else {
            preconditionFailure("no addresses: \(settings)")
        }
        let port = UInt16(number("port", 1000))
        let transport: Packet.Transport =
            switch settings["transport"] {
            case "tcp": .tcp(source: UInt16(number("sport", 40000)), destination: port, flags: Self.flags(settings))
            case "udp": .udp(source: UInt16(number("sport", 40000)), destination: port)
            case "icmp": .icmp(type: UInt8(number("type", 8)), code: 0)
            case "icmpv6": .icmpv6(type: UInt8(number("type", 128)), code: 0)
            default: .other(UInt8(number("proto", 47)))
            }
        var packet = Packet(
            addresses,
            transport,
            state: ConnectionState.allCases.first { "\($0)" == settings["state"] ?? "new" } ?? .new,
            inputInterface: settings["in"].map(String.init),
            outputInterface: settings["out"].map(String.init),
            mark: number("mark", 0),
            connectionMark: number("ctmark", 0),
            length: number("length", 64),
            hopLimit: UInt8(number("ttl", 64))
        )
        let type = { (key: Substring, ordinary: AddressType) in
            AddressType.allCases.first { "\($0)" == settings[key] ?? "" } ?? ordinary
        }
        packet.routing = Routing(
            hasReversePath: settings["path"] != "no",
            sourceType: type("stype", .unicast),
            destinationType: type("dtype", .local)
        )
        packet.inputGroup = number("group", 0)
        packet.connectionStatus = UInt16(number("status", 0))
        packet.direction = settings["direction"] == "reply" ? .reply : .original
        packet.codePoint = UInt8(number("dscp", 0))
        packet.label = number("label", 0)
        packet.extensionHeader = settings["behind"].flatMap { ExtensionHeader(rawValue: UInt8(Self.number($0))) }
        return packet
    }

    private static func flags(_ settings: [Substring: Substring]) -> TCPFlags {
        let names = (settings["flags"] ?? "syn").split(separator: ",")
        return TCPFlags(rawValue: names.reduce(0) { $0 | UInt8(Symbols.tcpFlags[String($1)] ?? 0) })
    }

    private static func number(_ text: Substring) -> UInt32 {
        guard let number = text.hasPrefix("0x") ? UInt32(text.dropFirst(2), radix: 16) : UInt32(text) else {
            preconditionFailure("'\(text)' is no number")
        }
        return number
    }
}

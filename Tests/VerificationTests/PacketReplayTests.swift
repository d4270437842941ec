import Addressing
import PacketSpace
import TestSupport
import Testing
import Topology

@testable import Verification

/// How a packet of evidence is sent in the lab.
@Suite struct PacketReplayTests {
    private static func arguments(
        _ packet: Packet,
        of host: String,
        on journey: Journey
    ) throws -> String? {
        let topology = try SampleTopology.quickstart()
        let host = try #require(topology[host: try Seen.host(host)])
        return PacketReplay(packet, of: host, on: journey, in: topology)?.arguments.joined(separator: " ")
    }

    private static func ipv6(
        _ transport: Packet.Transport,
        to destination: String = "fd00::5",
        in interface: String? = nil,
        out other: String? = nil
    ) throws -> Packet {
        let source = try #require(IPv6Address("2001:db8::1"))
        let destination = try #require(IPv6Address(destination))
        return Packet(
            .ipv6(source: source, destination: destination),
            transport,
            inputInterface: interface,
            outputInterface: other
        )
    }

    @Test("IPv4 is sent by whoever has its source, to whoever has its destination")
    func ipv4() throws {
        let packet = Packet(
            .ipv4(source: try Seen.address("10.1.10.77"), destination: try Seen.address("10.1.10.51")),
            .tcp(source: 40_000, destination: 22, flags: .syn)
        )
        let words = "--from intruder:backbone --to 10.1.10.51:22 --protocol tcp --source 10.1.10.77:40000"
        #expect(try Self.arguments(packet, of: "validator-1", on: .arrival) == words)
        #expect(try Self.arguments(packet, of: "sentry-1", on: .arrival) == nil)
    }

    @Test("IPv6 comes over the segment of its interface, and the judged host is lent its destination")
    func arrival() throws {
        let syn = Packet.Transport.tcp(source: 1, destination: 22, flags: [])
        #expect(
            try Self.arguments(Self.ipv6(syn, in: "internet"), of: "sentry-1", on: .arrival)
                == "--from outsider:internet --at sentry-1 --to [fd00::5]:22 --protocol tcp --flags none "
                + "--source [2001:db8::1]:1"
        )
        let echo = Packet.Transport.icmpv6(type: 128, code: 0)
        #expect(
            try Self.arguments(Self.ipv6(echo), of: "validator-1", on: .arrival)
                == "--from intruder:backbone --at validator-1 --to fd00::5 --protocol icmpv6 --type 128 --source 2001:db8::1"
        )
    }

    @Test("IPv6 leaves over the segment of its interface, to nobody")
    func departure() throws {
        let datagram = Packet.Transport.udp(source: 5, destination: 53)
        #expect(
            try Self.arguments(Self.ipv6(datagram, out: "internet"), of: "sentry-1", on: .departure)
                == "--from sentry-1 --segment internet --to [fd00::5]:53 --protocol udp --source [2001:db8::1]:5"
        )
    }

    @Test("what no host can have is not sent", arguments: ["::", "::1", "ff02::1", "fe80::1", "::ffff:10.1.10.51"])
    func unsendable(address: String) throws {
        let packet = try Self.ipv6(.icmpv6(type: 128, code: 0), to: address)
        #expect(try Self.arguments(packet, of: "sentry-1", on: .arrival) == nil)
    }
}

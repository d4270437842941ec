import Addressing
import Diagnostics
import TestSupport
import Testing
import Topology

@Suite struct TopologyTests {
    @Test("reads the example of the documentation as it stands")
    func readsQuickstart() throws {
        let topology = try topology(quickstart)
        #expect(topology.network.rawValue == "quickstart")
        #expect(topology.segments.map(\.name.rawValue) == ["internet", "backbone"])
        #expect(topology.segments.map(\.isPublic) == [true, false])
        #expect(topology.segments.map(\.prefix.description) == ["198.51.100.0/24", "10.1.10.0/24"])
        #expect(topology.hosts.map(\.name.rawValue) == ["validator-1", "sentry-1", "sentry-2"])
        #expect(topology.hosts.map(\.role) == [.validator, .sentry, .sentry])
        #expect(topology.hosts.map { $0.sentries.map(\.rawValue) } == [["sentry-1", "sentry-2"], [], []])
        #expect(topology.hosts.allSatisfy { $0.peerPort == 50333 && $0.group == .default })
        #expect(
            topology.hosts.map { $0.attachments.map { "\($0.segment) \($0.address)" } } == [
                ["backbone 10.1.10.51"],
                ["backbone 10.1.10.55", "internet 198.51.100.11"],
                ["backbone 10.1.10.56", "internet 198.51.100.12"],
            ]
        )
        #expect(topology.administration.isEmpty)
    }

    @Test("finds hosts and segments by name, and addresses by segment")
    func looksUp() throws {
        let topology = try topology(quickstart)
        let sentry = try #require(HostName("sentry-2"))
        let stranger = try #require(HostName("sentry-3"))
        let internet = try #require(SegmentName("internet"))
        let elsewhere = try #require(SegmentName("elsewhere"))
        #expect(topology[host: sentry] == topology.hosts[2])
        #expect(topology[host: stranger] == nil)
        #expect(topology[segment: internet] == topology.segments[0])
        #expect(topology[segment: elsewhere] == nil)
        #expect(topology.hosts[2].address(on: internet) == IPv4Address("198.51.100.12"))
        #expect(topology.hosts[0].address(on: internet) == nil)
    }

    @Test("hosts, segments and attachments know their places")
    func knowsPlaces() throws {
        let marked = MarkedText(
            file(
                segments: "1️⃣internet2️⃣: { public: true, cidr: 198.51.100.0/24 }",
                hosts: "3️⃣s-{1..2}4️⃣: { role: sentry, 5️⃣internet: 198.51.100.{11..12}6️⃣ }"
            )
        )
        let topology = try topology(marked.text)
        #expect(topology.segments[0].span == marked.span("1️⃣", "2️⃣"))
        #expect(topology.hosts.map(\.span) == [marked.span("3️⃣", "4️⃣"), marked.span("3️⃣", "4️⃣")])
        #expect(topology.hosts[1].attachments[0].span == marked.span("5️⃣", "6️⃣"))
    }

    @Test("reads settings of hosts, in flow and in block form")
    func readsSettings() throws {
        let topology = try topology(
            file(
                hosts: """
                    a:
                      role: sentry
                      group: north
                      peer_port: 51235
                      internet: 198.51.100.11
                    b: { "role": 'sentry', internet: "198.51.100.12" }
                    """
            )
        )
        #expect(topology.hosts.map(\.group.rawValue) == ["north", "default"])
        #expect(topology.hosts.map(\.peerPort) == [51235, 50333])
    }

    @Test("reads administration sources: prefixes, and addresses as prefixes of one address")
    func readsAdministration() throws {
        let topology = try topology(file(end: "firewall:\n  administration: [203.0.113.0/24, 10.1.10.9]\n"))
        #expect(topology.administration.map(\.description) == ["203.0.113.0/24", "10.1.10.9/32"])
    }

    @Test("a firewall section may be left empty")
    func readsEmptyFirewall() throws {
        #expect(try topology(file(end: "firewall: {}\n")).administration.isEmpty)
        #expect(try topology(file(end: "firewall: { administration: [] }\n")).administration.isEmpty)
    }

    @Test("line ends of Windows, comments and a document start change nothing")
    func readsVariants() throws {
        let plain = try topology(quickstart)
        let windows = try topology(quickstart.split(separator: "\n").joined(separator: "\r\n"))
        #expect(windows.hosts.map(\.name) == plain.hosts.map(\.name))
        #expect(try topology("# {a..b}\n---\n" + quickstart + "\n...\n").hosts.count == 3)
    }

    @Test("reads thousands of hosts from a few lines")
    func readsManyHosts() throws {
        let topology = try topology(
            file(
                segments: "internet: { public: true, cidr: 11.0.0.0/8 }",
                hosts: """
                    s-{1..200}: { role: sentry, internet: 11.0.0.{1..200} }
                    a{1..250}-b{250..1}: { role: sentry, internet: 11.0.{1..250}.9 }
                    """
            )
        )
        #expect(topology.hosts.count == 450)
        #expect(topology.hosts[449].name.rawValue == "a250-b1")
    }

    @Test("reports every problem of every kind in one run")
    func reportsEverything() {
        let text = """
            picket: 2
            network: Test
            segments:
              internet: { public: yes, cidr: 198.51.100.1/24 }
              backbone: { cidr: 10.1.10.0/24, mtu: 9000 }
            hosts:
              v: { role: validater, backbone: 10.1.11.1 }
              s: { role: sentry, bakbone: 10.1.10.2, peer_port: 0 }
              outsider: { role: sentry, backbone: 10.1.10.0 }
            firewall: { administration: [admin.example] }
            """
        let expected: [Diagnostic.Code] = [
            .versionMismatch, .badName, .wrongType, .badPrefix, .unknownKey, .unknownRole, .badAddress,
            .addressOutsideSegment, .unknownSegment, .badPort, .sentryNotPublic, .reservedName,
        ]
        #expect(Set(codes(text)) == Set(expected))
        #expect(codes(text).count == expected.count)
    }
}

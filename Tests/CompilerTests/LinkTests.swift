import Addressing
import Compiler
import TestSupport
import Testing
import Topology

@Suite struct LinkTests {
    @Test("the quickstart has a link from its validator to each sentry, and one between the sentries")
    func quickstart() throws {
        let links = try SampleTopology.quickstart().links
        #expect(
            links.map(Self.text) == [
                "validator-1 10.1.10.51 -> sentry-1 10.1.10.55:50333 over backbone",
                "validator-1 10.1.10.51 -> sentry-2 10.1.10.56:50333 over backbone",
                "sentry-1 10.1.10.55 -> sentry-2 10.1.10.56:50333 over backbone",
            ]
        )
    }

    @Test("groups, selections, ports and segments decide about the links of a larger topology")
    func wide() throws {
        let links = try SampleTopology.wide().links
        #expect(
            links.map(Self.text) == [
                "north-v-1 10.1.10.5 -> north-s-1 10.1.10.61:50333 over backbone",
                "north-v-1 10.1.10.5 -> north-s-2 10.1.10.62:50333 over backbone",
                "north-v-2 10.1.10.51 -> north-s-1 10.1.10.61:50333 over backbone",
                "north-v-2 10.1.10.51 -> north-s-2 10.1.10.62:50333 over backbone",
                "north-s-1 10.1.10.61 -> north-s-2 10.1.10.62:50333 over backbone",
                "north-s-1 198.51.100.11 -> south-s-1 198.51.100.21:61000 over internet",
                "north-s-2 198.51.100.12 -> south-s-2 198.51.100.22:61000 over internet",
                "south-v 10.9.0.9 -> south-s-1 10.9.1.1:61000 over cellar",
                "south-v 10.9.0.9 -> south-s-2 10.9.1.2:61000 over cellar",
                "south-v 10.9.0.9 -> south-s-3 10.9.1.3:61000 over cellar",
                "south-s-1 10.9.1.1 -> south-s-2 10.9.1.2:61000 over cellar",
                "south-s-2 10.9.1.2 -> south-s-3 10.9.1.3:61000 over cellar",
                "south-s-3 10.9.1.3 -> south-s-1 10.9.1.1:61000 over cellar",
                "west-v 10.1.10.80 -> north-s-1 10.1.10.61:50333 over backbone",
                "west-v 10.1.10.80 -> north-s-2 10.1.10.62:50333 over backbone",
                "west-v 10.1.10.80 -> west-s 10.1.10.81:50333 over backbone",
                "west-s 10.1.10.81 -> north-s-1 10.1.10.61:50333 over backbone",
                "bare-v 198.51.100.90 -> south-s-2 198.51.100.22:61000 over internet",
            ]
        )
    }

    @Test("a private segment is preferred wherever in the file it stands", arguments: [true, false])
    func prefersPrivate(privateFirst: Bool) throws {
        let attachments =
            privateFirst
            ? ["backbone: 10.1.10", "internet: 198.51.100"] : ["internet: 198.51.100", "backbone: 10.1.10"]
        let on = { (number: Int) in attachments.map { "\($0).\(number)" }.joined(separator: ", ") }
        let links = try Self.topology(
            "v: { role: validator, \(on(1)) }\n  s: { role: sentry, \(on(2)) }"
        ).links
        #expect(links.map(Self.text) == ["v 10.1.10.1 -> s 10.1.10.2:50333 over backbone"])
    }

    @Test("sentries that share no segment have no link, and the others keep theirs")
    func skipsUnconnectedSentries() throws {
        let topology = try SampleTopology.read(
            """
            picket: 1
            network: t
            segments:
              a: { public: true, cidr: 198.51.100.0/24 }
              b: { public: true, cidr: 203.0.113.0/24 }
            hosts:
              s-1: { role: sentry, a: 198.51.100.1 }
              s-2: { role: sentry, b: 203.0.113.1 }
              s-3: { role: sentry, a: 198.51.100.3, b: 203.0.113.3 }
            """
        )
        #expect(
            topology.links.map(Self.text) == [
                "s-2 203.0.113.1 -> s-3 203.0.113.3:50333 over b", "s-3 198.51.100.3 -> s-1 198.51.100.1:50333 over a",
            ]
        )
    }

    @Test("sentries of a group make a ring in which each dials one other and no two dial each other", arguments: 1...9)
    func ring(count: Int) throws {
        let links = try Self.topology(
            "s{1..\(count)}: { role: sentry, backbone: 10.1.10.{1..\(count)}, internet: 198.51.100.{1..\(count)} }"
        ).links
        #expect(links.count == (count > 2 ? count : count - 1))
        #expect(Set(links.map(\.dialler)).count == links.count)
        #expect(Set(links.map(\.listener)).count == links.count)
        let pairs = links.map { Set([$0.dialler, $0.listener]) }
        #expect(Set(pairs).count == pairs.count, "two sentries dial each other")
        // Whoever begins at the first sentry comes to all of them.
        var reached: Set<HostName> = [try #require(HostName("s1"))]
        for _ in 0..<count {
            for link in links where reached.contains(link.dialler) || reached.contains(link.listener) {
                reached.formUnion([link.dialler, link.listener])
            }
        }
        #expect(reached.count == count)
    }

    @Test(
        "nobody dials a validator, no link is made twice, and every end has the address that the file gives it",
        arguments: [Sample.quickstart, .wide]
    )
    func holdsInvariants(sample: Sample) throws {
        let topology = try sample.read()
        let links = topology.links
        #expect(!links.isEmpty)
        #expect(Set(links).count == links.count)
        for link in links {
            let dialler = try #require(topology[host: link.dialler])
            let listener = try #require(topology[host: link.listener])
            #expect(listener.role == .sentry)
            #expect(link.dialler != link.listener)
            #expect(link.source == dialler.address(on: link.segment))
            #expect(link.endpoint.address == listener.address(on: link.segment))
            #expect(link.endpoint.port == listener.peerPort)
        }
        for validator in topology.hosts where validator.role == .validator {
            #expect(links.filter { $0.dialler == validator.name }.map(\.listener) == validator.sentries)
        }
    }

    enum Sample: CaseIterable, Sendable {
        case quickstart
        case wide
        /// With every role and setting.
        case full

        func read() throws -> Topology {
            switch self {
            case .quickstart: try SampleTopology.quickstart()
            case .wide: try SampleTopology.wide()
            case .full: try FullTopology.make()
            }
        }
    }

    private static func text(_ link: Link) -> String {
        "\(link.dialler) \(link.source) -> \(link.listener) \(link.endpoint) over \(link.segment)"
    }

    private static func topology(_ hosts: String) throws -> Topology {
        try SampleTopology.read(
            """
            picket: 1
            network: t
            segments:
              internet: { public: true, cidr: 198.51.100.0/24 }
              backbone: { cidr: 10.1.10.0/24 }
            hosts:
              \(hosts)
            """
        )
    }
}

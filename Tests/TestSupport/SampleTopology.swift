internal import Diagnostics
package import Topology

/// Topologies that several tests compile, plan or judge.
package enum SampleTopology {
    /// Why a sample could not be read.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// One validator behind two sentries: the file of the repository.
    package static func quickstart() throws -> Topology {
        try Self.read(Repository.text(Self.quickstartPath), name: "quickstart.yaml")
    }

    package static let quickstartPath = "topologies/quickstart.yaml"

    /// A sentry by itself: no validator, no link.
    package static let lonelyText = """
        picket: 1
        network: lonely
        segments: { internet: { public: true, cidr: 198.51.100.0/24 } }
        hosts: { s: { role: sentry, internet: 198.51.100.1 } }
        """

    /// Three groups with two, three and one sentries; validators that choose their sentries and one that stands on the
    /// public segment alone; ports and administration sources of its own.
    package static func wide() throws -> Topology {
        try Self.read(Self.wideText, name: "wide.yaml")
    }

    package static let wideText = """
        # Three operators on one backbone.
        picket: 1
        network: wide

        segments:
          internet: { public: true, cidr: 198.51.100.0/24 }
          second:   { public: true, cidr: 203.0.113.0/24 }
          backbone: { cidr: 10.1.10.0/24 }
          cellar:   { cidr: 10.9.0.0/16 }

        hosts:
          north-v-{1..2}: { role: validator, group: north, backbone: 10.1.10.{5,51}, internet: 198.51.100.{70,71} }
          north-s-{1..2}: { role: sentry, group: north, backbone: 10.1.10.{61..62}, internet: 198.51.100.{11..12} }
          south-v:        { role: validator, group: south, cellar: 10.9.0.9, peer_port: 61001 }
          south-s-{1..3}: { role: sentry, group: south, cellar: 10.9.1.{1..3}, internet: 198.51.100.{21..23}, peer_port: 61000 }
          west-v:         { role: validator, group: west, backbone: 10.1.10.80, sentries: ['north-s-*', west-s] }
          west-s:         { role: sentry, group: west, second: 203.0.113.31, backbone: 10.1.10.81 }
          bare-v:         { role: validator, internet: 198.51.100.90, sentries: [south-s-2] }

        firewall:
          administration: [192.0.2.0/28, 198.51.100.200]

        """

    /// Reads a text that has no errors.
    package static func read(_ text: String, name: String = "topology.yaml") throws -> Topology {
        let reading = Topology.read(SourceFile(name: name, text: text))
        guard let topology = reading.topology else {
            throw Failure(
                description: DiagnosticRenderer(color: .never).render(reading.diagnostics, in: reading.source)
            )
        }
        return topology
    }
}

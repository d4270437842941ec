import Compiler
import Linter
import TestSupport
import Topology

/// Topologies without fault, which together have a place for every rule's fault.
enum CleanSubject: String, CaseIterable, Sendable {
    /// One validator behind two sentries.
    case quickstart
    /// Two validators and four sentries in one group.
    case fellows
    /// Two groups with zones and a relay, and everything that a topology can promise.
    case promises

    /// Compiled once for all tests.
    func subject() throws -> LintSubject {
        guard let result = Self.subjects[self] else { preconditionFailure("\(self) is in no list") }
        return try result.get()
    }

    private static let subjects = Dictionary(
        uniqueKeysWithValues: Self.allCases.map { clean in
            let result = Result<LintSubject, any Error> {
                let topology = try clean.topology()
                return LintSubject(topology, try Compilation(topology, source: "\(clean.rawValue).yaml"))
            }
            return (clean, result)
        }
    )

    func topology() throws -> Topology {
        switch self {
        case .quickstart: try SampleTopology.quickstart()
        case .fellows: try SampleTopology.read(Self.fellowsText)
        case .promises: try SampleTopology.read(Self.promisesText)
        }
    }

    private static let fellowsText = """
        picket: 1
        network: fellows
        segments:
          internet: { public: true, cidr: 198.51.100.0/24 }
          backbone: { cidr: 10.1.10.0/24 }
        hosts:
          v-{1..2}: { role: validator, backbone: 10.1.10.{51..52} }
          s-{1..4}: { role: sentry, backbone: 10.1.10.{61..64}, internet: 198.51.100.{11..14} }
        """

    private static let promisesText = """
        picket: 1
        network: promises
        segments:
          internet: { public: true, cidr: 198.51.100.0/24 }
          backbone: { cidr: [10.1.10.0/24, 'fd00:10::/64'] }
        daemon: { dialect: truechain, sntp_servers: [10.1.10.1] }
        firewall:
          administration: [203.0.113.0/24]
          egress: { ntp: { to: [10.1.10.1], protocol: udp, port: 123 } }
        hosts:
          v-{1..2}: { role: validator, group: north, zone: a, backbone: 10.1.10.{51..52} }
          r-{1..2}: { role: relay, group: north, zone: '{a,b}', backbone: 10.1.10.{53..54} }
          s-{1..3}: { role: sentry, group: north, zone: '{a,b,c}', backbone: 10.1.10.{61..63}, internet: 198.51.100.{11..13} }
          w-{1..2}: { role: validator, group: south, backbone: 10.1.10.{71..72} }
          t-{1..3}: { role: sentry, group: south, zone: '{a,b,c}', backbone: 10.1.10.{81..83}, internet: 198.51.100.{21..23} }
        expect:
          - hidden: [v-1, v-2, w-1, r-1]
          - survives: { sentries: 2 }
          - survives: { zones: 1 }
          - survives: { hosts: [r-1, s-1, t-2] }
        """
}

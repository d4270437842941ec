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

    func subject() throws -> LintSubject {
        let topology = try self.topology()
        return LintSubject(topology, try Compilation(topology, source: "\(self.rawValue).yaml"))
    }

    func topology() throws -> Topology {
        switch self {
        case .quickstart: try SampleTopology.quickstart()
        case .fellows: try SampleTopology.read(Self.fellowsText)
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
}

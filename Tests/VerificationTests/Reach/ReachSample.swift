import Addressing
import Nftables
import TestSupport
import Topology

@testable import Verification

/// Hosts with rules that are written here, without a kernel.
struct ReachSample {
    static let text = """
        picket: 1
        network: reach
        segments:
          internet: { public: true, cidr: [198.51.100.0/24, '2001:db8:1::/64'] }
          backbone: { cidr: 10.1.10.0/24 }
          cellar:   { cidr: 10.9.0.0/24 }
        hosts:
          v: { role: validator, backbone: 10.1.10.1, sentries: [s] }
          s: { role: sentry, backbone: 10.1.10.2, internet: [198.51.100.2, '2001:db8:1::2'] }
          t: { role: sentry, cellar: 10.9.0.3, internet: [198.51.100.3, '2001:db8:1::3'] }

        """

    let topology: Topology
    var rules: [String: RulesetListing] = [:]

    init(_ text: String = Self.text) throws {
        self.topology = try SampleTopology.read(text)
    }

    var reach: Reach { Reach(self.topology, hosts: self.hosts) }

    /// The expectations come last.
    var claims: [StaticClaim] { StaticVerification(self.topology, hosts: self.hosts).claims() }

    private var hosts: [StaticHost] {
        self.topology.hosts.filter(\.role.isOurs).map { host in
            StaticHost(
                name: host.name,
                listing: self.rules[host.name.rawValue] ?? RulesetListing(tables: []),
                firewallUnit: nil
            )
        }
    }

    func finding(_ from: String, _ to: String, _ port: UInt16? = nil) throws -> ReachFinding? {
        guard let sender = ReachParty(from, in: self.topology), let receiver = ReachParty(to, in: self.topology) else {
            return nil
        }
        let flow = ReachFlow(port: port.flatMap { Port(rawValue: $0) })
        return self.reach.findings(from: sender, to: receiver, flow).first
    }

    func answer(_ from: String, _ to: String, _ port: UInt16? = nil) throws -> ReachAnswer? {
        try self.finding(from, to, port)?.answer
    }

    // MARK: - Rules

    /// One table with base chains.
    static func ruleset(_ chains: [ListedChain]) -> RulesetListing {
        RulesetListing(tables: [ListedTable(family: "inet", name: "t", chains: chains)])
    }

    static func chain(
        _ hook: String,
        type: String = "filter",
        drops: Bool = true,
        _ rules: [[ListedStatement]]
    ) -> ListedChain {
        let listed = rules.enumerated().map { ListedRule(handle: $0.offset + 1, $0.element) }
        let base = ListedChain.Base(type: type, hook: hook, priority: type == "nat" ? 100 : 0, dropsByPolicy: drops)
        return ListedChain(name: "\(hook)-\(type)", base: base, rules: listed)
    }

    static let established: ListedStatement = .match(
        .equal,
        .connection("state", direction: nil),
        .symbol("established")
    )

    static func tcp(_ field: String, _ port: UInt64) -> ListedStatement {
        .match(.equal, .payload(protocol: "tcp", field: field), .number(port...port))
    }

    static func ip(_ field: String, _ text: String) -> ListedStatement {
        if let prefix = IPPrefix(text) {
            switch prefix {
            case .ipv4(let prefix):
                return .match(.equal, .payload(protocol: "ip", field: field), .ipv4(prefix.network...prefix.last))
            case .ipv6(let prefix):
                return .match(.equal, .payload(protocol: "ip6", field: field), .ipv6(prefix.network...prefix.last))
            }
        }
        preconditionFailure("\(text) is no prefix")
    }

    static let accept: ListedStatement = .verdict(.accept)
}

internal import Addressing
package import Compiler
package import Lab
package import Topology

/// A mutation that does not fit a topology, and why.
package struct MutationError: Error, Equatable, CustomStringConvertible {
    package let mutation: Mutation
    package let reason: String
    /// Whether the topology has the place for the fault, but the artifacts do not look as they should.
    package let isOurs: Bool

    package init(mutation: Mutation, reason: String, isOurs: Bool = false) {
        self.mutation = mutation
        self.reason = reason
        self.isOurs = isOurs
    }

    package var description: String { "mutation '\(self.mutation)' cannot be made here: \(self.reason)" }
}

extension Mutation {
    /// The administration port that `admin-open` opens: the server's own sample file uses it.
    ///
    /// Source: skywelld reference §8.2, "Default ports".
    static let administrationPort: Port = 5_050

    /// Makes the fault in the artifacts, if it is one that a person makes there.
    ///
    /// - Parameters:
    ///   - bundles: What the compiler made.
    ///   - topology: The first validator or sentry gets the fault.
    package func apply(to bundles: inout [Bundle], _ topology: Topology) throws(MutationError) {
        let victim = try self.victim(in: topology)
        guard let index = bundles.firstIndex(where: { $0.host == victim.name }) else {
            throw MutationError(mutation: self, reason: "\(victim.name) has no bundle")
        }
        var bundle = bundles[index]
        switch self {
        case .noPeerPrivate:
            let configuration = bundle[.configuration].contents
            bundle[.configuration].contents = try self.replacing("[peer_private]\n1\n", with: "", in: configuration)
        case .openValidator:
            try self.insert("tcp dport \(victim.peerPort) accept", in: "input", of: &bundle)
        case .noEgressRule:
            try self.insert("accept", in: "output", of: &bundle)
        case .adminOpen:
            guard victim.peerPort != Self.administrationPort else {
                throw MutationError(mutation: self, reason: "\(victim.peerPort) is the peer port of \(victim.name)")
            }
            try self.insert("tcp dport \(Self.administrationPort) accept", in: "input", of: &bundle)
        case .votesStop:
            let configuration = bundle[.configuration].contents
            bundle[.configuration].contents = try self.withoutValidators(configuration)
        case .missingRuleset, .sentryDown, .unprotected, .foreignAccept, .extraInterface:
            return
        }
        bundles[index] = bundle
    }

    /// Makes the fault on the hosts, if it is one that happens there.
    ///
    /// - Parameters:
    ///   - plan: The lab as it should be.
    ///   - topology: The first validator or sentry gets the fault.
    ///   - vantages: For a free public address.
    package func apply(to plan: inout LabPlan, _ topology: Topology, _ vantages: VantagePlan) throws(MutationError) {
        let victim = try self.victim(in: topology)
        guard let index = plan.hosts.firstIndex(where: { $0.name == victim.name }) else {
            throw MutationError(mutation: self, reason: "\(victim.name) is not in the lab")
        }
        switch self {
        case .missingRuleset:
            guard !plan.hosts[index].rulesets.isEmpty else {
                throw MutationError(mutation: self, reason: "\(victim.name) has no ruleset")
            }
            plan.hosts[index].rulesets = []
        case .sentryDown:
            plan.hosts[index].runsNode = false
        case .unprotected:
            guard plan.hosts[index].protected != nil else {
                throw MutationError(mutation: self, reason: "\(victim.name) protects nobody")
            }
            plan.hosts[index].protected = nil
        case .foreignAccept:
            plan.hosts[index].rulesets.append(Self.foreignTable)
        case .extraInterface:
            guard let spare = vantages.spares.first else {
                throw MutationError(mutation: self, reason: "the topology has no public segment")
            }
            plan.hosts[index].interfaces.append(.init(segment: spare.segment, address: spare.address))
        case .noPeerPrivate, .openValidator, .noEgressRule, .adminOpen, .votesStop:
            return
        }
    }

    private func victim(in topology: Topology) throws(MutationError) -> Host {
        let role: Role =
            switch self {
            case .sentryDown, .adminOpen, .unprotected, .votesStop: .sentry
            case .noPeerPrivate, .openValidator, .missingRuleset, .noEgressRule, .foreignAccept, .extraInterface:
                .validator
            }
        let candidates = topology.hosts(role)
        // A sentry that serves no hidden host can tell nothing of one, and has no votes to stop.
        let victims = self.isAboutService ? candidates.filter { Self.serves($0, topology) } : candidates
        guard let victim = victims.first else {
            let reason = candidates.isEmpty ? "the topology has no \(role.rawValue)" : "no sentry serves a validator"
            throw MutationError(mutation: self, reason: reason)
        }
        return victim
    }

    /// Whether the fault is in what a sentry does for hidden hosts.
    private var isAboutService: Bool { self == .unprotected || self == .votesStop }

    private static func serves(_ sentry: Host, _ topology: Topology) -> Bool {
        topology.links(to: sentry.name).contains { topology[host: $0.dialler]?.role.isHidden == true }
    }

    /// Empties `[validators]`, up to the next section.
    private func withoutValidators(_ configuration: String) throws(MutationError) -> String {
        let header = "[validators]\n"
        let parts = configuration.split(separator: "\n[", omittingEmptySubsequences: false)
        guard let section = parts.first(where: { ("[" + $0 + "\n").hasPrefix(header) }) else {
            throw MutationError(mutation: self, reason: "the artifact has no '[validators]'", isOurs: true)
        }
        return try self.replacing("[" + section + "\n", with: header + "\n", in: configuration)
    }

    /// Puts a rule in front of all others of a chain.
    private func insert(_ rule: String, in chain: String, of bundle: inout Bundle) throws(MutationError) {
        let head = "type filter hook \(chain) priority filter; policy drop;\n"
        let ruleset = bundle[.ruleset].contents
        bundle[.ruleset].contents = try self.replacing(head, with: head + "\t\t\(rule)\n", in: ruleset)
    }

    /// A mutation that changes nothing would be caught by nobody and prove nothing.
    private func replacing(_ old: String, with new: String, in text: String) throws(MutationError) -> String {
        guard let range = text.firstRange(of: old) else {
            throw MutationError(
                mutation: self,
                reason: "the artifact has no '\(old.split(separator: "\n")[0])'",
                isOurs: true
            )
        }
        return text.replacingCharacters(in: range, with: new)
    }

    /// In nftables an accept ends only its own base chain: a later drop still wins.
    private static let foreignTable = """
        table inet somebody-else {
        	chain input {
        		type filter hook input priority filter - 10; policy accept;
        		accept
        	}
        	chain output {
        		type filter hook output priority filter - 10; policy accept;
        		accept
        	}
        }

        """
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with new: String) -> String {
        self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}

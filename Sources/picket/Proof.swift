internal import Compiler
internal import Lab
internal import Nftables
internal import Topology
internal import Verification

/// What was settled about the rules of a topology for every packet, or why it was not.
struct Proof {
    enum Result {
        case claims([StaticClaim])
        /// Rules that the kernel does not load, one text for each host.
        case refused([String])
        case unsettled(reason: String, help: String?)
    }

    /// Above so many hosts claims are settled only when asked for, so that a check stays quick.
    static let unaskedHosts = 500

    let result: Result
    /// Users' own rules that nftables does not take.
    private(set) var refusedRules: [RefusedRule] = []

    init(_ result: Result) {
        self.result = result
    }

    /// Loads the rules of each host where nobody else has any, and settles the claims on what the kernel makes of them.
    ///
    /// Call it while the process has one thread, and when all files have been read: after it the process stands in
    /// namespaces of its own.
    ///
    /// - Parameters:
    ///   - file: The topology's, as messages call it.
    ///   - isAsked: However many hosts there are.
    init(_ topology: Topology, _ compilation: Compilation, file: String, isAsked: Bool) {
        guard isAsked || compilation.bundles.count <= Self.unaskedHosts else {
            self.result = .tooManyHosts
            return
        }
        do {
            var check = ExtraRuleCheck()
            self.result = Self.settle(topology, compilation, file, try ScratchRuleset.enter(), &check)
            self.refusedRules = check.refused
        } catch {
            self.result = .unsettled(reason: error.message, help: error.help)
        }
    }

    private static func settle(
        _ topology: Topology,
        _ compilation: Compilation,
        _ file: String,
        _ scratch: ScratchRuleset,
        _ check: inout ExtraRuleCheck
    ) -> Result {
        var hosts: [StaticHost] = []
        var refusals: [String] = []
        for bundle in compilation.bundles {
            let listed: String
            do {
                listed = try scratch.listing(of: bundle[.ruleset].contents)
            } catch {
                let isExplained =
                    topology[host: bundle.host].map { host in
                        check.explain(bundle, of: host, load: scratch.objection)
                    } ?? false
                if !isExplained { refusals.append("\(bundle.host): the kernel does not load its rules: \(error)") }
                continue
            }
            do {
                hosts.append(
                    StaticHost(
                        name: bundle.host,
                        listing: try RulesetListing(json: listed.utf8),
                        firewallUnit: bundle[.firewallUnit].contents,
                        source: RulesetSource(bundle, topology: file)
                    )
                )
            } catch {
                refusals.append("\(bundle.host): what the kernel lists cannot be read: \(error)")
            }
        }
        guard refusals.isEmpty else { return .refused(refusals) }
        guard check.refused.isEmpty else {
            return .unsettled(reason: "nftables does not take rules of the topology's own", help: nil)
        }
        return .claims(StaticVerification(topology, hosts: hosts).claims())
    }

    var claims: [StaticClaim] {
        if case .claims(let claims) = self.result { claims } else { [] }
    }

    /// Something is not as it must be.
    var isViolated: Bool {
        switch self.result {
        case .claims(let claims): claims.contains { $0.outcome == .violated }
        case .refused: true
        case .unsettled: false
        }
    }

    /// Something that is about packets was asked for, and nothing can be said.
    func leavesOpen(expectations: Bool) -> Bool {
        switch self.result {
        case .claims(let claims): claims.contains { $0.outcome == .unsettled }
        case .refused: false
        case .unsettled: expectations
        }
    }
}

extension Proof.Result {
    static let tooManyHosts = Self.unsettled(
        reason: "there are more than \(Proof.unaskedHosts) hosts",
        help: "--prove settles the claims all the same"
    )
}

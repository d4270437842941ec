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
    /// Why the kernel was not asked whether it takes the rules; `nil` if it was.
    private(set) var notAsked: String?
    /// What was left out because nothing says what is meant, in words; empty with a topology.
    private(set) var leftOut: [String] = []
    /// Users' own rules that nftables does not take.
    private(set) var refusedRules: [RefusedRule] = []

    /// - Parameter leftOut: What was not settled, because nothing says what is meant.
    init(_ result: Result, leftOut: [String] = []) {
        self.result = result
        self.leftOut = leftOut
    }

    /// Settles the claims on what the kernel makes of the rules of each host.
    ///
    /// What it makes of a text that is Picket's own is known without it, and tested with it; every other one is loaded where
    /// nobody else has any rules. There it is also asked whether it takes the rules of up to ``unaskedHosts`` hosts.
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
        let rulesets: BundleListings
        do {
            rulesets = try BundleListings(compilation.bundles, asksUpTo: Self.unaskedHosts)
        } catch {
            self.result = .unsettled(reason: error.message, help: error.help)
            return
        }
        var check = ExtraRuleCheck()
        self.result = Self.settle(topology, compilation, file, rulesets, &check)
        self.refusedRules = check.refused
        self.notAsked = rulesets.notAsked
    }

    private static func settle(
        _ topology: Topology,
        _ compilation: Compilation,
        _ file: String,
        _ rulesets: BundleListings,
        _ check: inout ExtraRuleCheck
    ) -> Result {
        var hosts: [StaticHost] = []
        var refusals: [String] = []
        for (number, bundle) in compilation.bundles.enumerated() {
            do {
                hosts.append(
                    StaticHost(
                        name: bundle.host,
                        listing: try rulesets.listing(ofBundle: number),
                        firewallUnit: bundle[.firewallUnit].contents,
                        source: RulesetSource(bundle, topology: file)
                    )
                )
            } catch let error as ListingError {
                refusals.append("\(bundle.host): what the kernel lists cannot be read: \(error)")
            } catch {
                let isExplained =
                    topology[host: bundle.host].map { host in
                        check.explain(bundle, of: host, load: rulesets.objection)
                    } ?? false
                if !isExplained { refusals.append("\(bundle.host): the kernel does not load its rules: \(error)") }
            }
        }
        guard refusals.isEmpty else { return .refused(refusals) }
        guard check.refused.isEmpty else {
            return .unsettled(reason: "nftables does not take rules of the topology's own", help: nil)
        }
        return .claims(StaticVerification(topology, hosts: hosts).claims { Cores.run($0, hosts: hosts.count) })
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

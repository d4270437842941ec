import Compiler
import Foundation
import Nftables
import TestSupport
import Testing
import Topology
import Verification

/// A topology whose rules are loaded where nobody else has any, changed before that if wanted.
enum StaticSample: String, CaseIterable, Sendable {
    case quickstart = "quickstart.yaml"
    case singleVPS = "single-vps.yaml"
    case twoSite = "two-site.yaml"
    case consortium = "consortium.yaml"
    /// Every role and every setting that opens something, over both families.
    case rich

    static let richTopology = """
        picket: 1
        network: rich
        segments:
          internet: { public: true, cidr: 198.51.100.0/24 }
          backbone: { cidr: 10.1.10.0/24 }
          dmz:      { cidr: [10.2.0.0/24, 10.3.0.0/16] }
        firewall:
          administration: [203.0.113.16/28, '2001:db8:9::/48']
          monitoring: { from: [10.1.10.9], port: 9100 }
          egress:
            ntp: { to: [10.1.10.1], protocol: udp, port: 123 }
            dns: { to: [10.1.10.2, '2001:db8::53'], protocol: udp, port: 53 }
        hosts:
          v: { role: validator, backbone: 10.1.10.51 }
          r: { role: relay, backbone: 10.1.10.70, dmz: 10.2.0.70 }
          s-1:
            { role: sentry, dmz: 10.2.0.61, internet: 198.51.100.11, ssh: { port: 2222 },
              firewall: { limits: { total: 9, per_source: 4, per_prefix: 16, new_per_minute: 30 },
                          rules: { output_first: ['meta skuid 1001 drop'],
                                   input: ['ip saddr 10.2.0.8/29 tcp dport 9200 accept', 'ip saddr 10.2.0.9 tcp dport vmap { 80 : accept }',
                                          'ip saddr @own-diallers ip saddr 10.0.0.0/8 tcp dport 9300 accept'] } } }
          s-2: { role: sentry, dmz: 10.2.0.62, internet: 198.51.100.12 }
          hub: { role: hub, internet: 198.51.100.40, peer_port: 5050, peers: [partner], firewall: { syn_proxy: true } }
          partner: { role: external, internet: 198.51.100.99 }

        """

    private var text: String {
        get throws {
            self == .rich ? Self.richTopology : try Repository.text("topologies/\(self.rawValue)")
        }
    }

    /// Beside the program under test.
    private static let loader = URL(filePath: Picket.binary).deletingLastPathComponent().appending(
        path: "RulesetLoader"
    ).path

    /// The claims, after a change to the rules, or to the unit that loads them, of one host.
    ///
    /// - Parameter expectations: A further section of the topology.
    func claims(expecting expectations: String = "", changing change: StaticChange? = nil) async throws -> [StaticClaim]
    {
        let topology = try SampleTopology.read(self.text + expectations, name: self.rawValue)
        let compilation = try Compilation(topology, source: self.rawValue)
        let folder = try ScratchFolder()
        var files: [String] = []
        var units: [String] = []
        for bundle in compilation.bundles {
            let rules = try change?.apply(to: bundle, .ruleset) ?? bundle[.ruleset].contents
            files.append(try folder.write(rules, to: "\(bundle.host).nft"))
            units.append(try change?.apply(to: bundle, .firewallUnit) ?? bundle[.firewallUnit].contents)
        }
        let changed = compilation.bundles.first { $0.host.description == change?.host }
        if let changed { files.append(try folder.write(changed[.ruleset].contents, to: "unchanged.nft")) }
        let process = try RunningProcess("unshare", ["-Urn", Self.loader, "--list"] + files, in: Repository.root)
        let run = try await process.finish(within: .seconds(60))
        try #require(run.code == 0, "\(run.all)")
        let listings = run.output.split(separator: "\n")
        try #require(listings.count == files.count)
        let hosts = try zip(compilation.bundles, zip(listings, units)).map { bundle, found in
            StaticHost(
                name: bundle.host,
                listing: try RulesetListing(json: found.0.utf8),
                firewallUnit: found.1,
                source: try self.source(of: bundle, changing: change),
                compiled: bundle.host == changed?.host
                    ? try listings.last.map { try RulesetListing(json: $0.utf8) } : nil
            )
        }
        return StaticVerification(topology, hosts: hosts).claims()
    }

    /// The text that the rules came from; `nil` where other people's tables were added to it, which no file of ours has.
    private func source(of bundle: Compiler.Bundle, changing change: StaticChange?) throws -> RulesetSource? {
        guard let change, let text = try change.apply(to: bundle, .ruleset) else {
            return RulesetSource(bundle, topology: self.rawValue)
        }
        guard change.isAboutTheFile else { return nil }
        return RulesetSource(
            file: "\(bundle.host)/picket.nft",
            text: text,
            compiled: bundle[.ruleset],
            topology: self.rawValue
        )
    }
}

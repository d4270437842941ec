import Compiler
import Nftables
import TestSupport
import Topology

/// A topology with a host for each way to set up a firewall.
enum FirewallGrid {
    private static let administration = [
        "", "administration: [203.0.113.0/24, 192.0.2.7]", "administration: ['2001:db8::/48']",
        "administration: [203.0.113.9, '2001:db8::9', '::ffff:0:0/96']",
    ]
    private static let monitoring = [
        "", "monitoring: { from: [192.0.2.0/25, 192.0.2.128/25, '2001:db8:1::/64'], port: 9100 }",
    ]
    private static let egress = [
        "", "egress: { dns: { to: [192.0.2.53, 192.0.2.54], protocol: udp, port: 53 } }",
        "egress: { ntp: { to: ['2001:db8::123'], protocol: udp, port: 123 }, mirror: { to: [203.0.113.80/28], port: 443 } }",
        "egress: { any: { to: [128.0.0.0/1, '::/0'], port: 443 } }",
    ]
    private static let limits = [
        "", "limits: { total: 200 }", "limits: { total: 20, per_source: 4, per_prefix: 16, new_per_minute: 30 }",
        "limits: { per_source: 1 }", "limits: { new_per_minute: 5 }",
    ]
    /// Each goes with every so-many-th of the others.
    private static let others = [
        "", "anti_spoofing: false", "log: { per_minute: 1 }", "syn_proxy: true",
        "anti_spoofing: true, log: { per_minute: 600 }",
        "syn_proxy: true, anti_spoofing: false, log: { per_minute: 10 }", "log: { per_minute: 0 }",
    ]

    /// The rules of every host, by its name.
    static func rulesets() throws -> [(name: String, text: String)] {
        let topology = try SampleTopology.read(Self.text, name: "grid.yaml")
        return try Compilation(topology, source: "grid.yaml").bundles.map {
            ($0.host.rawValue, $0[.ruleset].contents)
        }
    }

    private static var text: String {
        var lines = [
            "picket: 1", "network: grid", "segments:", "  internet: { public: true, cidr: 100.64.0.0/16 }",
            "  backbone: { cidr: [10.1.0.0/16, 'fd00:10::/64'] }", "  cellar: { cidr: [10.2.0.0/17, 10.2.128.0/17] }",
            "hosts:",
        ]
        var number = 0
        func add(_ role: String, _ settings: [String]) {
            number += 1
            let end = "0.\(number / 200).\(number % 200 + 1)".dropFirst(2)
            let isPublic = role == "sentry" || role == "hub"
            let internet = isPublic ? ", internet: 100.64.\(end)" : ""
            let others = Self.others[number % Self.others.count]
            let firewall = (settings + [others]).filter { !$0.isEmpty }.joined(separator: ", ")
            lines.append(
                "  \(role)-\(number): { role: \(role), backbone: 10.1.\(end)\(internet), firewall: { \(firewall) } }"
            )
        }
        for (index, administration) in Self.administration.enumerated() {
            for monitoring in Self.monitoring {
                for egress in Self.egress {
                    for limits in Self.limits { add("sentry", [administration, monitoring, egress, limits]) }
                    add("hub", [administration, monitoring, egress, Self.limits[index]])
                    add("relay", [administration, monitoring, egress])
                    add("validator", [administration, monitoring, egress])
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

import Diagnostics
import TestSupport
import Testing
import Topology

/// A topology with every role and every setting: two groups, a relay, a hub and a peer that is not ours.
enum FullTopology {
    static func make(trust: String = "validators: { partner-a: \(foreignKey) }") throws -> Topology {
        try SampleTopology.read(self.text(trust: trust), name: "full.yaml")
    }

    private static let foreignKey = "n94a1u4rAz288pZLtw6yFWVbi89YamiC6JBXPVUr5zmExe5fTVg9"

    /// The number of the first line that holds some words.
    static func line(of words: String) throws -> Int {
        let lines = self.text(trust: "").split(separator: "\n", omittingEmptySubsequences: false)
        return try #require(lines.firstIndex { $0.contains(words) }, "no line holds '\(words)'") + 1
    }

    private static func text(trust: String) -> String {
        """
        picket: 1
        network: full

        segments:
          internet: { public: true, cidr: 198.51.100.0/24 }
          backbone: { cidr: 10.1.10.0/24 }
          dmz: { cidr: [10.2.0.0/24, 10.3.0.0/16] }

        groups:
          north: { zone: n }
          south: { zone: s }

        hosts:
          n-v:
            { role: validator, group: north, backbone: 10.1.10.51, secrets: { node_seed: env:NODE },
              daemon: { mysql_config: ['file:secrets/mysql.txt', env:MYSQL] } }
          n-r: { role: relay, group: north, backbone: 10.1.10.70, dmz: 10.2.0.70 }
          n-s-1:
            role: sentry
            group: north
            dmz: 10.2.0.61
            internet: 198.51.100.11
            ssh: { port: 2222 }
            firewall:
              administration: [203.0.113.0/24, '2001:db8::/48']
              monitoring: { from: [10.2.0.0/24, '2001:db8:1::9'], port: 9100 }
              egress:
                ntp: { to: [10.2.0.1, '2001:db8::123'], protocol: udp, port: 123 }
              limits: { total: 200, per_source: 4, per_prefix: 16, new_per_minute: 30 }
              rules:
                input: ['ip saddr 10.2.0.9 tcp dport 9200 accept']
                output: ['ip daddr 10.2.0.9 accept comment "backup"']
                forward: ['ip saddr 10.2.0.9 counter drop']
            daemon:
              node_db: { type: NuDB, path: /srv/db }
              node_size: medium
              port_ws_public: ['ip = 198.51.100.11', 'port = 5020', 'protocol = ws', 'user = u', env:WS_PASSWORD]
          n-s-2: { role: sentry, group: north, dmz: 10.2.0.62, internet: 198.51.100.12 }
          s-v:
            role: validator
            group: south
            internet: 198.51.100.80
            firewall:
              administration: [192.0.2.7]
              egress: { dns: { to: [192.0.2.53], port: 53 } }
          s-s: { role: sentry, group: south, internet: 198.51.100.21 }
          s-hub:
            { role: hub, group: south, internet: 198.51.100.40, peer_port: 5050, peers: [partner],
              firewall: { syn_proxy: true } }
          partner: { role: external, group: south, internet: 198.51.100.99 }

        trust: { \(trust) }

        """
    }
}

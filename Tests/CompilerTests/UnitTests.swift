import Compiler
import TestSupport
import Testing
import Topology

@Suite struct UnitTests {
    @Test("the server starts behind its rules, is stopped by the signal that it handles, and always comes back")
    func serviceDropIn() throws {
        for bundle in try Compilation(FullTopology.make(), source: "full.yaml").bundles {
            let settings = Self.settings(bundle[.serviceDropIn])
            let expected = [
                "[Unit]", "Requires=picket-firewall.service", "After=picket-firewall.service",
                "StartLimitIntervalSec=0",
                "[Service]", "WorkingDirectory=/etc/skywelld", "KillSignal=SIGINT", "TimeoutStopSec=60",
                "Restart=always", "RestartSec=10", "LimitCORE=0",
            ]
            #expect(settings.filter { !$0.hasPrefix("Wants=") } == expected, "\(bundle.host)")
        }
    }

    @Test("the rules are loaded before the network, and no way of stopping the unit opens the host")
    func firewallUnit() throws {
        for bundle in try Compilation(FullTopology.make(), source: "full.yaml").bundles {
            let settings = Self.settings(bundle[.firewallUnit])
            for setting in [
                "DefaultDependencies=no", "Wants=network-pre.target", "Before=network-pre.target shutdown.target",
                "Type=oneshot", "RemainAfterExit=yes", "ExecStart=/usr/sbin/nft -f \(Artifact.Name.ruleset.pathOnHost)",
                "ExecReload=/usr/sbin/nft -f \(Artifact.Name.ruleset.pathOnHost)", "WantedBy=sysinit.target",
            ] {
                #expect(settings.contains(setting), "\(bundle.host): \(setting)")
            }
            #expect(!settings.contains { $0.hasPrefix("ExecStop") })
        }
    }

    @Test("hidden hosts, and no others, are nudged when none of the peers that they dial is connected")
    func nudges() throws {
        let topology = try FullTopology.make()
        for bundle in try Compilation(topology, source: "full.yaml").bundles {
            let host = try #require(topology[host: bundle.host])
            let wants = Self.settings(bundle[.serviceDropIn]).contains("Wants=picket-nudge.timer")
            #expect(wants == host.role.isHidden, "\(host.name)")
            guard host.role.isHidden else { continue }
            let command = bundle[.nudgeUnit].contents
            let ends = topology.links(from: host.name).map { "dst \($0.endpoint)" }.joined(separator: " or ")
            #expect(!ends.isEmpty && command.contains("\"( \(ends) )\""), "\(command)")
            // A server that does not run must stay as it is, and a look that fails must not count.
            #expect(command.contains("try-restart skywelld.service") && command.contains("|| exit 0"))
            #expect(Self.settings(bundle[.nudgeTimer]).contains("OnUnitInactiveSec=1min"))
        }
    }

    private static func settings(_ artifact: Artifact) -> [String] {
        artifact.contents.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
    }
}

import Foundation
import TestSupport
import Testing

extension LabSuite {
    /// `picket check --bundle` on servers, and on units around them, that somebody edited: claims about packets rest on these.
    @Suite struct BundleCheckServerTests {
        typealias Edit = BundleCheckTests.OtherEdit

        /// Two validators dial each of two relays.
        private static let relays = """
            picket: 1
            network: relays
            segments:
              internet: { public: true, cidr: 198.51.100.0/24 }
              core: { cidr: 10.1.1.0/24 }
              edge: { cidr: 10.1.2.0/24 }
            hosts:
              validator-{1..2}: { role: validator, core: 10.1.1.{11..12} }
              relay-{1..2}: { role: relay, core: 10.1.1.{21..22}, edge: 10.1.2.{21..22} }
              sentry-{1..2}: { role: sentry, edge: 10.1.2.{31..32}, internet: 198.51.100.{31..32} }

            """

        private static let dropIn = BundleCheckTests.dropIn

        private static let edits = [
            Edit(
                testDescription: "the server reads its configuration elsewhere",
                file: "validator-1/\(Self.dropIn)",
                old: "WorkingDirectory=/etc/skywelld",
                new: "WorkingDirectory=/tmp/x",
                claim: "links-permitted"
            ),
            Edit(
                testDescription: "the server reads its configuration elsewhere, if it is there",
                file: "sentry-1/\(Self.dropIn)",
                old: "WorkingDirectory=/etc/skywelld",
                new: "WorkingDirectory=/etc/skywelld\nWorkingDirectory=-/tmp/x",
                claim: "sentry-open"
            ),
            Edit(
                testDescription: "the server reads its configuration wherever systemd starts it",
                file: "sentry-1/\(Self.dropIn)",
                old: "WorkingDirectory=/etc/skywelld\n",
                new: "",
                claim: "slots-reserved",
                isKnownAlone: false
            ),
            Edit(
                testDescription: "the server may open no socket",
                file: "sentry-1/\(Self.dropIn)",
                old: "LimitCORE=0",
                new: "LimitCORE=0\nLimitNOFILE=3",
                claim: "sentry-open"
            ),
            Edit(
                testDescription: "the server has no memory",
                file: "sentry-1/\(Self.dropIn)",
                old: "LimitCORE=0",
                new: "LimitCORE=0\nMemoryMax=1",
                claim: "links-permitted"
            ),
            Edit(
                testDescription: "a server that ended stays away",
                file: "validator-1/\(Self.dropIn)",
                old: "Restart=always",
                new: "Restart=no",
                claim: "links-permitted"
            ),
            Edit(
                testDescription: "a crash may write the seeds to a disk",
                file: "validator-1/\(Self.dropIn)",
                old: "LimitCORE=0",
                new: "LimitCORE=infinity",
                claim: "boot-safe"
            ),
            Edit(
                testDescription: "two ports of the server have one number, at one address and at all",
                file: "sentry-1/skywelld.cfg",
                old: "port = 5050",
                new: "port = 50333",
                claim: "sentry-open"
            ),
            Edit(
                testDescription: "two ports of the server have one number at all addresses",
                file: "sentry-1/skywelld.cfg",
                old: "ip = 127.0.0.1\nport = 5050",
                new: "ip = 0.0.0.0\nport = 50333",
                claim: "P1316"
            ),
            Edit(
                testDescription: "the server stops when it has started",
                file: "sentry-1/skywelld.cfg",
                old: "[rpc_startup]\n",
                new: "[rpc_startup]\n{ \"command\": \"stop\" }\n",
                claim: "sentry-open"
            ),
            Edit(
                testDescription: "a hidden server dials a stranger when it has started",
                file: "validator-1/skywelld.cfg",
                old: "[rpc_startup]\n",
                new: "[rpc_startup]\n{ \"command\": \"connect\", \"ip\": \"198.51.100.77:50333\" }\n",
                claim: "P1703"
            ),
            Edit(
                testDescription: "what restarts the server looks for one that it does not dial",
                file: "validator-1/picket-nudge.service",
                old: "dst 10.1.10.55:50333 or",
                new: "dst 10.1.10.99:50333 or",
                claim: "links-permitted"
            ),
            Edit(
                testDescription: "what restarts the server looks for one of two that it dials",
                file: "validator-1/picket-nudge.service",
                old: "dst 10.1.10.55:50333 or ",
                new: "",
                claim: "links-permitted"
            ),
            Edit(
                testDescription: "what restarts the server looks for no peer",
                file: "validator-1/picket-nudge.service",
                old: "dst 10.1.10.55:50333 or dst 10.1.10.56:50333",
                new: "sport = 1",
                claim: "links-permitted"
            ),
            Edit(
                testDescription: "what restarts the server is as it was, and the server dials one more",
                file: "validator-1/skywelld.cfg",
                old: "[ips_fixed]\n",
                new: "[ips_fixed]\n198.51.100.77 50333\n",
                claim: "links-permitted"
            ),
            Edit(
                testDescription: "nothing starts what restarts the server",
                file: "validator-1/picket-nudge.timer",
                old: "OnBootSec=5min\nOnUnitInactiveSec=1min\n",
                new: "",
                claim: "boot-safe"
            ),
            Edit(
                testDescription: "the rules are not loaded again when the distribution's unit empties every table",
                file: "sentry-1/picket-firewall.service",
                old: "PartOf=nftables.service\n",
                new: "",
                claim: "boot-safe"
            ),
            Edit(
                testDescription: "a reload of the distribution's unit empties every table",
                file: "sentry-1/picket-firewall.service",
                old: "ExecReload=/usr/sbin/nft -f /etc/picket/picket.nft\n",
                new: "",
                claim: "boot-safe"
            ),
            Edit(
                testDescription: "the rules may not be there yet",
                file: "validator-1/picket-firewall.service",
                old: "RequiresMountsFor=/etc/picket /usr/sbin\n",
                new: "",
                claim: "boot-safe"
            ),
            Edit(
                testDescription: "a hidden server listens where its host is not",
                file: "validator-1/skywelld.cfg",
                old: "ip = 10.1.10.51",
                new: "ip = 10.1.10.99",
                claim: "links-permitted"
            ),
            Edit(
                testDescription: "another port of a server listens where its host is not",
                file: "sentry-1/skywelld.cfg",
                old: "ip = 127.0.0.1",
                new: "ip = 10.9.9.9",
                claim: "sentry-open"
            ),
            Edit(
                testDescription: "a public server listens where its host is not",
                file: "sentry-1/skywelld.cfg",
                old: "ip = 0.0.0.0",
                new: "ip = 192.0.2.200",
                claim: "sentry-open"
            ),
            Edit(
                testDescription: "a public server lets nobody in",
                file: "sentry-1/skywelld.cfg",
                old: "[peer_private]\n0",
                new: "[peer_private]\n1",
                claim: "sentry-open",
                isKnownAlone: false
            ),
            Edit(
                testDescription: "a public server reserves slots that it does not have",
                file: "sentry-1/skywelld.cfg",
                old: "[peer_private]\n0",
                new: "[peer_private]\n1",
                claim: "slots-reserved",
                isKnownAlone: false
            ),
            Edit(
                testDescription: "a public server has slots for its own hosts alone",
                file: "sentry-1/skywelld.cfg",
                old: "[peers_max]\n22",
                new: "[peers_max]\n11",
                claim: "sentry-open"
            ),
            Edit(
                testDescription: "a relay lets nobody in",
                file: "relay-1/skywelld.cfg",
                old: "[peer_private]\n0",
                new: "[peer_private]\n1",
                claim: "links-permitted",
                topology: Self.relays
            ),
            Edit(
                testDescription: "a relay listens to its own host alone",
                file: "relay-1/skywelld.cfg",
                old: "ip = 0.0.0.0",
                new: "ip = 127.0.0.1",
                claim: "links-permitted",
                topology: Self.relays
            ),
            Edit(
                testDescription: "a relay has a slot for one of two",
                file: "relay-1/skywelld.cfg",
                old: "[peers_max]\n21",
                new: "[peers_max]\n11",
                claim: "links-permitted",
                topology: Self.relays
            ),
        ]

        /// What an owner may change, and what is not worse than it was.
        private static let harmless = [
            Edit(
                testDescription: "the server has limits of its own",
                file: "sentry-1/\(Self.dropIn)",
                old: "LimitCORE=0\n",
                new:
                    "LimitCORE=0\nLimitNOFILE=65536\nMemoryHigh=3G\nMemoryMax=infinity\nNice=-5\nTimeoutStartSec=2min\n",
                claim: "none"
            ),
            Edit(
                testDescription: "the server is restarted in its own time",
                file: "validator-1/\(Self.dropIn)",
                old: "Restart=always\nRestartSec=10\n",
                new: "Restart=on-failure\nRestartSec=1min 30s\n",
                claim: "none"
            ),
            Edit(
                testDescription: "the server waits for its database",
                file: "validator-1/\(Self.dropIn)",
                old: "After=picket-firewall.service\n",
                new:
                    "After=picket-firewall.service mariadb.service\nAfter=network-online.target\nWants=network-online.target\n",
                claim: "none"
            ),
            Edit(
                testDescription: "its peers are looked after less often",
                file: "validator-1/picket-nudge.timer",
                old: "OnUnitInactiveSec=1min",
                new: "OnUnitInactiveSec=5min\nRandomizedDelaySec=30",
                claim: "none"
            ),
            Edit(
                testDescription: "a port has the number of another, at another address",
                file: "validator-1/skywelld.cfg",
                old: "port = 5050",
                new: "port = 50333",
                claim: "none"
            ),
            Edit(
                testDescription: "a relay has a slot for each of two",
                file: "relay-1/skywelld.cfg",
                old: "[peers_max]\n21",
                new: "[peers_max]\n12",
                claim: "none",
                topology: Self.relays
            ),
        ]

        @Test("what a server is made of is caught, with a topology and without one", arguments: Self.edits)
        func edited(edit: Edit) async throws {
            for run in try await BundleCheckTests.runs(of: edit) {
                let isCaught =
                    run.output.contains("\nviolated: \(edit.claim)\n") || run.output.contains("error[\(edit.claim)]")
                #expect(run.code == 1 && isCaught, "\(run.all)")
            }
        }

        @Test("what an owner may change alarms nobody", arguments: Self.harmless)
        func harmlessElsewhere(edit: Edit) async throws {
            for run in try await BundleCheckTests.runs(of: edit) { #expect(run.code == 0, "\(run.all)") }
        }

        @Test(
            "files that are gone are missed",
            arguments: [
                [Self.dropIn], ["picket-nudge.service"], ["picket-nudge.timer"],
                ["picket-nudge.service", "picket-nudge.timer"],
            ]
        )
        func gone(files: [String]) async throws {
            let folder = try await BundleCheckTests.bundles()
            for file in files {
                try FileManager.default.removeItem(atPath: folder.path("out/validator-1/\(file)"))
            }
            for arguments in [["--bundle", folder.path("out")], [Picket.quickstart, "--bundle", folder.path("out")]] {
                let process = try RunningProcess(Picket.binary, ["check"] + arguments, in: Repository.root)
                let run = try await process.finish(within: .seconds(60))
                let missing = files.filter { !run.output.contains("validator-1: there is no \($0)") }
                #expect(run.code == 1 && missing == [], "\(run.all)")
            }
        }
    }
}

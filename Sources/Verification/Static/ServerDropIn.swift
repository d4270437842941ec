internal import Compiler

/// What the drop-in of the server's unit makes of the server.
///
/// It may set what is listed here, to values that are listed here; `docs/bundles.md` tells people which. Source: systemd.unit(5),
/// systemd.service(5), systemd.exec(5), systemd.resource-control(5).
struct ServerDropIn {
    /// Why the rules may be changed, the server may run without them, or it may leave its seeds behind.
    let ofHost: [String]
    /// Why the server may not run, or may not be the one that its configuration describes.
    let ofServer: [String]

    /// Where the server's configuration lies: without `--conf` it reads `./skywelld.cfg` (skywelld reference §8.1).
    static let folder = String(
        Artifact.Name.configuration.pathOnHost.dropLast(Artifact.Name.configuration.rawValue.utf8.count + 1)
    )

    private static let firewall = Artifact.Name.firewallUnit.rawValue

    private static let safe: [String: [String: SafeValue]] = [
        "[Unit]": [
            "Description": .anything, "Documentation": .anything,
            // Their words are judged one by one.
            "Requires": .anything, "After": .anything, "Wants": .anything,
            "StartLimitIntervalSec": .oneOf(["0"]), "StartLimitBurst": .number(1...1_000_000),
        ],
        "[Service]": [
            "WorkingDirectory": .oneOf([Self.folder]), "KillSignal": .oneOf(["SIGINT"]),
            "TimeoutStopSec": .seconds(10...900), "TimeoutStartSec": .seconds(30...86_400),
            "Restart": .oneOf(["always", "on-failure"]), "RestartSec": .seconds(1...300), "LimitCORE": .oneOf(["0"]),
            // What systemd gives a service by itself.
            "LimitNOFILE": .limit(atLeast: 1024), "Nice": .number(-20...10), "MemoryHigh": .bytes(atLeast: 1 << 30),
            "MemoryMax": .bytes(atLeast: 1 << 30),
        ],
    ]

    /// Without which the server is another one, or is not kept running.
    private static let needed = [
        (key: "WorkingDirectory", why: "without it the server reads another skywelld.cfg"),
        (key: "Restart", why: "without it a server that ended stays away"),
        (key: "StartLimitIntervalSec", why: "without it a server that keeps crashing is given up"),
        (key: "LimitCORE", why: "without it a crash may write the seeds to a disk"),
    ]

    /// How it ends: while it runs these change nothing.
    private static let ofItsEnd: Set<String> = ["KillSignal", "LimitCORE"]

    /// What the server may wait for; each is there, or is not asked for, before it would be started.
    private static let waitedFor: Set<String> = [
        Self.firewall, "network.target", "network-online.target", "nss-lookup.target", "local-fs.target",
        "remote-fs.target", "time-sync.target", "nftables.service", "mysql.service", "mysqld.service",
        "mariadb.service",
    ]

    /// What it may not be without.
    private static let required: Set<String> = [Self.firewall, Artifact.Name.nudgeTimer.rawValue]

    /// What it may ask for.
    private static let wanted = Self.required.union(["network-online.target"])

    init(_ unit: UnitFile) {
        let known = Self.safe.mapValues { Set($0.keys) }
        let waiting = ["Requires", "After"].filter { !unit.words($0, in: "[Unit]").contains(Self.firewall) }
        let started =
            unit.words("Wants").filter { !Self.wanted.contains($0) }
            + unit.words("Requires").filter { !Self.required.contains($0) }
        let unsafe = unit.settings.compactMap { setting -> (key: String, words: String)? in
            guard let safe = Self.safe[setting.section]?[setting.key], !safe.includes(setting.value) else { return nil }
            return (
                setting.key,
                "'\(setting.key)=\(setting.value)' is not known to leave the server as it is meant (safe: \(safe))"
            )
        }
        let missing = Self.needed.filter { unit.values($0.key).isEmpty }.map {
            (key: $0.key, words: "it has no '\($0.key)': \($0.why)")
        }
        let found = unsafe + missing
        self.ofHost =
            unit.objections
            + unit.settings(butFor: known).map {
                "'\($0.key)=\($0.value)' in \($0.section) may change the rules, or keep the server from them"
            }
            + waiting.map { "the server does not wait for its rules (\($0)=\(Self.firewall))" }
            + started.map { "it starts '\($0)'" }
            + found.filter { Self.ofItsEnd.contains($0.key) }.map(\.words)
        self.ofServer =
            found.filter { !Self.ofItsEnd.contains($0.key) }.map(\.words)
            + unit.words("After").filter { !Self.waitedFor.contains($0) }.map {
                "'After=\($0)' may keep the server from being started"
            }
    }
}

/// What is wrong with a unit that is to load the rules when a host boots.
struct BootOrder {
    let objections: [String]

    /// All settings that loading rules at boot takes. Any other may load them for nobody: in a network namespace of the
    /// unit's own, as a user who may not, or not at all. Source: systemd.exec(5), systemd.service(5), systemd.unit(5).
    private static let known: [String: Set<String>] = [
        "[Unit]": [
            "Description", "Documentation", "DefaultDependencies", "RequiresMountsFor", "Wants", "Before", "After",
            "Conflicts", "PartOf", "ReloadPropagatedFrom",
        ],
        "[Service]": ["Type", "RemainAfterExit", "ExecStart", "ExecReload"],
        "[Install]": ["WantedBy"],
    ]

    /// What settings that are lists of units and folders may name. Source: systemd.unit(5).
    private static let expected: [(key: String, words: Set<String>)] = [
        ("Before", ["network-pre.target", "shutdown.target"]), ("After", ["nftables.service"]),
        ("Wants", ["network-pre.target"]), ("Conflicts", ["shutdown.target"]), ("PartOf", ["nftables.service"]),
        ("ReloadPropagatedFrom", ["nftables.service"]), ("RequiresMountsFor", ["/etc/picket", "/usr/sbin"]),
    ]

    /// Those that have objections of their own.
    private static let judgedByName: Set<String> = ["ExecStartPre", "ExecStartPost", "ExecStop", "ExecStopPost"]

    /// - Parameter unit: The text of the unit file.
    init(_ unit: String) {
        let unit = UnitFile(unit)
        let others = unit.settings(butFor: Self.known).filter { setting in
            let isCondition = setting.key.hasPrefix("Condition") || setting.key.hasPrefix("Assert")
            return !isCondition && !Self.judgedByName.contains(setting.key)
        }.map { "\($0.key)= in \($0.section)" }
        let words = { (key: String) in unit.words(key) }
        let command = UnitFile.loading
        var objections = unit.objections
        func require(_ holds: Bool, _ objection: String) {
            if !holds { objections.append(objection) }
        }
        let commands = unit.values("ExecStart")
        require(
            commands == [command],
            "it starts '\(commands.joined(separator: "', '"))' and not '\(command)' alone"
        )
        let more = Self.judgedByName.filter { !unit.values($0).isEmpty }.sorted()
        require(more.isEmpty, "it has \(more.joined(separator: ", ")), which may change the rules")
        require(
            others.isEmpty,
            "it has \(others.joined(separator: ", ")), which may keep the rules from being loaded"
        )
        require(unit.values("Type").last == "oneshot", "it does not wait for the rules to be loaded (Type=oneshot)")
        for (key, expected) in Self.expected {
            let others = words(key).filter { !expected.contains($0) }
            require(
                others.isEmpty,
                "\(key)=\(others.joined(separator: " ")) may keep it from being started in time, or stop it"
            )
        }
        let reloads = unit.values("ExecReload")
        require(
            reloads == [command],
            "a reload runs '\(reloads.joined(separator: "', '"))' and not '\(command)'"
        )
        require(words("Before").contains("network-pre.target"), "it does not come before network-pre.target")
        require(words("Wants").contains("network-pre.target"), "nothing asks for network-pre.target (Wants=)")
        require(
            unit.values("DefaultDependencies").last == "no",
            "with default dependencies it comes after sysinit.target, which is too late"
        )
        require(
            words("After").contains("nftables.service"),
            "the distribution's own unit may empty every table behind it (After=nftables.service)"
        )
        for key in ["PartOf", "ReloadPropagatedFrom"] {
            require(
                words(key).contains("nftables.service"),
                "the distribution's own unit empties every table, and ours is not loaded again (\(key)=nftables.service)"
            )
        }
        let mounts = ["/etc/picket", "/usr/sbin"].filter { !words("RequiresMountsFor").contains($0) }
        require(
            mounts.isEmpty,
            "it may come before \(mounts.joined(separator: " and ")) is there (RequiresMountsFor=)"
        )
        require(unit.values("RemainAfterExit").last == "yes", "it is not started any more (RemainAfterExit=yes)")
        require(
            words("WantedBy") == ["sysinit.target"],
            "nothing is sure to start it at boot (WantedBy=sysinit.target)"
        )
        require(
            unit.settings.allSatisfy { !$0.key.hasPrefix("Condition") && !$0.key.hasPrefix("Assert") },
            "it has a condition, without which the host boots without rules"
        )
        self.objections = objections
    }
}

internal import Compiler

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

    /// Those that have objections of their own.
    private static let judgedByName: Set<String> = ["ExecStartPre", "ExecStartPost", "ExecStop", "ExecStopPost"]

    /// - Parameter unit: The text of the unit file.
    init(_ unit: String) {
        var values: [String: [String]] = [:]
        var others: [String] = []
        var section = ""
        for line in unit.split(separator: "\n").map({ String($0).trimmed })
        where !line.hasPrefix("#") && !line.hasPrefix(";") {
            if line.hasPrefix("[") { section = line }
            guard let equals = line.firstIndex(of: "="), !line.hasPrefix("[") else { continue }
            let key = String(line[..<equals]).trimmed
            values[key, default: []].append(String(line[line.index(after: equals)...]).trimmed)
            let isCondition = key.hasPrefix("Condition") || key.hasPrefix("Assert")
            let isKnown = Self.known[section]?.contains(key) ?? false
            if !isKnown, !isCondition, !Self.judgedByName.contains(key) { others.append("\(key)= in \(section)") }
        }
        let words = { (key: String) in values[key, default: []].flatMap { $0.split(separator: " ").map(String.init) } }
        let path = Artifact.Name.ruleset.pathOnHost
        let command = "/usr/sbin/nft -f \(path)"
        var objections: [String] = []
        func require(_ holds: Bool, _ objection: String) {
            if !holds { objections.append(objection) }
        }
        let commands = values["ExecStart", default: []]
        require(
            commands == [command],
            "it starts '\(commands.joined(separator: "', '"))' and not '\(command)' alone"
        )
        let more = Self.judgedByName.filter { values[$0] != nil }.sorted()
        require(more.isEmpty, "it has \(more.joined(separator: ", ")), which may change the rules")
        require(
            others.isEmpty,
            "it has \(others.joined(separator: ", ")), which may keep the rules from being loaded"
        )
        require(!unit.contains("\\"), "it has a backslash, which may join lines")
        require(values["Type"]?.last == "oneshot", "it does not wait for the rules to be loaded (Type=oneshot)")
        require(
            words("Conflicts").allSatisfy { $0 == "shutdown.target" },
            "something else than the end of the host stops it (Conflicts=)"
        )
        require(
            values["ExecReload", default: [command]] == [command],
            "a reload runs '\(values["ExecReload", default: []].joined(separator: "', '"))' and not '\(command)'"
        )
        require(words("Before").contains("network-pre.target"), "it does not come before network-pre.target")
        require(words("Wants").contains("network-pre.target"), "nothing asks for network-pre.target (Wants=)")
        require(
            words("DefaultDependencies").last == "no",
            "with default dependencies it comes after sysinit.target, which is too late"
        )
        require(!words("After").contains("network-pre.target"), "it comes after network-pre.target")
        require(words("WantedBy").contains("sysinit.target"), "nothing starts it at boot (WantedBy=sysinit.target)")
        require(
            values.keys.allSatisfy { !$0.hasPrefix("Condition") && !$0.hasPrefix("Assert") },
            "it has a condition, without which the host boots without rules"
        )
        self.objections = objections
    }
}

extension String {
    fileprivate var trimmed: String {
        let isSpace = { (character: Character) in character == " " || character == "\t" || character == "\r" }
        let start = self.drop(while: isSpace)
        let end = start.lastIndex { !isSpace($0) }
        return end.map { String(start[...$0]) } ?? ""
    }
}

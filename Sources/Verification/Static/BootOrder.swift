internal import Compiler

/// What is wrong with a unit that is to load the rules when a host boots.
struct BootOrder {
    let objections: [String]

    /// - Parameter unit: The text of the unit file.
    init(_ unit: String) {
        var values: [String: [String]] = [:]
        for line in unit.split(separator: "\n") where !line.hasPrefix("#") && !line.hasPrefix(";") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let key = String(line[..<equals]).trimmed
            values[key, default: []].append(String(line[line.index(after: equals)...]).trimmed)
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
        let others = ["ExecStartPre", "ExecStartPost", "ExecStop", "ExecStopPost"].filter { values[$0] != nil }
        require(others.isEmpty, "it has \(others.joined(separator: ", ")), which may change the rules")
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

package import Compiler

/// What the units of a bundle do to the rules, beside the one that loads them: the server's, those that restart a server which has
/// lost its peers, and any that Picket does not write.
package struct OtherUnits {
    /// Empty if none can change the rules, and the server waits for them.
    package let objections: [String]

    /// - Parameters:
    ///   - bundle: As it lies on disk.
    ///   - original: As it was compiled; a file that is as it was needs no look. `nil` if that is not known.
    package init(_ bundle: WrittenBundle, original: Bundle? = nil) {
        var objections: [String] = []
        for file in bundle.files {
            let text = String(decoding: file.bytes, as: UTF8.self)
            guard let name = Artifact.Name(rawValue: file.name) else {
                if Self.mayBeUnit(file.name) {
                    objections.append("'\(file.name)' is none of Picket's files, and may change the rules")
                }
                continue
            }
            if let original, original.artifacts.first(where: { $0.name == name })?.contents == text { continue }
            let found: [String] =
                switch name {
                case .serviceDropIn: Self.objections(toServer: LoadingUnit(text))
                case .nudgeUnit: Self.objections(toNudge: text)
                case .nudgeTimer: Self.objections(toTimer: LoadingUnit(text))
                case .manifest, .firewallUnit, .ruleset, .configuration: []
                }
            objections += found.map { "\(file.name): \($0)" }
        }
        self.objections = objections
    }

    private static func mayBeUnit(_ name: String) -> Bool {
        let ends = [
            ".service", ".socket", ".timer", ".path", ".target", ".mount", ".automount", ".conf", ".nft", ".sh",
        ]
        return ends.contains { name.hasSuffix($0) }
    }

    private static func objections(toServer unit: LoadingUnit) -> [String] {
        let firewall = Artifact.Name.firewallUnit.rawValue
        var objections = unit.settings.filter { $0.key.hasPrefix("Exec") }.map {
            "'\($0.key)=\($0.value)' may change the rules"
        }
        for key in ["Requires", "After"] where !unit.words(key).contains(firewall) {
            objections.append("the server does not wait for its rules (\(key)=\(firewall))")
        }
        if unit.hasBackslash { objections.append("it has a backslash, which may join lines") }
        return objections
    }

    /// All that the unit does is what the template says, but for the peers that it looks for.
    private static func objections(toNudge text: String) -> [String] {
        let template = TemplateSet.builtIn.files.first { $0.name.hasPrefix(Artifact.Name.nudgeUnit.rawValue) }
        let original = String(decoding: template?.bytes ?? [], as: UTF8.self)
        let lines = original.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("{{") }
        let expected = Self.service(in: lines.joined(separator: "\n"))
        let found = Self.service(in: text)
        guard let expected, let found, found.parts == expected.parts, found.filter.allSatisfy(Self.isPlain) else {
            return ["its command is not that of the template, and may change the rules"]
        }
        return []
    }

    /// The unit from its service on, without what it looks for, and that.
    private static func service(in text: String) -> (parts: [Substring], filter: Substring)? {
        guard let start = text.firstRange(of: "\n[Service]\n"),
            let opening = text[start.upperBound...].firstRange(of: "established \"( "),
            let closing = text[opening.upperBound...].firstRange(of: " )\"")
        else { return nil }
        let parts = [text[start.upperBound..<opening.lowerBound], text[closing.upperBound...]]
        return (parts, text[opening.upperBound..<closing.lowerBound])
    }

    /// What neither ends a quotation nor begins a command.
    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || " .:=".contains(character))
    }

    private static func objections(toTimer unit: LoadingUnit) -> [String] {
        unit.values("Unit").filter { $0 != Artifact.Name.nudgeUnit.rawValue }.map { "it starts '\($0)'" }
    }
}

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
                case .serviceDropIn: Self.objections(toServer: UnitFile(text))
                case .nudgeUnit: Self.objections(toNudge: text)
                case .nudgeTimer: Self.objections(toTimer: UnitFile(text))
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

    /// What a drop-in of the server may set that neither keeps it from its rules nor changes these. Source: systemd.unit(5),
    /// systemd.service(5), systemd.exec(5).
    private static let ofServer: [String: Set<String>] = [
        "[Unit]": [
            "Description", "Documentation", "Requires", "After", "Wants", "StartLimitIntervalSec", "StartLimitBurst",
        ],
        "[Service]": [
            "WorkingDirectory", "KillSignal", "TimeoutStopSec", "TimeoutStartSec", "Restart", "RestartSec", "LimitCORE",
            "LimitNOFILE", "Nice", "MemoryHigh", "MemoryMax",
        ],
    ]

    private static func objections(toServer unit: UnitFile) -> [String] {
        let firewall = Artifact.Name.firewallUnit.rawValue
        let waiting = ["Requires", "After"].filter { !unit.words($0, in: "[Unit]").contains(firewall) }
        let ours = [firewall, Artifact.Name.nudgeTimer.rawValue]
        let wanted = (unit.words("Wants") + unit.words("Requires")).filter { !ours.contains($0) }
        return unit.objections
            + unit.settings(butFor: Self.ofServer).map {
                "'\($0.key)=\($0.value)' in \($0.section) may change the rules, or keep the server from them"
            }
            + waiting.map { "the server does not wait for its rules (\($0)=\(firewall))" }
            + wanted.map { "it starts '\($0)'" }
    }

    // MARK: - What restarts a server

    /// All that the unit does is what the template says, but for the peers that it looks for.
    private static func objections(toNudge text: String) -> [String] {
        let template = TemplateSet.builtIn.files.first { $0.name.hasPrefix(Artifact.Name.nudgeUnit.rawValue) }
        let expected = Self.parts(of: Self.lines(of: template?.bytes ?? []).filter { !$0.starts(with: "{{".utf8) })
        let found = Self.parts(of: Self.lines(of: Array(text.utf8)))
        guard let expected, let found, found.around == expected.around, found.filter.allSatisfy(Self.isPlain) else {
            return ["it is not that of the template but for the peers that it looks for, and may change the rules"]
        }
        return []
    }

    /// The lines that count, byte by byte.
    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split { UnitFile.lineEnds.contains($0) }.filter { $0.first != UInt8(ascii: "#") }
    }

    /// All but what a unit looks for, and that.
    private static func parts(
        of lines: [ArraySlice<UInt8>]
    ) -> (around: [ArraySlice<UInt8>], filter: ArraySlice<UInt8>)? {
        for (number, line) in lines.enumerated() {
            guard let opening = line.firstRange(of: Array("established \"( ".utf8)),
                let closing = line[opening.upperBound...].firstRange(of: Array(" )\"".utf8))
            else { continue }
            var around = lines
            around.replaceSubrange(number...number, with: [line[..<opening.upperBound], line[closing.lowerBound...]])
            return (around, line[opening.upperBound..<closing.lowerBound])
        }
        return nil
    }

    /// What neither ends a quotation nor begins a command.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: " .:=".utf8.contains(byte)
        }
    }

    private static let ofTimer: [String: Set<String>] = [
        "[Unit]": ["Description", "Documentation"],
        "[Timer]": ["OnBootSec", "OnUnitInactiveSec", "AccuracySec", "RandomizedDelaySec", "Unit"],
        "[Install]": ["WantedBy"],
    ]

    private static func objections(toTimer unit: UnitFile) -> [String] {
        unit.objections
            + unit.settings(butFor: Self.ofTimer).map {
                "'\($0.key)=\($0.value)' in \($0.section) is none of a timer's"
            }
            + unit.values("Unit").filter { $0 != Artifact.Name.nudgeUnit.rawValue }.map { "it starts '\($0)'" }
    }
}

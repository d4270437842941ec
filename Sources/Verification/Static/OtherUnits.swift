package import Addressing
package import Compiler

/// What the units of a bundle do to the rules and to the server, beside the one that loads the rules: the server's, those that
/// restart a server which has lost its peers, and any that Picket does not write.
package struct OtherUnits {
    /// Empty if none can change the rules, and the server that is meant runs behind them.
    package let objections: [String]
    /// Those because of which the server may not run, or may not be the one that its configuration describes.
    package let ofServer: [String]

    /// - Parameters:
    ///   - bundle: As it lies on disk.
    ///   - original: As it was compiled; a file that is as it was needs no look. `nil` if that is not known.
    ///   - dials: Whom the server keeps dialling; `nil` if that is not known.
    package init(_ bundle: WrittenBundle, original: Bundle? = nil, dials: [Endpoint]?) {
        var ofHost: [String] = []
        var ofServer: [String] = []
        for file in bundle.files {
            let text = String(decoding: file.bytes, as: UTF8.self)
            guard let name = Artifact.Name(rawValue: file.name) else {
                if Self.mayBeUnit(file.name) {
                    ofHost.append("'\(file.name)' is none of Picket's files, and may change the rules")
                }
                continue
            }
            let found = Self.objections(to: name, text, dials: dials)
            // Whom the server dials stands in another file, which may have changed alone.
            let isAsItWas = original?.artifacts.first { $0.name == name }?.contents == text
            ofHost += isAsItWas ? [] : found.ofHost.map { "\(file.name): \($0)" }
            ofServer += isAsItWas && name != .nudgeUnit ? [] : found.ofServer.map { "\(file.name): \($0)" }
        }
        ofHost += Self.missing(from: bundle, original: original)
        self.objections = ofHost + ofServer
        self.ofServer = ofServer
    }

    private static func objections(
        to name: Artifact.Name,
        _ text: String,
        dials: [Endpoint]?
    ) -> (ofHost: [String], ofServer: [String]) {
        switch name {
        case .serviceDropIn:
            let dropIn = ServerDropIn(UnitFile(text))
            return (dropIn.ofHost, dropIn.ofServer)
        case .nudgeUnit:
            return (
                NudgeUnits.objections(toService: text),
                dials.map { NudgeUnits.objections(toService: text, of: $0) } ?? []
            )
        case .nudgeTimer: return (NudgeUnits.objections(toTimer: UnitFile(text)), [])
        case .manifest, .firewallUnit, .ruleset, .configuration: return ([], [])
        }
    }

    private static func mayBeUnit(_ name: String) -> Bool {
        let ends = [
            ".service", ".socket", ".timer", ".path", ".target", ".mount", ".automount", ".conf", ".nft", ".sh",
        ]
        return ends.contains { name.hasSuffix($0) }
    }

    /// Without its drop-in nothing makes the server wait for its rules; without the others nothing restarts it.
    private static func missing(from bundle: WrittenBundle, original: Bundle?) -> [String] {
        // Where Picket wrote nothing at all, the unit that loads the rules is missed already.
        let isPickets = original != nil || bundle[Artifact.Name.firewallUnit.rawValue] != nil
        let nudge: Set<Artifact.Name> = [.nudgeUnit, .nudgeTimer]
        let dropIn = bundle[Artifact.Name.serviceDropIn.rawValue].map {
            UnitFile(String(decoding: $0.bytes, as: UTF8.self))
        }
        let hasNudge =
            nudge.contains { bundle[$0.rawValue] != nil }
            || dropIn?.words("Wants").contains(Artifact.Name.nudgeTimer.rawValue) ?? false
        let expected = original.map { Set($0.artifacts.map(\.name)) } ?? (hasNudge ? nudge : [])
        return [Artifact.Name.serviceDropIn, .nudgeUnit, .nudgeTimer].filter { name in
            let isExpected = name == .serviceDropIn ? isPickets : expected.contains(name)
            return isExpected && bundle[name.rawValue] == nil
        }.map { "there is no \($0)" }
    }
}

internal import Addressing
internal import Compiler

/// What is wrong with the units that restart a server which has lost every peer.
enum NudgeUnits {
    // MARK: - The service

    /// Why a nudge may change the rules: all that it does is to be what the template says, but for the peers that it looks for.
    static func objections(toService text: String) -> [String] {
        guard let (found, expected) = self.halves(text), found.around == expected.around,
            found.filter.allSatisfy(Self.isPlain)
        else { return ["it is not that of the template but for the peers that it looks for, and may change the rules"] }
        return []
    }

    /// Why a nudge may restart a server that has peers, or none that has lost them.
    ///
    /// - Parameter dials: Whom the server keeps dialling.
    static func objections(toService text: String, of dials: [Endpoint]) -> [String] {
        guard let filter = self.halves(text)?.found.filter else { return [] }
        let words = String(decoding: filter, as: UTF8.self)
        let peers = words.split(separator: " or ", omittingEmptySubsequences: false).map { peer in
            peer.hasPrefix("dst ") ? Endpoint(peer.dropFirst("dst ".count)) : nil
        }
        guard peers.contains(nil) || Set(peers.compactMap(\.self)) != Set(dials) else { return [] }
        return ["it looks for '\(words)', and not for the peers in [ips_fixed], and restarts a server that has peers"]
    }

    private typealias Half = (around: [ArraySlice<UInt8>], filter: ArraySlice<UInt8>)

    private static func halves(_ text: String) -> (found: Half, expected: Half)? {
        let template = TemplateSet.builtIn.files.first { $0.name.hasPrefix(Artifact.Name.nudgeUnit.rawValue) }
        let lines = self.lines(of: template?.bytes ?? []).filter { !$0.starts(with: "{{".utf8) }
        guard let expected = self.parts(of: lines), let found = self.parts(of: self.lines(of: Array(text.utf8))) else {
            return nil
        }
        return (found, expected)
    }

    /// The lines that count, byte by byte; an empty one ends a line that goes on in the next.
    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        let lines = bytes.split(omittingEmptySubsequences: false) { UnitFile.lineEnds.contains($0) }
        return lines.filter { $0.first != UInt8(ascii: "#") }.reduce(into: []) { kept, line in
            if !line.isEmpty || kept.last?.last == UInt8(ascii: "\\") { kept.append(line) }
        }
    }

    /// All but what a unit looks for, and that.
    private static func parts(of lines: [ArraySlice<UInt8>]) -> Half? {
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

    // MARK: - The timer

    private static let ofTimer: [String: [String: SafeValue]] = [
        "[Unit]": ["Description": .anything, "Documentation": .anything],
        "[Timer]": [
            "OnBootSec": .seconds(60...3600), "OnUnitInactiveSec": .seconds(10...3600),
            "AccuracySec": .seconds(1...600),
            "RandomizedDelaySec": .seconds(0...600), "Unit": .oneOf([Artifact.Name.nudgeUnit.rawValue]),
        ],
        "[Install]": ["WantedBy": .oneOf(["timers.target"])],
    ]

    static func objections(toTimer unit: UnitFile) -> [String] {
        let settings = unit.settings.compactMap { setting -> String? in
            let words = "'\(setting.key)=\(setting.value)' in \(setting.section)"
            guard let safe = self.ofTimer[setting.section]?[setting.key] else { return "\(words) is none of a timer's" }
            return safe.includes(setting.value) ? nil : "\(words) may keep it from looking in time (safe: \(safe))"
        }
        let missing = ["OnBootSec", "OnUnitInactiveSec", "WantedBy"].filter { unit.values($0).isEmpty }
        return unit.objections + settings
            + missing.map { "it has no '\($0)', and so may not look after the server's peers" }
    }
}

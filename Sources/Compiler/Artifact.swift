/// One file of a bundle.
package struct Artifact: Hashable, Sendable {
    package enum Name: String, CaseIterable, Comparable, Sendable, CustomStringConvertible {
        case manifest = "manifest.json"
        case firewallUnit = "picket-firewall.service"
        case nudgeUnit = "picket-nudge.service"
        case nudgeTimer = "picket-nudge.timer"
        case ruleset = "picket.nft"
        case configuration = "skywelld.cfg"
        case serviceDropIn = "skywelld.service.d/picket.conf"

        package var description: String { self.rawValue }

        package static func < (lhs: Self, rhs: Self) -> Bool {
            lhs.rawValue < rhs.rawValue
        }

        /// Whether the file must be readable by its owner alone.
        ///
        /// The configuration holds seeds, and a sentry's rules the addresses of those that it hides.
        package var isSecret: Bool { self == .configuration || self == .ruleset }

        /// Where the units expect the file on its host, and where units lie.
        package var pathOnHost: String {
            switch self {
            case .manifest, .ruleset: "/etc/picket/\(self.rawValue)"
            case .configuration: "/etc/skywelld/\(self.rawValue)"
            case .firewallUnit, .nudgeUnit, .nudgeTimer, .serviceDropIn: "/etc/systemd/system/\(self.rawValue)"
            }
        }
    }

    package let name: Name
    /// Lines that each end in a line feed.
    package var contents: String
    /// Why each line is there: one reason per line, in order.
    package let reasons: [Reason]

    package init(_ name: Name, _ contents: String, reasons: [Reason] = []) {
        self.name = name
        self.contents = contents
        self.reasons = reasons
    }

    /// Whether a line, counted from 1, holds a secret. Only true of contents as they were compiled.
    package func isSecretLine(_ number: Int) -> Bool {
        self.reasons.indices.contains(number - 1) && self.reasons[number - 1].rule.isSecret
    }

    /// The contents with a mark in place of each secret line: the one form that may be shown.
    ///
    /// An artifact that was changed after it was compiled shows none of its lines if it can hold secrets.
    package var redacted: String {
        let lines = self.contents.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard lines.count == self.reasons.count else {
            return self.name == .configuration ? String(repeating: Self.mark, count: lines.count) : self.contents
        }
        var text = ""
        for (line, reason) in zip(lines, self.reasons) {
            text += reason.rule.isSecret ? Self.mark : "\(line)\n"
        }
        return text
    }

    private static let mark = "(secret)\n"
}

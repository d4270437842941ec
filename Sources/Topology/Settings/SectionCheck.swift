internal import Diagnostics
internal import Skywelld

/// Which sections of `skywelld.cfg` may be passed through, and what their lines may be.
enum SectionCheck {
    private static let portPrefix = "port_"
    /// The ports that Picket writes itself.
    private static let ownPorts: Set<String> = ["port_peer", "port_rpc"]
    /// Keys of a port whose values must not be shown. Source: skywelld reference §8.2.
    static let secretPortKeys: Set<String> = ["password", "admin_password"]
    /// What a port needs. Source: skywelld reference §8.2.
    private static let requiredPortKeys = ["ip", "port", "protocol"]

    static func isPort(_ name: String) -> Bool {
        name.hasPrefix(Self.portPrefix)
    }

    static func isSecret(_ name: String) -> Bool {
        KnownSections.info(name)?.isSecret ?? false
    }

    /// Whether a section may be passed through.
    static func isAllowed(
        _ name: Located<String>,
        _ context: SettingContext,
        _ diagnostics: inout DiagnosticCollector
    ) -> Bool {
        if KnownSections.info(name.value)?.owner == .picket || Self.ownPorts.contains(name.value) {
            diagnostics.append(Self.owned(name, context))
            return false
        }
        let isPortName = Self.isPort(name.value) && name.value.utf8.allSatisfy(Self.isSectionByte)
        if KnownSections.contains(name.value), name.value.utf8.allSatisfy(Self.isSectionByte) { return true }
        if isPortName, name.value.utf8.count > Self.portPrefix.utf8.count { return true }
        let candidates = ["dialect"] + Language.sections
        let guess = diagnostics.suggestion(for: name.value, in: candidates).map { "did you mean '\($0)'? " } ?? ""
        let help = guess + "the server ignores sections that it does not know; names are all lower case"
        let message = "the server knows no section '\(name.value)'"
        diagnostics.append(.error(.unknownSection, message, at: name.span, help: help))
        return false
    }

    private static func isSectionByte(_ byte: UInt8) -> Bool {
        NameRule.isLetterOrDigit(byte) || byte == UInt8(ascii: "_")
    }

    /// What follows from the topology is decided there; both places are shown.
    private static func owned(_ name: Located<String>, _ context: SettingContext) -> Diagnostic {
        let (reason, help) = Self.cure(name.value)
        let isTrust = ["validators", "validation_quorum"].contains(name.value)
        let role = context.role.map { Diagnostic.Label("\(reason) of a \($0.value.rawValue)", at: $0.span) }
        let trust = isTrust ? context.trust.map { Diagnostic.Label("it is decided here", at: $0) } : nil
        return .error(
            .ownedSection,
            "section '\(name.value)' follows from the topology",
            at: name.span,
            labels: [trust ?? role].compactMap(\.self),
            help: help
        )
    }

    private static func cure(_ name: String) -> (reason: String, help: String) {
        switch name {
        case "ips", "ips_fixed":
            ("it follows from the links", "choose whom the host dials with 'sentries', 'relays' or 'peers'")
        case "peer_private": ("it follows from the role", "remove it")
        case "peers_max": ("it is computed from the links", "remove it")
        case "node_seed", "validation_seed": ("it comes from the secrets", "say where it comes from with 'secrets'")
        case "validators": ("it follows from the trust", "add validators that are not ours to 'trust'")
        case "validation_quorum": ("it follows from the trust", "use 'trust: { quorum: … }'")
        default:
            (
                "it follows from the ports",
                "use 'peer_port', and sections whose name begins with 'port_' for further ports"
            )
        }
    }

    /// Whether the server would take a text as one line of a section.
    ///
    /// Source: skywelld reference §8.1.
    static func isLine(_ text: Located<String>, _ diagnostics: inout DiagnosticCollector) -> Bool {
        let problem: String? =
            switch text.value.utf8.first {
            case nil: "an empty line says nothing"
            case UInt8(ascii: "["): "a line that begins with '[' would begin another section"
            case UInt8(ascii: "#"): "a line that begins with '#' is a comment"
            case UInt8(ascii: " "): "blanks at the ends of a line are lost"
            default: Self.problem(inside: text.value)
            }
        guard let problem else { return true }
        let help = "write plain ASCII in one line; a section of several lines is a list"
        diagnostics.append(.error(.badSectionLine, problem, at: text.span, help: help))
        return false
    }

    private static func problem(inside text: String) -> String? {
        if text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) { return "a line holds no line break" }
        if !text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return "a line holds plain ASCII only" }
        return text.hasSuffix(" ") ? "blanks at the ends of a line are lost" : nil
    }

    /// Whether a key of a section is one that the server reads.
    static func isKey(_ key: Located<String>, in section: String, _ diagnostics: inout DiagnosticCollector) -> Bool {
        guard let known = Self.knownKeys(of: section) else {
            let isName = key.value.utf8.allSatisfy { Self.isSectionByte($0) || Self.isUpper($0) }
            if isName, let first = key.value.utf8.first, !NameRule.isDigit(first), first != UInt8(ascii: "_") {
                return true
            }
            let help = "write letters, digits and '_', beginning with a letter"
            let message = "'\(key.value)' cannot be the key of a line"
            diagnostics.append(.error(.badSectionLine, message, at: key.span, help: help))
            return false
        }
        if known.contains(key.value) { return true }
        let guess = diagnostics.suggestion(for: key.value, in: known.sorted()).map { "did you mean '\($0)'? " } ?? ""
        let help = guess + "known here: " + known.sorted().map { "'\($0)'" }.joined(separator: ", ")
        let message = "the server knows no key '\(key.value)' in section '\(section)'"
        diagnostics.append(.error(.unknownSectionKey, message, at: key.span, help: help))
        return false
    }

    private static func isUpper(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    /// The keys that a section may have; `nil` for any.
    private static func knownKeys(of section: String) -> Set<String>? {
        if Self.isPort(section) { return KnownSections.portKeys }
        guard case .keyValues(let keys) = KnownSections.info(section)?.kind, !keys.isEmpty else { return nil }
        return keys
    }

    /// Checks what a further port needs, and that it takes no peers: the server starts with one such port only.
    ///
    /// Source: skywelld reference §8.2.
    static func port(_ name: Located<String>, _ entries: [YAMLEntry], _ diagnostics: inout DiagnosticCollector) {
        for key in Self.requiredPortKeys where !entries.contains(where: { $0.key.value == key }) {
            let message = "port '\(name.value)' has no '\(key)'"
            let help = "write all of 'ip', 'port' and 'protocol'; the server does not start otherwise"
            diagnostics.append(.error(.badPortSection, message, at: name.span, help: help))
        }
        for entry in entries where entry.key.value == "protocol" {
            guard case .scalar(let text, _) = entry.value.content else { continue }
            let protocols = text.split(separator: ",").map { $0.filter { $0 != " " }.lowercased() }
            guard protocols.contains("peer") else { continue }
            let message = "port '\(name.value)' would be a second one for peers"
            let help = "use 'peer_port'; the server does not start with two ports for peers"
            diagnostics.append(.error(.badPortSection, message, at: entry.value.span, help: help))
        }
    }

    /// The key of a `key = value` line that holds a secret.
    static func secretKey(ofLine text: String) -> String? {
        let key = text.prefix { $0 != "=" }.filter { $0 != " " && $0 != "\t" }
        return key.count < text.count && Self.secretPortKeys.contains(key.lowercased()) ? key : nil
    }

    /// The diagnostic for a password of a port.
    static func portSecret(_ entry: YAMLEntry, in section: String) -> Diagnostic {
        .error(
            .secretInTheClear,
            "the secret of '\(section): \(entry.key.value)' stands in the topology",
            at: entry.value.span,
            help: "write the port as a list of lines, and the line '\(entry.key.value) = …' as file:PATH or env:NAME"
        )
    }
}

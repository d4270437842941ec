internal import Addressing
internal import Diagnostics

/// Reads `ssh`.
struct SSHReader {
    let templates: [Template]
    let settings: Stepped<SSHSettings?>

    static func read(_ node: YAMLNode, _ diagnostics: inout DiagnosticCollector) -> SSHReader? {
        guard var map = MapReader(node, Language.ssh, &diagnostics) else { return nil }
        let address = map.take("address").flatMap { Self.word($0, &diagnostics) }
        let user = map.take("user").flatMap { Self.word($0, &diagnostics) }
        let port = map.take("port").flatMap { Self.port($0, &diagnostics) }
        let identity = map.take("identity").flatMap { Self.word($0, &diagnostics) }
        let jump = map.take("jump").flatMap { Self.word($0, &diagnostics) }
        map.refuseRest(&diagnostics)
        let templates = [address, user, port, identity, jump].compactMap(\.self)
        return SSHReader(
            templates: templates,
            settings: Stepped(templates) { index in
                SSHSettings(
                    address: address?.text(at: index),
                    user: user?.text(at: index),
                    port: port.flatMap { Port($0.text(at: index)) } ?? 22,
                    identity: identity?.text(at: index),
                    jump: jump?.text(at: index)
                )
            }
        )
    }

    /// A text that ssh takes as what it is: an option begins with '-'.
    private static func word(_ entry: MapReader.Entry, _ diagnostics: inout DiagnosticCollector) -> Template? {
        guard let text = entry.text(&diagnostics) else { return nil }
        if Self.isPlain(text.value) { return Template(text, &diagnostics) }
        let message = "'\(text.value)' cannot be \(entry.description.type.expected) of 'ssh'"
        let help = "write printable characters without blanks, not beginning with '-'"
        diagnostics.append(.error(.badPath, message, at: text.span, help: help))
        return nil
    }

    private static func port(_ entry: MapReader.Entry, _ diagnostics: inout DiagnosticCollector) -> Template? {
        guard let template = entry.template(&diagnostics) else { return nil }
        let isFine = (0..<min(template.count, Topology.Limits.hosts)).allSatisfy { index in
            Located(template.text(at: index), at: template.span).port(&diagnostics) != nil
        }
        return isFine ? template : nil
    }

    /// Printable ASCII without blanks, not taken for an option.
    static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix("-") && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

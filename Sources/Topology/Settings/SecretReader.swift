internal import Diagnostics

/// Reads where a secret comes from, without ever repeating what stands there instead.
enum SecretReader {
    /// A reference that may hold a range or a list.
    struct Reference: Sendable {
        let template: Template
        let isFile: Bool

        subscript(index: Int) -> SecretReference {
            let text = self.template.text(at: index)
            return self.isFile
                ? .file(String(text.dropFirst(SecretReader.file.utf8.count)), self.template.span)
                : .environment(String(text.dropFirst(SecretReader.environment.utf8.count)), self.template.span)
        }
    }

    private static let file = "file:"
    private static let environment = "env:"

    /// Whether a text says where a secret comes from, well or badly.
    static func isReference(_ text: String) -> Bool {
        text.hasPrefix(Self.file) || text.hasPrefix(Self.environment)
    }

    /// Reads `file:PATH` or `env:NAME`.
    static func read(
        _ text: Located<String>,
        of what: String,
        _ diagnostics: inout DiagnosticCollector
    ) -> Reference? {
        guard Self.isReference(text.value) else {
            diagnostics.append(Self.inTheClear(what, at: text.span))
            return nil
        }
        guard let template = Template(text, &diagnostics) else { return nil }
        let isFile = text.value.hasPrefix(Self.file)
        let rest = text.value.dropFirst(isFile ? Self.file.utf8.count : Self.environment.utf8.count)
        if isFile ? Self.isPath(rest) : Self.isVariable(rest) { return Reference(template: template, isFile: isFile) }
        let message = isFile ? "there is no path behind 'file:'" : "'\(rest)' cannot be an environment variable"
        let help =
            isFile
            ? "write a path, such as file:secrets/node.seed"
            : "write letters, digits and '_', not beginning with a digit, such as env:NODE_SEED"
        diagnostics.append(.error(.badSecretReference, message, at: text.span, help: help))
        return nil
    }

    /// The diagnostic for a secret that stands in the topology itself.
    static func inTheClear(_ what: String, at span: SourceSpan) -> Diagnostic {
        .error(
            .secretInTheClear,
            "the secret of '\(what)' stands in the topology",
            at: span,
            label: "everybody who reads this file knows it now",
            help: "write file:PATH or env:NAME, and take a new secret: this one may have been seen"
        )
    }

    private static func isPath(_ text: Substring) -> Bool {
        !text.isEmpty && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    /// Braces and what they hold are checked by the template.
    private static func isVariable(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, !NameRule.isDigit(first) else { return false }
        return text.utf8.allSatisfy { byte in
            NameRule.isLetterOrDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || [UInt8(ascii: "_"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "."), UInt8(ascii: ",")]
                    .contains(byte)
        }
    }
}

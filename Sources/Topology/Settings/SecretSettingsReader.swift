internal import Diagnostics

/// Reads `secrets`.
struct SecretSettingsReader {
    let templates: [Template]
    let settings: Stepped<SecretSettings>

    static func read(_ node: YAMLNode, _ diagnostics: inout DiagnosticCollector) -> SecretSettingsReader? {
        guard var map = MapReader(node, Language.secrets, &diagnostics) else { return nil }
        let store = map.take("store").flatMap { Self.store($0, &diagnostics) }
        let nodeSeed = map.take("node_seed").flatMap { Self.reference($0, &diagnostics) }
        let validationSeed = map.take("validation_seed").flatMap { Self.reference($0, &diagnostics) }
        map.refuseRest(&diagnostics)
        let templates = [nodeSeed, validationSeed].compactMap { $0?.template }
        return SecretSettingsReader(
            templates: templates,
            settings: Stepped(templates) { index in
                SecretSettings(
                    store: store ?? SecretSettings.defaultStore,
                    nodeSeed: nodeSeed?[index],
                    validationSeed: validationSeed?[index]
                )
            }
        )
    }

    private static func store(_ entry: MapReader.Entry, _ diagnostics: inout DiagnosticCollector) -> String? {
        guard let text = entry.text(&diagnostics) else { return nil }
        if SSHReader.isPlain(text.value) { return text.value }
        let message = "'\(text.value)' cannot be the folder of the key store"
        diagnostics.append(.error(.badPath, message, at: text.span, help: "write a path, such as keys"))
        return nil
    }

    /// A value of the wrong type is not shown: it may be the secret.
    private static func reference(
        _ entry: MapReader.Entry,
        _ diagnostics: inout DiagnosticCollector
    ) -> SecretReader.Reference? {
        guard case .scalar(let text, _) = entry.value.content, !entry.value.isNothing else {
            entry.value.refuse(entry.description.type.expected, help: "write file:PATH or env:NAME", &diagnostics)
            return nil
        }
        return SecretReader.read(Located(text, at: entry.value.span), of: entry.key.value, &diagnostics)
    }
}

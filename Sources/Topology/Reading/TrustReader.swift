internal import Diagnostics
internal import Skywelld

/// Reads `trust`.
enum TrustReader {
    static func read(_ node: YAMLNode, _ diagnostics: inout DiagnosticCollector) -> Trust? {
        guard var map = MapReader(node, Language.trust, &diagnostics) else { return nil }
        let scope: Located<Trust.Scope>? = map.take("scope")?.choice(&diagnostics)
        let validators = map.take("validators").map { Self.validators($0.value, &diagnostics) }
        let quorum = map.take("quorum")?.number(&diagnostics)
        map.refuseRest(&diagnostics)
        return Trust(
            scope: scope?.value ?? .network,
            foreign: validators ?? [],
            quorum: quorum.map { Trust.Quorum($0.value, at: $0.span) }
        )
    }

    private static func validators(
        _ node: YAMLNode,
        _ diagnostics: inout DiagnosticCollector
    ) -> [Trust.Validator] {
        guard let map = MapReader(node, Language.foreignValidators, &diagnostics) else { return [] }
        var places: [NodePublicKey: SourceSpan] = [:]
        return map.others().compactMap { entry in
            guard NameRule.allows(entry.key.value) else {
                diagnostics.append(NameRule.refusal(of: "validator", entry.key))
                return nil
            }
            guard let key = Self.key(entry, &diagnostics) else { return nil }
            if let first = places[key] {
                let labels = [Diagnostic.Label("first given here", at: first)]
                let message = "two validators have the same key"
                diagnostics.append(.error(.duplicateValidator, message, at: entry.value.span, labels: labels))
                return nil
            }
            places[key] = entry.value.span
            return Trust.Validator(name: entry.key.value, key: key, span: entry.span)
        }
    }

    /// A value that is no public key is not repeated: it may be a seed.
    private static func key(
        _ entry: MapReader.Entry,
        _ diagnostics: inout DiagnosticCollector
    ) -> NodePublicKey? {
        guard let text = entry.text(&diagnostics) else { return nil }
        if let key = NodePublicKey(base58: text.value) { return key }
        if Seed(base58: text.value) != nil {
            diagnostics.append(SecretReader.inTheClear(entry.key.value, at: text.span))
            return nil
        }
        let message = "the key of validator '\(entry.key.value)' is not a validation public key"
        let help = "write the 52 characters that begin with n, as 'picket keys show' prints them"
        diagnostics.append(.error(.badValidationKey, message, at: text.span, help: help))
        return nil
    }
}

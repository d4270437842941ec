internal import Addressing
internal import Diagnostics

/// Reading a node as a value of some type; each reports what is wrong and answers `nil` then.
extension YAMLNode {
    /// A text, quoted or not.
    ///
    /// - Parameter expected: What should be there, such as "a role".
    func text(_ expected: String, _ diagnostics: inout DiagnosticCollector) -> Located<String>? {
        guard case .scalar(let text, _) = self.content, !self.isNothing else {
            self.refuse(expected, help: nil, &diagnostics)
            return nil
        }
        return Located(text, at: self.span)
    }

    /// A text with ranges and lists.
    func template(_ expected: String, _ diagnostics: inout DiagnosticCollector) -> Template? {
        self.text(expected, &diagnostics).flatMap { Template($0, &diagnostics) }
    }

    /// `true` or `false`, and nothing else that YAML readers take for it.
    func flag(_ diagnostics: inout DiagnosticCollector) -> Bool? {
        switch self.content {
        case .scalar("true", isPlain: true): return true
        case .scalar("false", isPlain: true): return false
        case .scalar, .sequence, .mapping, .refused:
            self.refuse("true or false", help: "write true or false, in lower case and without quotes", &diagnostics)
            return nil
        }
    }

    /// The entries of a map.
    func entries(of map: MapDescription, _ diagnostics: inout DiagnosticCollector) -> [YAMLEntry]? {
        guard case .mapping(let entries) = self.content else {
            let keys = map.names.map { "'\($0)'" }.joined(separator: ", ")
            self.refuse(
                "a map",
                help: keys.isEmpty ? nil : "\(map.what) is a map with keys such as \(keys)",
                &diagnostics
            )
            return nil
        }
        return entries
    }

    /// Reports a value of the wrong type.
    func refuse(_ expected: String, help: String?, _ diagnostics: inout DiagnosticCollector) {
        if case .refused = self.content { return }
        let message = "expected \(expected), found \(self.description)"
        diagnostics.append(.error(.wrongType, message, at: self.span, help: help))
    }
}

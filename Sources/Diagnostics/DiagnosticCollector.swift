/// Collects the diagnostics of one run, so that the user sees every mistake at once.
///
/// The same code at the same place is kept once: a range that stands for a thousand hosts says its mistake once.
package struct DiagnosticCollector: Sendable {
    private struct Place: Hashable {
        let code: Diagnostic.Code
        let span: SourceSpan
    }

    /// What is documented of the diagnostic that stands for all that are not listed.
    package static let diagnosticInfo = DiagnosticInfo(
        .tooManyProblems,
        .error,
        "there are more problems than are worth listing",
        cause:
            "A file has more than \(Self.limit) errors, warnings or notes. The severity is that of what is left out.",
        reason: "A mistake at one place often shows at many others, and nobody reads a thousand of them.",
        cure: "Correct what is listed, and run the command again."
    )

    /// How many diagnostics of each severity are kept; a hostile file has no end of mistakes.
    package static let limit = 1_000
    /// How many near misses are looked for; each costs a walk through all candidates.
    package static let suggestionLimit = 100

    /// What was collected, in the order in which it was found.
    package private(set) var diagnostics: [Diagnostic] = []
    /// Whether anything was wrong enough that the file cannot be used.
    package private(set) var hasErrors = false
    private var counts: [Diagnostic.Severity: Int] = [:]
    private var places: Set<Place> = []
    private var suggestionsLeft = Self.suggestionLimit

    package init() {}

    package mutating func append(_ diagnostic: Diagnostic) {
        let count = self.counts[diagnostic.severity, default: 0]
        guard count <= Self.limit, self.isNew(diagnostic) else { return }
        self.counts[diagnostic.severity] = count + 1
        self.hasErrors = self.hasErrors || diagnostic.severity == .error
        self.diagnostics.append(count < Self.limit ? diagnostic : Self.last(diagnostic.severity))
    }

    /// The candidate that the user may have meant; `nil` if none is near, or after too many questions.
    package mutating func suggestion(for word: String, in candidates: some Sequence<String>) -> String? {
        guard self.suggestionsLeft > 0 else { return nil }
        self.suggestionsLeft -= 1
        return nearest(word, in: candidates)
    }

    /// Without a place there is nothing to repeat at.
    private mutating func isNew(_ diagnostic: Diagnostic) -> Bool {
        guard let span = diagnostic.span else { return true }
        return self.places.insert(Place(code: diagnostic.code, span: span)).inserted
    }

    private static func last(_ severity: Diagnostic.Severity) -> Diagnostic {
        let message = "there are more than \(Self.limit) \(severity.rawValue)s; the rest is not listed"
        return Diagnostic(severity, .tooManyProblems, message, at: nil)
    }
}

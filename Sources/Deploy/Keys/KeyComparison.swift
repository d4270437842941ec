internal import Diagnostics
internal import Skywelld
internal import Topology

/// A key that was read.
struct FoundKey {
    let seed: Seed
    let host: Host
    let kind: KeyKind
    /// Where a diagnostic about it points.
    let span: SourceSpan
}

/// Keys against each other, and against those of others that the topology trusts.
struct KeyComparison {
    /// In the order of the topology's hosts.
    private let keys: [FoundKey]
    private let makingCommand: String

    /// - Parameter makingCommand: The command that makes missing keys, for help texts.
    init(_ keys: [FoundKey], makingCommand: String) {
        self.keys = keys
        self.makingCommand = makingCommand
    }

    /// An error for each key that an earlier host, or the same one, has already.
    var duplicates: [Diagnostic] {
        var first: [Seed: FoundKey] = [:]
        var diagnostics: [Diagnostic] = []
        for key in self.keys {
            if let earlier = first[key.seed] {
                diagnostics.append(
                    earlier.host.name == key.host.name ? self.nodeIsValidation(key) : self.isShared(key, with: earlier)
                )
            } else {
                first[key.seed] = key
            }
        }
        return diagnostics
    }

    /// An error for each trusted key of others that is a key of our own.
    func ownKeys(among foreign: [Trust.Validator]) -> [Diagnostic] {
        guard !foreign.isEmpty else { return [] }
        let own = Dictionary(self.keys.map { (NodeKey(seed: $0.seed).publicKey, $0) }) { first, _ in first }
        return foreign.compactMap { validator in
            guard let key = own[validator.key] else { return nil }
            return .error(
                .foreignKeyIsOwn,
                "the trusted key '\(validator.name)' is the \(key.kind.words) of our own '\(key.host.name)'",
                at: validator.span,
                labels: [Diagnostic.Label("this host holds it", at: key.host.span)],
                help: "remove it from 'trust': the topology's own validators are trusted by themselves"
            )
        }
    }

    private func nodeIsValidation(_ key: FoundKey) -> Diagnostic {
        .error(
            .nodeKeyIsValidationKey,
            "'\(key.host.name)' has one key for node and validation, so every crawl would name the validator",
            at: key.span,
            help: "remove its \(KeyKind.node.rawValue) file, and run: \(self.makingCommand)"
        )
    }

    private func isShared(_ key: FoundKey, with earlier: FoundKey) -> Diagnostic {
        .error(
            .sharedKey,
            "the \(key.kind.words) of '\(key.host.name)' is also the \(earlier.kind.words) of '\(earlier.host.name)'",
            at: key.span,
            labels: earlier.span == key.span
                ? [] : [Diagnostic.Label("'\(earlier.host.name)' has the same key", at: earlier.span)],
            help: "each host needs keys of its own: remove one of the files, and run: \(self.makingCommand)"
        )
    }
}

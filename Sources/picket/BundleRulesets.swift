internal import Compiler
internal import Diagnostics
internal import Lab
internal import Linter
internal import Nftables
internal import Topology
internal import Verification

/// The rulesets of bundles on disk, as the kernel takes them.
struct BundleRulesets {
    struct Host {
        let bundle: WrittenBundle
        /// As it was compiled; `nil` if that is not known.
        let original: Bundle?
        let listing: RulesetListing
        /// What the kernel makes of it as it was compiled, where somebody changed it and rules of the user's own are in it.
        let compiled: RulesetListing?
        let source: RulesetSource
        /// The text of the unit that loads the rules; `nil` if there is none.
        let firewallUnit: String?
    }

    private(set) var hosts: [Host] = []
    /// About files that nftables does not take.
    private(set) var refused: [FileDiagnostics] = []
    /// Bundles without rules.
    private(set) var missing: [WrittenBundle] = []

    /// Loads each ruleset where nobody else has any.
    ///
    /// Call it while the process has one thread, and when all files have been read: after it the process stands in
    /// namespaces of its own.
    ///
    /// - Parameter compiled: What a topology is compiled into: a file that is as it was has the reasons of its lines.
    init(_ bundles: [WrittenBundle], compiled: Compilation? = nil, topology: String = "") throws(LabError) {
        let scratch = try ScratchRuleset.enter()
        let originals = Dictionary(
            (compiled?.bundles ?? []).map { ($0.host.rawValue, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for bundle in bundles {
            guard let file = bundle[Artifact.Name.ruleset.rawValue] else {
                self.missing.append(bundle)
                continue
            }
            let text = String(decoding: file.bytes, as: UTF8.self)
            let path = "\(bundle.path)/\(file.name)"
            let original = originals[bundle.name]
            do {
                let artifact = original.map { $0[.ruleset] }
                let changed = artifact.flatMap { $0.contents == text ? nil : $0 }
                let kernel =
                    if let artifact, changed == nil {
                        try scratch.listing(of: artifact, named: path)
                    } else {
                        try scratch.listing(of: text, named: path)
                    }
                let listing = try RulesetListing(kernel)
                let compiled = try changed.flatMap { artifact in
                    artifact.reasons.contains { $0.rule == .extraRule }
                        ? try RulesetListing(try scratch.listing(of: artifact)) : nil
                }
                self.hosts.append(
                    Host(
                        bundle: bundle,
                        original: original,
                        listing: listing,
                        compiled: compiled,
                        source: RulesetSource(
                            file: path,
                            text: text,
                            compiled: original?[.ruleset],
                            topology: topology
                        ),
                        firewallUnit: bundle[Artifact.Name.firewallUnit.rawValue].map {
                            String(decoding: $0.bytes, as: UTF8.self)
                        }
                    )
                )
            } catch let error as NftablesError {
                self.refused.append(Self.diagnostics(NftAnswer(error), SourceFile(name: path, text: text)))
            } catch {
                self.refused.append(
                    Self.diagnostics(
                        NftAnswer(message: "what the kernel lists cannot be read: \(error)"),
                        SourceFile(name: path, text: text)
                    )
                )
            }
        }
    }

    private static func diagnostics(_ answer: NftAnswer, _ source: SourceFile) -> FileDiagnostics {
        let span = answer.place.map { place in
            let last = source.line(place.line).unicodeScalars.count + 1
            return SourceSpan(
                start: SourcePosition(line: place.line, column: min(place.columns.lowerBound, last)),
                end: SourcePosition(line: place.line, column: min(place.columns.upperBound + 1, last))
            )
        }
        return FileDiagnostics(
            [
                .error(
                    RuleRefusal.file.code,
                    "nftables does not take these rules: \(answer.message)",
                    at: span,
                    help: "correct the line, or write the file anew: picket compile"
                )
            ],
            in: source
        )
    }
}

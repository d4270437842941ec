import Compiler
import TestSupport
import Testing
import Topology
import Verification

/// A change to one host's files that breaks a claim.
struct StaticChange: Sendable, CustomTestStringConvertible {
    let name: String
    let sample: StaticSample
    let host: String
    let artifact: Artifact.Name
    let old: String
    let new: String
    let claim: StaticClaim.ID
    /// Chains that are put in front of the chain input.
    private(set) var chains = ""

    /// - Parameter old: Replaced where it stands first; what is empty is the end of the file.
    init(
        _ name: String,
        _ sample: StaticSample,
        _ host: String,
        in artifact: Artifact.Name = .ruleset,
        _ old: String,
        _ new: String,
        breaks claim: StaticClaim.ID
    ) {
        self.name = name
        self.sample = sample
        self.host = host
        self.artifact = artifact
        self.old = old
        self.new = new
        self.claim = claim
    }

    var testDescription: String { "\(self.claim): \(self.name)" }

    /// The same, with a chain in front of the chain input.
    func declaring(_ chain: String) -> StaticChange {
        var copy = self
        copy.chains += chain
        return copy
    }

    func apply(to bundle: Bundle, _ artifact: Artifact.Name) throws -> String? {
        guard bundle.host.description == self.host, artifact == self.artifact else { return nil }
        let start = "\tchain input {"
        let text = bundle[artifact].contents.replacing(start, with: self.chains + start, maxReplacements: 1)
        if self.old.isEmpty { return text + self.new + "\n" }
        let place = try #require(text.firstRange(of: self.old), "\(self.host) has no '\(self.old)' in\n\(text)")
        return text.replacingCharacters(in: place, with: self.new)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        var copy = self
        copy.replaceSubrange(range, with: text)
        return copy
    }
}

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
    /// Made after it, each where its text stands first.
    private(set) var further: [(old: String, new: String)] = []

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

    /// What it is about shows in the file, and not only in what the kernel made of it.
    var isAboutTheFile: Bool {
        switch self.claim {
        case .slotsReserved, .bootSafe, .adminClosed: true
        // The user's own rules are told by it.
        case .sentryOpen, .linksPermitted, .adminReachable: self.sample == .rich
        default: false
        }
    }

    var testDescription: String { "\(self.claim): \(self.name)" }

    /// The same, with a chain in front of the chain input.
    func declaring(_ chain: String) -> StaticChange {
        var copy = self
        copy.chains += chain
        return copy
    }

    /// The same, and another change of the same file.
    func also(_ old: String, _ new: String) -> StaticChange {
        var copy = self
        copy.further.append((old, new))
        return copy
    }

    func apply(to bundle: Bundle, _ artifact: Artifact.Name) throws -> String? {
        guard bundle.host.description == self.host, artifact == self.artifact else { return nil }
        let start = "\tchain input {"
        let text = bundle[artifact].contents.replacing(start, with: self.chains + start, maxReplacements: 1)
        if self.old.isEmpty { return text + self.new + "\n" }
        return try ([(self.old, self.new)] + self.further).reduce(text) { text, change in
            let place = try #require(text.firstRange(of: change.0), "\(self.host) has no '\(change.0)' in\n\(text)")
            return text.replacingCharacters(in: place, with: change.1)
        }
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        var copy = self
        copy.replaceSubrange(range, with: text)
        return copy
    }
}

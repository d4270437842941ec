internal import Compiler
internal import Lab
internal import Nftables

/// What the kernel makes of the rules of bundles.
struct BundleListings {
    /// So many texts are read by one thread before it looks for more.
    private static let partSize = 64

    private let artifacts: [Artifact]
    /// What is known without the kernel; `nil` for texts that are not Picket's own in every line.
    private let foretold: [RulesetListing?]
    private let scratch: ScratchRuleset?
    /// Whether the kernel is asked about texts that are known without it.
    private let asksAlways: Bool
    /// Why it is not, in the cases where it is not.
    let notAsked: String?

    /// - Parameter limit: How many bundles the kernel is asked about that are known without it.
    /// - Throws: Why there is no kernel to ask, if some text needs it.
    init(_ bundles: [Bundle], asksUpTo limit: Int) throws(LabError) {
        let artifacts = bundles.map { $0[.ruleset] }
        let starts = stride(from: 0, to: artifacts.count, by: Self.partSize)
        let parts = starts.map { start in
            { @Sendable in
                artifacts[start..<min(start + Self.partSize, artifacts.count)].map {
                    Ruleset(text: $0.contents)?.listing
                }
            }
        }
        self.artifacts = artifacts
        self.foretold = Cores.run(parts, hosts: artifacts.count).flatMap(\.self)
        let needsKernel = self.foretold.contains(nil)
        let isQuick = artifacts.count <= limit
        do throws(LabError) {
            self.scratch = needsKernel || isQuick ? try ScratchRuleset.enter() : nil
            self.asksAlways = isQuick
            self.notAsked = isQuick ? nil : "there are more than \(limit) hosts"
        } catch {
            guard !needsKernel else { throw error }
            self.scratch = nil
            self.asksAlways = false
            self.notAsked = error.message
        }
    }

    /// - Throws: What the kernel objects to, or a listing that cannot be read.
    func listing(ofBundle number: Int) throws -> RulesetListing {
        let artifact = self.artifacts[number]
        guard let known = self.foretold[number] else {
            // It was entered because there is such a text.
            return try RulesetListing(self.scratch?.listing(of: artifact) ?? KernelListing(json: "", bytecode: nil))
        }
        if self.asksAlways { try self.scratch?.load(replacing: artifact.contents) }
        return known
    }

    /// Why the kernel does not take a ruleset; `nil` if it does.
    func objection(to text: String) -> NftablesError? {
        self.scratch?.objection(to: text)
    }
}

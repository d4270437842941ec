package import Compiler
internal import Diagnostics
internal import Nftables
internal import PacketSpace

/// The text that a listing came from, and why each of its lines is there.
package struct RulesetSource: Sendable {
    /// As messages call it, such as `v-1/picket.nft`.
    package let file: String
    package let text: String
    /// As Picket made it; `nil` where that is not known.
    let compiled: Artifact?
    /// The topology that the reasons point into, as messages call it.
    package let topology: String
    /// Whether nobody changed it.
    let isAsCompiled: Bool

    /// - Parameters:
    ///   - compiled: As Picket made it.
    ///   - topology: As messages call it.
    package init(file: String, text: String, compiled: Artifact? = nil, topology: String = "") {
        self.file = file
        self.text = text
        self.compiled = compiled
        self.topology = topology
        self.isAsCompiled = compiled?.contents == text
    }

    /// The rules of a compiled bundle.
    ///
    /// - Parameter topology: As messages call it.
    package init(_ bundle: Bundle, topology: String) {
        let artifact = bundle[.ruleset]
        self.init(
            file: "\(bundle.host)/\(artifact.name)",
            text: artifact.contents,
            compiled: artifact,
            topology: topology
        )
    }

    /// Names a rule by the line that it was written in.
    func rule(at point: DecisionPoint, of listing: RulesetListing) -> BlamedRule {
        let lines = RuleLines(file: self.file, text: self.text, listing: listing)
        let line = point.handle.flatMap { lines.line(of: $0, table: point.table, chain: point.chain) }
        return BlamedRule(
            table: point.table,
            chain: point.chain,
            handle: point.handle,
            file: line == nil ? nil : self.file,
            line: line,
            cause: line.flatMap(self.cause)
        )
    }

    private func cause(ofLine line: Int) -> String? {
        guard self.isAsCompiled, let reasons = self.compiled?.reasons, reasons.indices.contains(line - 1) else {
            return nil
        }
        return reasons[line - 1].place.map { "\(self.topology):\($0.start.line)" }
    }
}

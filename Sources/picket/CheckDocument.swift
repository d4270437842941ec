internal import Diagnostics
internal import Verification

/// What a check prints as JSON: the diagnostics, and what was settled about packets.
struct CheckDocument: Encodable {
    private enum CodingKeys: String, CodingKey {
        case claims, unsettled, refused, notAsked, notSettledWithoutTopology
    }

    let diagnostics: DiagnosticDocument
    /// `nil` if nothing was to be settled.
    let proof: Proof?

    func encode(to encoder: any Encoder) throws {
        try self.diagnostics.encode(to: encoder)
        guard let proof else { return }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(proof.claims, forKey: .claims)
        try container.encodeIfPresent(proof.notAsked, forKey: .notAsked)
        if !proof.leftOut.isEmpty { try container.encode(proof.leftOut, forKey: .notSettledWithoutTopology) }
        switch proof.result {
        case .claims: break
        case .refused(let hosts): try container.encode(hosts, forKey: .refused)
        case .unsettled(let reason, _): try container.encode(reason, forKey: .unsettled)
        }
    }
}

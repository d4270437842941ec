package import PeerProtocol

/// A proposal or validation as it was read from a frame, with what was computed of it: nothing but the bytes decides all that.
package struct VoteContent: Sendable {
    package enum Kind: Sendable {
        /// By what it is known, and what is in it; `nil` if that cannot be read.
        case validation(id: Hash256, SignedValidation?)
        /// By what it is known and what is signed, as far as that is computed already.
        case proposal(Proposal, id: Hash256?, digest: Hash256?)
    }

    package let kind: Kind
    /// The frame in which it goes on.
    package let frame: [UInt8]

    init(_ validation: Validation, frame: [UInt8]) {
        let signed = try? SignedValidation(object: validation.object)
        self.kind = .validation(id: Hash256(sha512HalfOf: validation.object), signed)
        self.frame = frame
    }

    init(_ proposal: Proposal, frame: [UInt8]) {
        self.kind = .proposal(proposal, id: nil, digest: nil)
        self.frame = frame
    }

    /// Reads a whole frame.
    ///
    /// - Returns: `nil` if it is no vote, or malformed.
    package init?(_ type: MessageType, _ frame: [UInt8], limits: FrameLimits) {
        guard let message = try? Message(Frame(type, Array(frame[Frame.headerLength...])), limits: limits) else {
            return nil
        }
        // Mostly it goes on as it came: in the same buffer then.
        let onward = message.frame.bytes
        let kept = onward == frame ? frame : onward
        switch message {
        case .validation(let validation): self.init(validation, frame: kept)
        case .proposal(let proposal): self.init(proposal, frame: kept)
        default: return nil
        }
    }

    /// With all that is computed of it, for those who will need it again and again.
    package var complete: VoteContent {
        guard case .proposal(let proposal, _, _) = self.kind else { return self }
        return VoteContent(
            .proposal(proposal, id: proposal.suppressionID, digest: proposal.position.signingDigest()),
            self.frame
        )
    }

    private init(_ kind: Kind, _ frame: [UInt8]) {
        self.kind = kind
        self.frame = frame
    }
}

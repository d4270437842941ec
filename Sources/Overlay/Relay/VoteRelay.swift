import PeerProtocol
import Skywelld

/// Decides which proposals and validations are sent on: those of listed validators, in time, with a good signature, and
/// each once.
///
/// Source: skywelld reference §5.6.
struct VoteRelay: Sendable {
    /// What to do with a vote.
    enum Verdict: Equatable {
        case relay
        /// Known, too old, or not our business: no fault of whoever sent it.
        case ignore
        /// No honest peer sends this on.
        case bad
    }

    /// How old a validation may be, by its signing time, in seconds. Source: skywelld reference §5.6.
    static let validationAge: UInt64 = 120
    /// How old a proposal may be, by its close time, in seconds. Source: skywelld reference §5.6.
    static let proposalAge: UInt64 = 180
    /// How far in the future a vote may be, in seconds. Source: skywelld reference §5.6.
    static let lead: UInt64 = 180
    /// Votes remembered. What is seen is anybody's word, what is relayed only that of listed validators: so nobody else can
    /// push the latter out.
    static let seenMaximum = 32_768
    static let relayedMaximum = 32_768
    /// Signers of whom it is known when they last signed; there are 50 trusted ones at most. Source: skywelld reference §8.3.
    static let signersMaximum = 1_024

    // First, because most votes need no more than this.
    private var repeats = RepeatTable()
    private let rule: RelayRule
    private var listed: [[UInt8]: NodePublicKey]
    private let ownKey: [UInt8]?
    private var seen = SuppressionTable(capacity: Self.seenMaximum)
    /// What the validations that were sent on say about the ledgers.
    var ledgers = LedgerView()
    private var relayed = SuppressionTable(capacity: Self.relayedMaximum)
    /// The signing time of the last good validation, by the signer.
    private var lastTimes: [[UInt8]: UInt64] = [:]
    /// How many votes were judged that count as seen since then.
    private(set) var seenCount = 0
    private let isValid: @Sendable (NodePublicKey, [UInt8], [UInt8], Bool) -> Bool

    init(
        _ rule: RelayRule,
        ownKey: NodePublicKey?,
        isValid: @escaping @Sendable (NodePublicKey, [UInt8], [UInt8], Bool) -> Bool = Signatures.direct.isValid
    ) {
        self.rule = rule
        self.isValid = isValid
        self.ownKey = ownKey?.bytes
        switch rule {
        case .listed(let keys): self.listed = Dictionary(keys.map { ($0.bytes, $0) }, uniquingKeysWith: { $1 })
        case .everyone: self.listed = [:]
        }
    }

    /// Sends on the votes of one more validator.
    mutating func list(_ key: NodePublicKey) {
        self.listed[key.bytes] = key
    }

    mutating func judge(_ vote: VoteContent, now: Moment) -> Verdict {
        switch vote.kind {
        case .validation(let id, let validation): self.judge(validation, id, now: now)
        case .proposal(let proposal, let id, let digest): self.judge(proposal, id, digest, now: now)
        }
    }

    private mutating func judge(_ validation: SignedValidation?, _ id: Hash256, now: Moment) -> Verdict {
        self.seenCount += 1
        guard self.seen.insert(id, now: now.elapsed) else { return .ignore }
        guard let validation else { return .bad }
        let time = UInt64(validation.statement.signingTime)
        guard time + Self.validationAge >= now.networkTime, time <= now.networkTime + Self.lead,
            let key = self.listedKey(validation.publicKey)
        else { return .ignore }
        let digest = validation.signingDigest.bytes
        guard self.isValid(key, validation.signature, digest, validation.requiresLowS) else { return .bad }
        guard self.isCurrent(validation.publicKey, time, now: now.networkTime),
            self.relayed.insert(validation.signingDigest, now: now.elapsed)
        else { return .ignore }
        if let sequence = validation.statement.ledgerSequence {
            self.ledgers.noteVote(of: validation.publicKey, sequence, now: now.elapsed)
        }
        return .relay
    }

    /// A proposal that does not say what it follows is signed for a ledger that only its receiver knows; we know none.
    private mutating func judge(_ proposal: Proposal, _ id: Hash256?, _ digest: Hash256?, now: Moment) -> Verdict {
        let position = proposal.position
        let time = UInt64(position.closeTime)
        guard time + Self.proposalAge >= now.networkTime, time <= now.networkTime + Self.lead,
            position.previousLedger != nil
        else { return .ignore }
        let id = id ?? proposal.suppressionID
        self.seenCount += 1
        guard self.seen.insert(id, now: now.elapsed), let key = self.listedKey(proposal.publicKey) else {
            return .ignore
        }
        let signed = (digest ?? position.signingDigest()).bytes
        guard self.isValid(key, proposal.signature, signed, false) else { return .bad }
        return self.relayed.insert(id, now: now.elapsed) ? .relay : .ignore
    }

    /// What kind of vote a frame is, by its header; `nil` if it is none.
    static func type(of frame: [UInt8]) -> MessageType? {
        guard frame.count > Frame.headerLength, frame[4] == 0 else { return nil }
        switch UInt16(frame[5]) {
        case MessageType.validation.rawValue: return .validation
        case MessageType.proposeLedger.rawValue: return .proposeLedger
        default: return nil
        }
    }

    /// Whether exactly these bytes were judged lately, so that they are known without being read.
    func isRepeated(_ bytes: [UInt8], now: Duration) -> Bool {
        self.repeats.contains(bytes, now: now)
    }

    /// Reads what a repetition needs, ahead of it.
    var warmth: Int {
        self.repeats.warmth
    }

    /// These bytes are a vote that was judged now and counts as seen.
    mutating func noteSeen(_ bytes: [UInt8], now: Duration) {
        self.repeats.insert(bytes, now: now)
    }

    /// Our own votes need no echo.
    mutating func remember(_ validation: SignedValidation, _ proposal: Proposal, now: Duration) {
        for id in [validation.signingDigest, proposal.suppressionID] { _ = self.relayed.insert(id, now: now) }
        if let sequence = validation.statement.ledgerSequence {
            self.ledgers.noteVote(of: validation.publicKey, sequence, now: now)
        }
    }

    /// Whether a validation is no older than the last good one of the same signer. Of the same second there may be two.
    ///
    /// Source: skywelld reference §5.6.
    private mutating func isCurrent(_ key: [UInt8], _ time: UInt64, now: UInt64) -> Bool {
        if let last = self.lastTimes[key] {
            guard time >= last else { return false }
        } else if self.lastTimes.count >= Self.signersMaximum {
            self.lastTimes = self.lastTimes.filter { $0.value + Self.validationAge >= now }
            guard self.lastTimes.count < Self.signersMaximum else { return true }
        }
        self.lastTimes[key] = time
        return true
    }

    private func listedKey(_ bytes: [UInt8]) -> NodePublicKey? {
        guard bytes != self.ownKey else { return nil }
        switch self.rule {
        case .listed: return self.listed[bytes]
        case .everyone: return NodePublicKey(bytes: bytes)
        }
    }
}

import Overlay
import Skywelld
internal import Synchronization

/// What came of signatures that were made or checked in this world.
///
/// A vote is checked by every machine, and all get the same answer: the result depends on nothing but key, digest and signature.
/// And a signature that a key has just made is by that key.
final class SignatureMemory: Sendable {
    private struct Question: Hashable {
        let key: NodePublicKey
        let digest: [UInt8]
        let signature: [UInt8]
        let requiresLowS: Bool

        /// The ends of digest and signature are as good as chance; what is the same there is compared in full.
        func hash(into hasher: inout Hasher) {
            for byte in self.digest.suffix(4) + self.signature.suffix(4) { hasher.combine(byte) }
        }
    }

    private struct Known {
        var recent: [Question: Bool] = [:]
        /// What was recent before; it is still found, and forgotten next.
        var old: [Question: Bool] = [:]

        mutating func remember(_ question: Question, _ isValid: Bool) {
            if self.recent.count >= SignatureMemory.capacity {
                self.old = self.recent
                self.recent = [:]
            }
            self.recent[question] = isValid
        }
    }

    /// Twice as many are remembered at most.
    private static let capacity = 32_768

    private let known = Mutex(Known())
    /// Keys by their texts. There are as many as there are nodes, and a few thousand that an attacker makes up.
    private let keys = Mutex<[String: NodePublicKey]>([:])

    /// Signatures of one shore. What others have read is not shared with it: see `LetterMemory`.
    func signatures() -> Signatures {
        let votes = VoteMemory()
        return Signatures(isValid: self.isValid, proven: self.proven, read: votes.read, sign: self.sign)
    }

    @Sendable
    private func isValid(_ key: NodePublicKey, _ signature: [UInt8], _ digest: [UInt8], requiresLowS: Bool) -> Bool {
        let question = Question(key: key, digest: digest, signature: signature, requiresLowS: requiresLowS)
        if let answer = self.known.withLock({ $0.recent[question] ?? $0.old[question] }) { return answer }
        let answer = Signatures.direct.isValid(key, signature, digest, requiresLowS)
        self.known.withLock { $0.remember(question, answer) }
        return answer
    }

    @Sendable
    private func proven(_ text: String, _ signature: [UInt8], _ digest: [UInt8]) -> NodePublicKey? {
        guard let key = self.key(text) else { return nil }
        return self.isValid(key, signature, digest, requiresLowS: false) ? key : nil
    }

    private func key(_ text: String) -> NodePublicKey? {
        if let key = self.keys.withLock({ $0[text] }) { return key }
        guard let key = NodePublicKey(base58: text) else { return nil }
        self.keys.withLock { keys in
            if keys.count >= Self.capacity { keys = [:] }
            keys[text] = key
        }
        return key
    }

    @Sendable
    private func sign(_ key: NodeKey, _ digest: [UInt8]) -> [UInt8] {
        let signature = Signatures.direct.sign(key, digest)
        let question = Question(key: key.publicKey, digest: digest, signature: signature, requiresLowS: false)
        self.known.withLock { $0.remember(question, true) }
        return signature
    }
}

internal import Skywelld

/// What must hold when any bytes at all are read as a key.
package enum KeyTextCheck {
    /// Ends the process if something does not hold.
    package static func run(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(KeyText.Problem) {
            let seed = try KeyText.read(bytes)
            precondition(
                (try? KeyText.read(Array(KeyText.text(of: seed).utf8))) == seed,
                "a written key is another one"
            )
            precondition(RFC1751.seed(RFC1751.words(of: seed)) == seed, "the words of a seed are another one's")
        } catch {
            precondition(!error.reason.isEmpty && !error.help.isEmpty, "a refusal without a reason")
        }
        let classified = SeedText(text)
        if case .passphrase(let seed) = classified {
            precondition(seed == Seed(passphrase: text), "a passphrase with another seed")
        }
        if let seed = RFC1751.seed(text) {
            precondition(RFC1751.seed(RFC1751.words(of: seed)) == seed, "words read, written and read are another seed")
        }
        if let (kind, payload) = Base58.decode(text) {
            precondition(Base58.encode(payload, as: kind) == text, "two texts for one key")
        }
        _ = SeedText.suspicion(of: text)
        _ = NodePublicKey(base64: text)
    }
}

internal import Compiler
package import Skywelld

/// What stands under `[node_seed]` or `[validation_seed]`. Never holds the text of it.
package struct SeedFacts: Sendable {
    /// In the file, from 1.
    package let line: Int
    package let reading: SeedText
    package let suspicion: SeedText.Suspicion
    /// `nil` if the server rejects the text.
    package let key: NodePublicKey?

    /// - Parameter known: A seed and its key, so that a key that was derived already is not derived again.
    init(_ line: ConfigurationFile.Line, known: (seed: Seed, key: NodePublicKey)?) {
        let reading = SeedText(line.text)
        self.line = line.number
        self.reading = reading
        if case .passphrase = reading {
            self.suspicion = SeedText.suspicion(of: line.text)
        } else {
            self.suspicion = .none
        }
        self.key = reading.seed.map { seed in
            if let known, known.seed == seed { known.key } else { NodeKey(seed: seed).publicKey }
        }
    }
}

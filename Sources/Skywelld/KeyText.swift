/// What a file or a variable that holds a key may say: one line with a seed, or with a passphrase that is marked as one.
///
/// The server takes whatever it does not understand for a passphrase, so a mistyped seed silently becomes another
/// identity. Here a passphrase needs the word `passphrase:` in front, and everything else must be a seed.
///
/// Source: skywelld reference §1.4.
package enum KeyText {
    /// Why a text is refused. No case and no sentence holds any of it.
    package enum Problem: Error, Hashable, Sendable {
        case empty
        case severalLines
        case notText
        case otherKind(Base58.Kind)
        case xrpLedgerSeed
        case mistypedSeed
        case unknownWord
        case wrongParity
        case noSeed
        case emptyPassphrase
        /// What follows `passphrase:` is something that the server would not take for a passphrase.
        case passphraseIsKey
    }

    /// What stands before a passphrase.
    package static let passphraseMark = "passphrase:"

    /// Reads a seed in any form.
    ///
    /// - Parameter bytes: One line of UTF-8; white space around it, line ends among it, does not count.
    package static func read(_ bytes: [UInt8]) throws(Problem) -> Seed {
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else { throw .notText }
        let lines = text.utf8.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
            .map { Array($0)[...].trimmingASCIISpace() }
            .filter { !$0.isEmpty }
        guard let line = lines.first else { throw .empty }
        guard lines.count == 1 else { throw .severalLines }
        return try self.read(line: String(decoding: line, as: UTF8.self))
    }

    /// The text of a key file: the form `s…` and a line feed. **The secret itself.**
    package static func text(of seed: Seed) -> String {
        seed.text + "\n"
    }

    private static func read(line: String) throws(Problem) -> Seed {
        if line.hasPrefix(self.passphraseMark) {
            return try self.readPassphrase(line.dropFirst(self.passphraseMark.count))
        }
        switch SeedText(line) {
        case .hex(let seed), .base58(let seed), .words(let seed): return seed
        case .rejected(.empty): throw .empty
        case .rejected(.otherKind(let kind)): throw .otherKind(kind)
        case .passphrase: throw self.problem(SeedText.suspicion(of: line))
        }
    }

    private static func readPassphrase(_ text: Substring) throws(Problem) -> Seed {
        let passphrase = String(decoding: Array(text.utf8)[...].trimmingASCIISpace(), as: UTF8.self)
        guard !passphrase.isEmpty else { throw .emptyPassphrase }
        guard case .passphrase(let seed) = SeedText(passphrase), !SeedText.isXRPLedgerSeed(passphrase) else {
            throw .passphraseIsKey
        }
        return seed
    }

    private static func problem(_ suspicion: SeedText.Suspicion) -> Problem {
        switch suspicion {
        case .xrpLedgerSeed: .xrpLedgerSeed
        case .mistypedSeed: .mistypedSeed
        case .unknownWord: .unknownWord
        case .wrongParity: .wrongParity
        case .none: .noSeed
        }
    }
}

extension KeyText.Problem {
    /// What follows "the file": a clause in the third person.
    package var reason: String {
        switch self {
        case .empty: "is empty"
        case .severalLines: "has more than one line"
        case .notText: "is not text"
        case .otherKind(let kind): "holds \(kind.article) \(kind.words), not a seed"
        case .xrpLedgerSeed: "holds a seed in the letters of the XRP Ledger"
        case .mistypedSeed: "holds what looks like a seed, but its length or checksum is wrong"
        case .unknownWord: "holds twelve words of which at least one is not in the dictionary of RFC 1751"
        case .wrongParity: "holds twelve words that do not belong together: their parity is wrong"
        case .noSeed: "holds no seed; the server would hash the text as a passphrase"
        case .emptyPassphrase: "holds an empty passphrase"
        case .passphraseIsKey: "marks a seed or key as passphrase, which the server would not hash"
        }
    }

    /// What to do about it.
    package var help: String {
        switch self {
        case .empty, .severalLines, .notText, .otherKind:
            "write one line with the seed in the form 's…', 32 hexadecimal digits or twelve words"
        case .xrpLedgerSeed: "exchange every 'r' and 'j' in it"
        case .mistypedSeed, .unknownWord, .wrongParity: "copy the seed again"
        case .noSeed: "if it is meant as a passphrase, write '\(KeyText.passphraseMark)' in front of it"
        case .emptyPassphrase: "write the passphrase after '\(KeyText.passphraseMark)'"
        case .passphraseIsKey: "remove '\(KeyText.passphraseMark)'"
        }
    }
}

extension Base58.Kind {
    /// What a person calls it, without article.
    package var words: String {
        switch self {
        case .accountID: "account address"
        case .nodePublicKey: "node public key"
        case .nodePrivateKey: "node private key"
        case .familySeed: "seed"
        case .accountPrivateKey: "account private key"
        case .accountPublicKey: "account public key"
        case .familyGenerator: "family generator"
        }
    }

    package var article: String {
        self.words.hasPrefix("a") ? "an" : "a"
    }
}

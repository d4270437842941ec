/// How the server understands the text under `[node_seed]` and `[validation_seed]`, in its own order.
///
/// Source: skywelld reference §1.4.
package enum SeedText: Equatable, Sendable {
    /// The server leaves the identity unset, without an error.
    case rejected(Rejection)
    /// 32 hexadecimal digits.
    case hex(Seed)
    /// The form `s…`.
    case base58(Seed)
    /// Twelve short words of good parity.
    case words(Seed)
    /// Anything else, a mistyped seed included. Carries the seed that the server would make of it.
    case passphrase(Seed)

    package enum Rejection: Equatable, Sendable {
        case empty
        /// A key or an account identifier, not a seed.
        case otherKind(Base58.Kind)
    }

    /// What a text that the server takes for a passphrase was most likely meant to be.
    package enum Suspicion: Equatable, Sendable {
        /// A seed of the XRP Ledger, whose letters `r` and `j` change places here.
        case xrpLedgerSeed
        /// A seed in the form `s…` or in hexadecimal digits, with a character wrong, missing or too many.
        case mistypedSeed
        /// Twelve short words, of which one is not in the dictionary.
        case unknownWord
        /// Twelve words of the dictionary that do not belong together.
        case wrongParity
        /// Nothing: the text may well be a passphrase.
        case none
    }

    package init(_ text: some StringProtocol) {
        if text.isEmpty {
            self = .rejected(.empty)
        } else if let seed = Seed(hex: text) {
            self = .hex(seed)
        } else if let seed = Seed(base58: text) {
            self = .base58(seed)
        } else if let kind = Base58.decode(text)?.kind, kind != .familyGenerator {
            self = .rejected(.otherKind(kind))
        } else if let seed = RFC1751.seed(text) {
            self = .words(seed)
        } else {
            self = .passphrase(Seed(passphrase: text))
        }
    }

    /// The seed that the server uses; `nil` if it rejects the text.
    package var seed: Seed? {
        switch self {
        case .rejected: nil
        case .hex(let seed), .base58(let seed), .words(let seed), .passphrase(let seed): seed
        }
    }

    /// What a text that is no seed was most likely meant to be.
    package static func suspicion(of text: some StringProtocol) -> Suspicion {
        if self.isXRPLedgerSeed(text) { return .xrpLedgerSeed }
        switch RFC1751.read(text) {
        case .unknownWord: return .unknownWord
        case .wrongParity: return .wrongParity
        case .seed, .otherShape: return self.looksLikeSeed(text) ? .mistypedSeed : .none
        }
    }

    /// Whether a text is a good seed once `r` and `j` change places: one of the XRP Ledger's alphabet.
    package static func isXRPLedgerSeed(_ text: some StringProtocol) -> Bool {
        let swapped = text.map { $0 == "r" ? "j" : $0 == "j" ? "r" : $0 }
        return Seed(base58: String(swapped)) != nil
    }

    /// One word that starts like a seed, or all hexadecimal digits.
    private static func looksLikeSeed(_ text: some StringProtocol) -> Bool {
        let isWord = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        let isHex = text.count > 8 && text.allSatisfy { $0.isASCII && $0.isHexDigit }
        return isWord && (text.hasPrefix("s") || isHex)
    }
}

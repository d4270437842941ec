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
    /// Twelve short words, as RFC 1751 writes 16 bytes. Their dictionary is not built in: the caller must refuse them,
    /// because the server takes them for a seed if their parity is good and for a passphrase if it is not.
    case words
    /// Anything else, a mistyped seed included. Carries the seed that the server would make of it.
    case passphrase(Seed)

    package enum Rejection: Equatable, Sendable {
        case empty
        /// A key or an account identifier, not a seed.
        case otherKind(Base58.Kind)
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
        } else if Self.isWords(text) {
            self = .words
        } else {
            self = .passphrase(Seed(passphrase: text))
        }
    }

    /// Whether a text is a good seed once `r` and `j` change places: one of the XRP Ledger's alphabet.
    package static func isXRPLedgerSeed(_ text: some StringProtocol) -> Bool {
        let swapped = text.map { $0 == "r" ? "j" : $0 == "j" ? "r" : $0 }
        return Seed(base58: String(swapped)) != nil
    }

    private static func isWords(_ text: some StringProtocol) -> Bool {
        let words = text.utf8.split(separator: UInt8(ascii: " "))
        return words.count == 12
            && words.allSatisfy { word in
                word.count <= 4 && word.allSatisfy { Character(UnicodeScalar($0)).isWordCharacter }
            }
    }
}

extension Character {
    /// A letter, or one of the digits that are read as the letter they look like.
    fileprivate var isWordCharacter: Bool {
        self.isASCII && (self.isLetter || self.isNumber)
    }
}

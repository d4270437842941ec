/// `[node_seed]` and `[validation_seed]`. No sentence here may quote the line.
extension ServerConfigurationReader {
    mutating func readNodeSeed() -> Seed? {
        guard self.file["node_seed"] != nil else {
            self.report(
                .error,
                at: nil,
                "the section [node_seed] is missing",
                help: "write one: a node needs a fixed identity, or its peers meet a stranger after each restart"
            )
            return nil
        }
        return self.readSeed(of: "node_seed")
    }

    /// The seed of a section; `nil` if there is no such section, or nothing usable in it, which is an error.
    mutating func readSeed(of name: String) -> Seed? {
        guard let line = self.readSingleLine(of: name) else { return nil }
        switch SeedText(line.text) {
        case .hex(let seed), .base58(let seed):
            return seed
        case .rejected(let rejection):
            self.reportRejection(rejection, of: name, at: line.number)
        case .words:
            self.report(
                .error,
                at: line.number,
                "[\(name)] holds twelve words, which this version cannot read",
                help: Self.seedForm
            )
        case .passphrase:
            self.reportPassphrase(line, of: name)
        }
        return nil
    }

    private mutating func reportRejection(_ rejection: SeedText.Rejection, of name: String, at line: Int) {
        let what =
            switch rejection {
            case .empty: "nothing"
            case .otherKind(.accountID): "an account address"
            case .otherKind(.nodePublicKey): "a node public key"
            case .otherKind(.nodePrivateKey): "a node private key"
            case .otherKind(.accountPublicKey): "an account public key"
            case .otherKind(.accountPrivateKey): "an account private key"
            case .otherKind(.familySeed), .otherKind(.familyGenerator): "a key of another kind"
            }
        self.report(
            .error,
            at: line,
            "[\(name)] holds \(what), not a seed, and the server ignores it without a word",
            help: Self.seedForm
        )
    }

    private mutating func reportPassphrase(_ line: ConfigurationFile.Line, of name: String) {
        if SeedText.isXRPLedgerSeed(line.text) {
            self.report(
                .error,
                at: line.number,
                "[\(name)] holds a seed in the letters of the XRP Ledger",
                help: "exchange every 'r' and 'j' in it"
            )
        } else if Self.looksLikeSeed(line.text) {
            self.report(
                .error,
                at: line.number,
                "[\(name)] looks like a seed, but its checksum does not match; the server would hash it as a "
                    + "passphrase",
                help: "copy the seed again"
            )
        } else {
            self.report(
                .error,
                at: line.number,
                "[\(name)] holds no seed; the server would hash the text as a passphrase",
                help: Self.helpAboutComment(in: line.text) ?? Self.seedForm
            )
        }
    }

    /// One word that starts like a seed, or all hexadecimal digits.
    private static func looksLikeSeed(_ text: String) -> Bool {
        let isWord = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        let isHex = text.count > 8 && text.allSatisfy { $0.isASCII && $0.isHexDigit }
        return isWord && (text.hasPrefix("s") || isHex)
    }

    private static let seedForm = "write the seed in the form 's…'"
}

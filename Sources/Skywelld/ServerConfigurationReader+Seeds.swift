/// `[node_seed]` and `[validation_seed]`. No sentence here may quote the line.
extension ServerConfigurationReader {
    mutating func readNodeSeed() -> Seed? {
        guard self.file["node_seed"] != nil else {
            self.report(
                .warning,
                at: nil,
                "the section [node_seed] is missing, so this node makes an identity of its own",
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
        case .hex(let seed), .base58(let seed), .words(let seed):
            return seed
        case .rejected(let rejection):
            self.reportRejection(rejection, of: name, at: line.number)
        case .passphrase:
            self.reportPassphrase(line, of: name)
        }
        return nil
    }

    private mutating func reportRejection(_ rejection: SeedText.Rejection, of name: String, at line: Int) {
        let what =
            switch rejection {
            case .empty: "nothing"
            case .otherKind(let kind): "\(kind.article) \(kind.words)"
            }
        self.report(
            .error,
            at: line,
            "[\(name)] holds \(what), not a seed, and the server ignores it without a word",
            help: Self.seedForm
        )
    }

    private mutating func reportPassphrase(_ line: ConfigurationFile.Line, of name: String) {
        let (fault, help) =
            switch SeedText.suspicion(of: line.text) {
            case .xrpLedgerSeed: ("holds a seed in the letters of the XRP Ledger", "exchange every 'r' and 'j' in it")
            case .mistypedSeed:
                (
                    "looks like a seed, but its checksum does not match; the server would hash it as a passphrase",
                    "copy the seed again"
                )
            case .unknownWord:
                (
                    "holds twelve words, but not all are in the dictionary; the server would hash them as a passphrase",
                    "copy the words again"
                )
            case .wrongParity:
                (
                    "holds twelve words whose parity is wrong; the server would hash them as a passphrase",
                    "copy the words again"
                )
            case .none:
                (
                    "holds no seed; the server would hash the text as a passphrase",
                    Self.helpAboutComment(in: line.text) ?? Self.seedForm
                )
            }
        self.report(.error, at: line.number, "[\(name)] \(fault)", help: help)
    }

    private static let seedForm = "write the seed in the form 's…'"
}

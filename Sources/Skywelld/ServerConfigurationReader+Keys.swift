/// `[validators]` and `[cluster_nodes]`.
///
/// Source: skywelld reference §8.3.
extension ServerConfigurationReader {
    /// A line that holds a key.
    struct KeyLine {
        let key: NodePublicKey
        /// What follows it: a name or a comment.
        let comment: String
    }

    struct Validators {
        let keys: [NodePublicKey]
        let domains: [String]
    }

    /// The keys and domains of `[validators]`, in order, without repetitions.
    ///
    /// - Parameter isPrivate: Whether the host hides: then no domain may learn of it. Source: skywelld reference §9, L13.
    mutating func readValidators(isPrivate: Bool) -> Validators {
        var domains: [String] = []
        let keys = self.readKeys(of: "validators") { reader, word, line in
            guard DomainFile.isDomain(word), !SecretText.isSecret(word) else {
                return reader.reportNoKey(of: "validators", at: line)
            }
            let consequence =
                isPrivate
                ? "a host that hides does not ask it: it and every resolver would learn of the host"
                : "to ask it for its key tells it and every resolver of this host"
            reader.report(
                .warning,
                at: line,
                "'\(word)' is a domain; \(consequence)",
                help: "write the validation key itself"
            )
            if !isPrivate, !domains.contains(word) { domains.append(word) }
        }
        return Validators(keys: keys.map(\.key), domains: domains)
    }

    /// The lines of `[cluster_nodes]`, in order, without repetitions.
    mutating func readClusterNodes() -> [KeyLine] {
        self.readKeys(of: "cluster_nodes") { reader, _, line in reader.reportNoKey(of: "cluster_nodes", at: line) }
    }

    /// A key is the first word of its line.
    private mutating func readKeys(of name: String, orReport: (inout Self, String, Int) -> Void) -> [KeyLine] {
        var lines: [KeyLine] = []
        for line in self.file[name]?.lines ?? [] {
            let bytes = Array(line.text.utf8)
            let word = bytes.prefix { !$0.isASCIISpace }
            let text = String(decoding: word, as: UTF8.self)
            guard let key = NodePublicKey(base58: text) else {
                orReport(&self, text, line.number)
                continue
            }
            if lines.contains(where: { $0.key == key }) {
                self.report(.warning, at: line.number, "[\(name)] names \(key) twice", help: "remove this line")
            } else {
                let comment = String(decoding: bytes[word.count...].trimmingASCIISpace(), as: UTF8.self)
                lines.append(KeyLine(key: key, comment: comment))
            }
        }
        return lines
    }

    /// Does not quote the line: what is there in place of a key may be a seed.
    private mutating func reportNoKey(of name: String, at line: Int) {
        self.report(
            .warning,
            at: line,
            "this line of [\(name)] has no public key in it, and the server leaves it out",
            help: "write a key in the form 'n…'"
        )
    }
}

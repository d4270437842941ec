/// `[validators]` and `[cluster_nodes]`.
///
/// Source: skywelld reference §8.3.
extension ServerConfigurationReader {
    /// The keys of `[validators]`, in order, without repetitions.
    mutating func readValidators() -> [NodePublicKey] {
        self.readKeys(of: "validators") { reader, word, line in
            if word.contains(".") {
                reader.report(
                    .warning,
                    at: line,
                    "'\(word)' is a domain, and domains are not looked up in this version",
                    help: "write the validation keys themselves, one to a line"
                )
            } else {
                reader.reportNoKey(of: "validators", at: line)
            }
        }
    }

    /// The keys of `[cluster_nodes]`, in order, without repetitions.
    mutating func readClusterNodes() -> [NodePublicKey] {
        self.readKeys(of: "cluster_nodes") { reader, _, line in reader.reportNoKey(of: "cluster_nodes", at: line) }
    }

    /// A key is the first word of its line; what follows is a name or a comment.
    private mutating func readKeys(
        of name: String,
        orReport: (inout Self, String, Int) -> Void
    ) -> [NodePublicKey] {
        var keys: [NodePublicKey] = []
        for line in self.file[name]?.lines ?? [] {
            let bytes = Array(line.text.utf8).prefix { !$0.isASCIISpace }
            let word = String(decoding: bytes, as: UTF8.self)
            guard let key = NodePublicKey(base58: word) else {
                orReport(&self, word, line.number)
                continue
            }
            if keys.contains(key) {
                self.report(.warning, at: line.number, "[\(name)] names \(key) twice", help: "remove this line")
            } else {
                keys.append(key)
            }
        }
        return keys
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

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
        }.map(\.key)
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

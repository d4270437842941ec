/// Finds the interfaces that a text of nft takes to be there, when it was refused for want of them.
enum MissingInterfaces {
    /// In the order in which they are found; some of them may be there.
    ///
    /// - Parameter message: What libnftables objects to.
    static func names(in text: String, refusedWith message: String) -> [String] {
        let looked = message.split(separator: "\n").filter { $0.hasSuffix(": Error: Interface does not exist") }
        if !looked.isEmpty { return looked.compactMap { self.word(at: $0, of: text) } }
        // The kernel does not say which device a chain or a flow table lacks.
        return message.contains("No such file or directory") ? self.devices(of: text) : []
    }

    /// The word at the place of a complaint such as `rules:5:9-14: Error: …`: line, first and last column, counted from 1.
    private static func word(at complaint: Substring, of text: String) -> String? {
        let parts = complaint.split(separator: ":")
        guard parts.count >= 5, let number = Int(parts[parts.count - 4]), number >= 1 else { return nil }
        let columns = parts[parts.count - 3].split(separator: "-").compactMap { Int($0) }
        let lines = text.utf8.split(
            separator: UInt8(ascii: "\n"),
            maxSplits: number,
            omittingEmptySubsequences: false
        )
        guard let first = columns.first, let last = columns.last, first >= 1, last >= first, number <= lines.count
        else { return nil }
        let word = lines[number - 1].dropFirst(first - 1).prefix(last - first + 1)
        return self.name(String(decoding: word, as: UTF8.self))
    }

    /// The names behind `device`, and those in the braces behind `devices`.
    private static func devices(of text: String) -> [String] {
        let words = text.split { " \t\n;,=".contains($0) }.flatMap { self.separatingBraces($0) }
        var names: [String] = []
        for (index, word) in words.enumerated() {
            if word == "device", index + 1 < words.count {
                names.append(String(words[index + 1]))
            } else if word == "devices", index + 1 < words.count, words[index + 1] == "{" {
                names += words[(index + 2)...].prefix { $0 != "}" }.map { String($0) }
            }
        }
        return names.compactMap(self.name)
    }

    private static func separatingBraces(_ word: Substring) -> [Substring] {
        var parts: [Substring] = []
        var rest = word
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            if brace > rest.startIndex { parts.append(rest[..<brace]) }
            parts.append(rest[brace...brace])
            rest = rest[rest.index(after: brace)...]
        }
        return rest.isEmpty ? parts : parts + [rest]
    }

    private static func name(_ word: String) -> String? {
        let name = word.filter { $0 != "\"" }
        return name.isEmpty || name.hasPrefix("$") ? nil : name
    }
}

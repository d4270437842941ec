/// What can be told of a rule in nft text without nft.
enum RuleText {
    /// Words that begin a line of a chain that is no rule: it would read a file that may be another on the host, or set
    /// something for the whole chain. Source: nft(8), "Including files", "Symbolic variables" and "Chains".
    private static let otherLines: Set<Substring> = [
        "include", "define", "redefine", "undefine", "type", "policy", "flags", "device", "devices", "comment",
    ]

    /// What is wrong with the text, as the rest of a sentence about it; `nil` if nothing is.
    ///
    /// A rule must not leave its chain: no line end, no second statement, no brace that closes what it did not open.
    static func problem(in text: String) -> String? {
        guard text.utf8.contains(where: { $0 != UInt8(ascii: " ") }) else { return "is empty" }
        guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return "holds more than printable ASCII" }
        let first = text.split { !$0.isLetter }.first ?? ""
        if self.otherLines.contains(first), text.drop(while: { $0 == " " }).hasPrefix(first) {
            return "begins with '\(first)', which is no rule"
        }
        var depth = 0
        var isQuoted = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            switch byte {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ";"): return "holds ';', which would begin another"
            case UInt8(ascii: "#"): return "holds '#', which would begin a comment"
            case UInt8(ascii: "\\"): return "holds '\\', which would join lines"
            default: break
            }
            if depth < 0 { return "closes a brace that it has not opened" }
        }
        if isQuoted { return "leaves a quote open" }
        return depth == 0 ? nil : "leaves a brace open"
    }
}

/// What can stand in a ruleset as a name, a comment or a line, and is nothing else to nft.
enum NftName {
    /// Words without a hyphen that we name things by; any other may be one of nft's own hundreds.
    private static let ours: Set<String> = [
        "administration", "answers", "closed", "links", "monitoring", "neighbours", "strangers",
    ]
    /// nft's own words with a hyphen, in any version up to 1.1. Source: `scanner.l` of nftables.
    private static let reserved: Set<String> = [
        "auto-merge", "frag-off", "fully-random", "gc-interval", "max-delay", "more-fragments", "param-problem",
        "proto-dst", "proto-src", "queue-threshold", "sack-perm", "sack-permitted", "seg-left",
    ]
    /// In bytes: `NFTNL_UDATA_COMMENT_MAXLEN`, `NF_LOG_PREFIXLEN` and `IFNAMSIZ`, the latter two without the last zero.
    private enum Limits {
        static let comment = 128
        static let logPrefix = 127
        static let interface = 15
        static let name = 127
    }

    /// Whether it names a set, a counter or a chain, and nothing else, wherever it stands.
    static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, Self.isLetter(first), name.utf8.count <= Limits.name,
            name.utf8.allSatisfy({ Self.isLetter($0) || Self.isDigit($0) || $0 == UInt8(ascii: "-") })
        else { return false }
        return name.utf8.contains(UInt8(ascii: "-")) ? !self.reserved.contains(name) : self.ours.contains(name)
    }

    /// Whether it is one interface, and no pattern for several.
    static func isInterface(_ name: String) -> Bool {
        (1...Limits.interface).contains(name.utf8.count)
            && name.utf8.allSatisfy { Self.isLetter($0) || Self.isDigit($0) || "-._".utf8.contains($0) }
    }

    /// Whether it stands between quotes as it is.
    static func isComment(_ text: String) -> Bool {
        (1...Limits.comment).contains(text.utf8.count) && self.isOneLine(text)
            && !text.utf8.contains(UInt8(ascii: "\""))
    }

    /// Whether it stands between quotes as it is in front of what is logged, where `$` begins a variable.
    static func isLogPrefix(_ text: String) -> Bool {
        self.isComment(text) && text.utf8.count <= Limits.logPrefix && !text.utf8.contains(UInt8(ascii: "$"))
    }

    /// Whether it has no control characters and no way to go on in the next line.
    static func isOneLine(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) && byte < 0x80
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

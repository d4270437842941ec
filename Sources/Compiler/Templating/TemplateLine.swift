/// One line of a template, taken apart.
struct TemplateLine {
    enum Piece: Equatable {
        case literal(String)
        case tag(Tag)
    }

    enum Tag: Equatable {
        case text(String)
        case item
        case open(String, isInverted: Bool)
        case close(String)
        case comment
        /// With what is wrong about it, and what to do.
        case malformed(String, help: String)

        /// Whether a line that holds nothing else vanishes.
        fileprivate var vanishes: Bool {
            switch self {
            case .open, .close, .comment: true
            case .text, .item, .malformed: false
            }
        }
    }

    let pieces: [Piece]

    /// - Parameter text: Without its line end.
    init(_ text: Substring) {
        var pieces: [Piece] = []
        var rest = text
        while let start = rest.firstRange(of: "{{") {
            if start.lowerBound > rest.startIndex {
                pieces.append(.literal(String(rest[..<start.lowerBound])))
            }
            rest = rest[start.upperBound...]
            guard let end = rest.firstRange(of: "}}") else {
                let help = "close it with '}}' on the same line"
                pieces.append(.tag(.malformed("a tag is not closed", help: help)))
                rest = ""
                break
            }
            pieces.append(.tag(Self.tag(rest[..<end.lowerBound])))
            rest = rest[end.upperBound...]
        }
        if !rest.isEmpty { pieces.append(.literal(String(rest))) }
        self.pieces = pieces
    }

    /// Whether nothing of the line is written: it holds one tag that writes nothing, and blanks.
    var vanishes: Bool {
        var tags = 0
        for piece in self.pieces {
            switch piece {
            case .literal(let text):
                guard text.utf8.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) else {
                    return false
                }
            case .tag(let tag):
                guard tag.vanishes else { return false }
                tags += 1
            }
        }
        return tags == 1
    }

    private static func tag(_ text: Substring) -> Tag {
        if text.first == "!" { return .comment }
        let word = Self.trimmed(text)
        if word == "." { return .item }
        guard let first = word.first else {
            return .malformed("a tag has no name", help: "write a name between the braces, such as {{host}}")
        }
        let name = String(Self.trimmed(word.dropFirst()))
        switch first {
        case "#" where Self.isName(name): return .open(name, isInverted: false)
        case "^" where Self.isName(name): return .open(name, isInverted: true)
        case "/" where Self.isName(name): return .close(name)
        default: break
        }
        guard Self.isName(String(word)) else {
            return .malformed(
                "'{{\(word)}}' is no tag that templates know",
                help: "the tags are {{name}}, {{.}}, {{#list}}, {{^list}}, {{/list}} and {{! comment}}"
            )
        }
        return .text(String(word))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

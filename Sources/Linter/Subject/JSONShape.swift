/// Tells whether a text has the shape of JSON, and keeps nothing of it.
///
/// Source: RFC 8259 §2 to §7.
struct JSONShape {
    /// Deeper nesting is refused; commands have one level or two.
    private static let depthLimit = 32

    private let bytes: [UInt8]
    private var index = 0

    init(_ text: String) {
        self.bytes = Array(text.utf8)
    }

    /// Whether the whole text is one object.
    mutating func isObject() -> Bool {
        self.skipBlanks()
        guard self.peek == UInt8(ascii: "{"), self.value(depth: 0) else { return false }
        self.skipBlanks()
        return self.index == self.bytes.count
    }

    private var peek: UInt8? { self.index < self.bytes.count ? self.bytes[self.index] : nil }

    private mutating func value(depth: Int) -> Bool {
        guard depth < Self.depthLimit else { return false }
        self.skipBlanks()
        switch self.peek {
        case UInt8(ascii: "{"):
            return self.list(until: UInt8(ascii: "}"), depth: depth) { reader in reader.member(depth: depth) }
        case UInt8(ascii: "["):
            return self.list(until: UInt8(ascii: "]"), depth: depth) { reader in reader.value(depth: depth + 1) }
        case UInt8(ascii: "\""): return self.string()
        default: return self.word()
        }
    }

    private mutating func list(until end: UInt8, depth: Int, _ item: (inout JSONShape) -> Bool) -> Bool {
        self.index += 1
        self.skipBlanks()
        if self.take(end) { return true }
        while true {
            guard item(&self) else { return false }
            self.skipBlanks()
            if self.take(end) { return true }
            guard self.take(UInt8(ascii: ",")) else { return false }
        }
    }

    private mutating func member(depth: Int) -> Bool {
        self.skipBlanks()
        guard self.string() else { return false }
        self.skipBlanks()
        return self.take(UInt8(ascii: ":")) && self.value(depth: depth + 1)
    }

    private mutating func string() -> Bool {
        guard self.take(UInt8(ascii: "\"")) else { return false }
        while let byte = self.peek {
            self.index += 1
            if byte == UInt8(ascii: "\"") { return true }
            guard byte >= 0x20 else { return false }
            if byte == UInt8(ascii: "\\") {
                guard let escape = self.peek, "\"\\/bfnrtu".utf8.contains(escape) else { return false }
                self.index += 1
            }
        }
        return false
    }

    /// A number or one of the three names.
    private mutating func word() -> Bool {
        let start = self.index
        while let byte = self.peek, !" \t,]}".utf8.contains(byte) { self.index += 1 }
        let text = String(decoding: self.bytes[start..<self.index], as: UTF8.self)
        return ["true", "false", "null"].contains(text) || Double(text) != nil && text.first?.isLetter == false
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard self.peek == byte else { return false }
        self.index += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = self.peek, byte == 0x20 || byte == 0x09 { self.index += 1 }
    }
}

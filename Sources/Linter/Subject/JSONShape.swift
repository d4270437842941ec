/// Tells whether a text has the shape of JSON, and what the members of an object are.
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

    /// The members of the one object that the text is, in order, those of a name that is there twice among them; `nil` if it is
    /// none.
    ///
    /// - Returns: `text` is `nil` for a value that is no string.
    mutating func members() -> [(key: String, text: String?)]? {
        guard self.isObject() else { return nil }
        var members: [(key: String, text: String?)] = []
        self.index = 0
        self.skipBlanks()
        _ = self.list(until: UInt8(ascii: "}"), depth: 0) { reader in
            reader.skipBlanks()
            let key = reader.index
            guard reader.string() else { return false }
            let name = reader.text(from: key)
            reader.skipBlanks()
            guard reader.take(UInt8(ascii: ":")) else { return false }
            reader.skipBlanks()
            let value = reader.index
            guard reader.value(depth: 1) else { return false }
            members.append((name ?? "", reader.text(from: value)))
            return true
        }
        return members
    }

    /// What the string stands for that begins somewhere, and ends here; `nil` if it is none.
    private func text(from start: Int) -> String? {
        guard self.bytes[start] == UInt8(ascii: "\"") else { return nil }
        let body = self.bytes[(start + 1)..<(self.index - 1)]
        var units: [UInt16] = []
        var rest = String(decoding: body, as: UTF8.self).utf16[...]
        while let unit = rest.popFirst() {
            guard unit == UInt16(UInt8(ascii: "\\")), let escape = rest.popFirst() else {
                units.append(unit)
                continue
            }
            switch escape {
            case UInt16(UInt8(ascii: "u")):
                units.append(UInt16(String(decoding: rest.prefix(4), as: UTF16.self), radix: 16) ?? 0xFFFD)
                rest = rest.dropFirst(4)
            case UInt16(UInt8(ascii: "n")), UInt16(UInt8(ascii: "t")), UInt16(UInt8(ascii: "r")),
                UInt16(UInt8(ascii: "b")), UInt16(UInt8(ascii: "f")):
                units.append(0x20)
            default: units.append(escape)
            }
        }
        return String(decoding: units, as: UTF16.self)
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

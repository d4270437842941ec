/// Reads one JSON value, strictly (RFC 8259).
///
/// How long the text may be is for the caller to limit; what is read takes memory in proportion to it.
package struct JSONReader {
    /// Arrays and objects in each other: requests have two levels or three.
    package static let depthMaximum = 32

    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The value that the bytes are, with blanks around it.
    package static func read(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes)
        let value = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.index == bytes.count else { throw .trailing(at: reader.index) }
        return value
    }

    private var peek: UInt8? {
        self.index < self.bytes.count ? self.bytes[self.index] : nil
    }

    private var malformed: JSONError {
        .malformed(at: self.index)
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        self.skipBlanks()
        switch self.peek {
        case UInt8(ascii: "{"):
            guard depth < Self.depthMaximum else { throw .tooDeep }
            return .object(try self.members(depth: depth + 1))
        case UInt8(ascii: "["):
            guard depth < Self.depthMaximum else { throw .tooDeep }
            return .array(try self.elements(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try self.string())
        case UInt8(ascii: "t"): return try self.word("true", .boolean(true))
        case UInt8(ascii: "f"): return try self.word("false", .boolean(false))
        case UInt8(ascii: "n"): return try self.word("null", .null)
        default: return try self.number()
        }
    }

    private mutating func members(depth: Int) throws(JSONError) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        self.index += 1
        self.skipBlanks()
        if self.take("}") { return members }
        repeat {
            self.skipBlanks()
            guard self.peek == UInt8(ascii: "\"") else { throw self.malformed }
            let name = try self.string()
            self.skipBlanks()
            guard self.take(":") else { throw self.malformed }
            members[name] = try self.value(depth: depth)
            self.skipBlanks()
        } while self.take(",")
        guard self.take("}") else { throw self.malformed }
        return members
    }

    private mutating func elements(depth: Int) throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        self.index += 1
        self.skipBlanks()
        if self.take("]") { return elements }
        repeat {
            elements.append(try self.value(depth: depth))
            self.skipBlanks()
        } while self.take(",")
        guard self.take("]") else { throw self.malformed }
        return elements
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let count = word.utf8CodeUnitCount
        guard self.bytes[self.index...].prefix(count).elementsEqual("\(word)".utf8) else { throw self.malformed }
        self.index += count
        return value
    }

    private mutating func skipBlanks() {
        while let byte = self.peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { self.index += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard self.peek == UInt8(ascii: character) else { return false }
        self.index += 1
        return true
    }
}

// MARK: - Strings

extension JSONReader {
    private mutating func string() throws(JSONError) -> String {
        self.index += 1
        var text: [UInt8] = []
        while let byte = self.peek {
            switch byte {
            case UInt8(ascii: "\""):
                self.index += 1
                guard let string = String(validating: text, as: UTF8.self) else { throw self.malformed }
                return string
            case UInt8(ascii: "\\"):
                self.index += 1
                text += try self.escape()
            case ..<0x20:
                throw self.malformed
            default:
                text.append(byte)
                self.index += 1
            }
        }
        throw self.malformed
    }

    private mutating func escape() throws(JSONError) -> [UInt8] {
        guard let byte = self.peek else { throw self.malformed }
        self.index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try self.unicodeEscape()).utf8)
        default: throw self.malformed
        }
    }

    /// One scalar, which takes two escapes beyond the first plane.
    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let unit = try self.hexUnit()
        guard UTF16.isLeadSurrogate(unit) else {
            guard let scalar = Unicode.Scalar(unit) else { throw self.malformed }
            return scalar
        }
        guard self.take("\\"), self.take("u") else { throw self.malformed }
        let trail = try self.hexUnit()
        guard UTF16.isTrailSurrogate(trail),
            let scalar = Unicode.Scalar(0x1_0000 + (UInt32(unit) - 0xD800) << 10 + UInt32(trail) - 0xDC00)
        else { throw self.malformed }
        return scalar
    }

    private mutating func hexUnit() throws(JSONError) -> UInt16 {
        let digits = self.bytes[self.index...].prefix(4)
        let areDigits = digits.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20)
        }
        guard digits.count == 4, areDigits, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw self.malformed }
        self.index += 4
        return unit
    }
}

// MARK: - Numbers

extension JSONReader {
    private mutating func number() throws(JSONError) -> JSONValue {
        let start = self.index
        _ = self.take("-")
        let integer = self.digits()
        guard integer == 1 || integer > 1 && self.bytes[self.index - integer] != UInt8(ascii: "0") else {
            throw self.malformed
        }
        var isInteger = true
        if self.take(".") {
            isInteger = false
            guard self.digits() > 0 else { throw self.malformed }
        }
        if self.take("e") || self.take("E") {
            isInteger = false
            if !self.take("+") { _ = self.take("-") }
            guard self.digits() > 0 else { throw self.malformed }
        }
        let text = String(decoding: self.bytes[start..<self.index], as: UTF8.self)
        if isInteger, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw self.malformed }
        return .number(value)
    }

    /// Passes over digits, and counts them.
    private mutating func digits() -> Int {
        let start = self.index
        while let byte = self.peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { self.index += 1 }
        return self.index - start
    }
}

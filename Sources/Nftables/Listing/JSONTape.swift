/// A JSON text, read once into a flat list of its values.
///
/// A listing may hold sets of many thousand elements: values are places in the text, so that reading one makes no object.
/// Source: RFC 8259. What readers of JSON take in different ways is refused: keys that come twice, and keys with escapes.
struct JSONTape {
    enum Kind: UInt8 {
        case null, yes, no, number, string, array, object
    }

    private struct Entry {
        let kind: Kind
        /// A string's text has escapes, so that it is not what stands between the quotes.
        var isEscaped = false
        /// The first byte; of a string, the one after the quote.
        let start: Int32
        /// The byte after the last one; of a string, the closing quote.
        var end: Int32
        /// The place after this value and all that it holds.
        var next: Int32
    }

    /// What a text may at most be, so that no listing takes all memory or stack.
    private enum Limits {
        static let byteCount = 1 << 28
        static let depth = 64
        static let keyCount = 64
    }

    private let bytes: [UInt8]
    private var entries: [Entry] = []

    /// - Parameter bytes: UTF-8.
    init(_ bytes: [UInt8]) throws(ListingError) {
        guard bytes.count <= Limits.byteCount else {
            throw ListingError(offset: Limits.byteCount, message: "longer than \(Limits.byteCount) bytes")
        }
        self.bytes = bytes
        self.entries.reserveCapacity(bytes.count / 8)
        var scanner = Scanner(bytes)
        try self.readValue(&scanner, depth: 0)
        scanner.skipBlanks()
        guard scanner.isAtEnd else { throw scanner.error("something after the end") }
    }

    // MARK: - Looking at values

    /// The place of the outermost value.
    static let root = 0

    func kind(_ place: Int) -> Kind { self.entries[place].kind }

    /// Where the value begins in the text, in bytes.
    func offset(_ place: Int) -> Int { Int(self.entries[place].start) }

    /// The place of the first value inside an array, or of the first key of an object.
    func first(_ place: Int) -> Int { place + 1 }

    /// The place after a value.
    func next(_ place: Int) -> Int { Int(self.entries[place].next) }

    /// The places of an array's values.
    func items(_ place: Int) -> [Int] {
        guard self.kind(place) == .array else { return [] }
        var places: [Int] = []
        var item = place + 1
        while item < self.next(place) {
            places.append(item)
            item = self.next(item)
        }
        return places
    }

    /// The place of an object's value; `nil` if it has no such key, or is no object.
    func member(_ place: Int, _ key: StaticString) -> Int? {
        guard self.kind(place) == .object else { return nil }
        var item = place + 1
        while item < self.next(place) {
            if self.isText(item, key) { return item + 1 }
            item = self.next(item + 1)
        }
        return nil
    }

    /// An object's first key and the place of its value.
    func firstMember(_ place: Int) -> (key: String, value: Int)? {
        guard self.kind(place) == .object, place + 1 < self.next(place) else { return nil }
        return (self.text(place + 1), place + 2)
    }

    /// The same of an object that has no other; `nil` for one that has.
    func onlyMember(_ place: Int) -> (key: String, value: Int)? {
        self.firstMember(place).flatMap { self.next($0.value) == self.next(place) ? $0 : nil }
    }

    /// The text of a string, the literal of anything else.
    func text(_ place: Int) -> String {
        let entry = self.entries[place]
        let slice = self.bytes[Int(entry.start)..<Int(entry.end)]
        return entry.isEscaped ? Self.unescaped(slice) : String(decoding: slice, as: UTF8.self)
    }

    /// A value as it is written.
    func literal(_ place: Int) -> String {
        self.kind(place) == .string ? "\"\(self.text(place))\"" : self.text(place)
    }

    /// Whether a string is a text that needs no escapes.
    func isText(_ place: Int, _ text: StaticString) -> Bool {
        let entry = self.entries[place]
        guard entry.kind == .string, Int(entry.end - entry.start) == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { self.bytes[Int(entry.start)..<Int(entry.end)].elementsEqual($0) }
    }

    /// The bytes of a string between its quotes.
    func utf8(_ place: Int) -> ArraySlice<UInt8> {
        let entry = self.entries[place]
        return self.bytes[Int(entry.start)..<Int(entry.end)]
    }

    /// A whole number that is not negative; `nil` for any other value.
    func number(_ place: Int) -> UInt64? {
        self.kind(place) == .number ? UInt64(self.text(place)) : nil
    }

    /// A whole number; `nil` for any other value.
    func signedNumber(_ place: Int) -> Int? {
        self.kind(place) == .number ? Int(self.text(place)) : nil
    }

    // MARK: - Reading

    private mutating func readValue(_ scanner: inout Scanner, depth: Int) throws(ListingError) {
        scanner.skipBlanks()
        guard depth < Limits.depth else { throw scanner.error("nested more than \(Limits.depth) deep") }
        switch scanner.current {
        case UInt8(ascii: "{"): try self.readObject(&scanner, depth: depth)
        case UInt8(ascii: "["): try self.readArray(&scanner, depth: depth)
        case UInt8(ascii: "\""): try self.readString(&scanner)
        case UInt8(ascii: "t"): try self.readWord(&scanner, "true", .yes)
        case UInt8(ascii: "f"): try self.readWord(&scanner, "false", .no)
        case UInt8(ascii: "n"): try self.readWord(&scanner, "null", .null)
        default: try self.readNumber(&scanner)
        }
    }

    private mutating func readObject(_ scanner: inout Scanner, depth: Int) throws(ListingError) {
        let place = self.open(.object, scanner)
        scanner.advance()
        scanner.skipBlanks()
        if !scanner.skip(UInt8(ascii: "}")) {
            repeat {
                scanner.skipBlanks()
                guard scanner.current == UInt8(ascii: "\"") else { throw scanner.error("expected a key") }
                let key = self.entries.count
                try self.readString(&scanner)
                try self.check(key, of: place, scanner)
                scanner.skipBlanks()
                guard scanner.skip(UInt8(ascii: ":")) else { throw scanner.error("expected ':'") }
                try self.readValue(&scanner, depth: depth + 1)
                scanner.skipBlanks()
            } while scanner.skip(UInt8(ascii: ","))
            guard scanner.skip(UInt8(ascii: "}")) else { throw scanner.error("expected ',' or '}'") }
        }
        self.close(place, scanner)
    }

    /// - Parameters:
    ///   - key: The place of an object's last key.
    ///   - object: Its own place.
    private func check(_ key: Int, of object: Int, _ scanner: Scanner) throws(ListingError) {
        guard !self.entries[key].isEscaped else { throw scanner.error("a key with escapes") }
        var (other, count) = (object + 1, 1)
        while other < key {
            guard !self.utf8(other).elementsEqual(self.utf8(key)) else {
                throw scanner.error("the key '\(self.text(key))' a second time")
            }
            other = self.next(other + 1)
            count += 1
        }
        guard count <= Limits.keyCount else { throw scanner.error("more than \(Limits.keyCount) keys") }
    }

    private mutating func readArray(_ scanner: inout Scanner, depth: Int) throws(ListingError) {
        let place = self.open(.array, scanner)
        scanner.advance()
        scanner.skipBlanks()
        if !scanner.skip(UInt8(ascii: "]")) {
            repeat {
                try self.readValue(&scanner, depth: depth + 1)
                scanner.skipBlanks()
            } while scanner.skip(UInt8(ascii: ","))
            guard scanner.skip(UInt8(ascii: "]")) else { throw scanner.error("expected ',' or ']'") }
        }
        self.close(place, scanner)
    }

    private mutating func readString(_ scanner: inout Scanner) throws(ListingError) {
        scanner.advance()
        let start = scanner.offset
        var isEscaped = false
        while let byte = scanner.current, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw scanner.error("a control character in a string") }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                scanner.advance()
                guard !scanner.isAtEnd else { break }
            }
            scanner.advance()
        }
        guard !scanner.isAtEnd else { throw scanner.error("a string without end") }
        let next = Int32(self.entries.count + 1)
        self.entries.append(
            Entry(kind: .string, isEscaped: isEscaped, start: Int32(start), end: Int32(scanner.offset), next: next)
        )
        scanner.advance()
    }

    private mutating func readNumber(_ scanner: inout Scanner) throws(ListingError) {
        let place = self.open(.number, scanner)
        let start = scanner.offset
        while let byte = scanner.current, Self.isOfNumber(byte) { scanner.advance() }
        guard scanner.offset > start else { throw scanner.error("expected a value") }
        guard !Self.beginsWithZero(self.bytes[start..<scanner.offset]) else {
            throw scanner.error("a number that begins with 0")
        }
        self.close(place, scanner)
    }

    private mutating func readWord(_ scanner: inout Scanner, _ word: StaticString, _ kind: Kind) throws(ListingError) {
        let place = self.open(kind, scanner)
        guard scanner.skip(word: word) else { throw scanner.error("expected '\(word)'") }
        self.close(place, scanner)
    }

    private mutating func open(_ kind: Kind, _ scanner: Scanner) -> Int {
        self.entries.append(Entry(kind: kind, start: Int32(scanner.offset), end: 0, next: 0))
        return self.entries.count - 1
    }

    private mutating func close(_ place: Int, _ scanner: Scanner) {
        self.entries[place].end = Int32(scanner.offset)
        self.entries[place].next = Int32(self.entries.count)
    }

    /// Whether more digits follow a first zero: no number of JSON does so, and elsewhere it may be an octal one.
    private static func beginsWithZero(_ bytes: ArraySlice<UInt8>) -> Bool {
        let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes
        guard digits.first == UInt8(ascii: "0"), let second = digits.dropFirst().first else { return false }
        return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(second)
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default:
            false
        }
    }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        var units: [UInt16] = []
        var rest = Substring(decoding: bytes, as: UTF8.self)
        while let character = rest.unicodeScalars.popFirst() {
            guard character == "\\", let escape = rest.unicodeScalars.popFirst() else {
                units += Array(String(character).utf16)
                continue
            }
            switch escape {
            case "n": units.append(0x0A)
            case "t": units.append(0x09)
            case "r": units.append(0x0D)
            case "b": units.append(0x08)
            case "f": units.append(0x0C)
            case "u":
                units.append(UInt16(rest.prefix(4), radix: 16) ?? 0xFFFD)
                rest = rest.dropFirst(4)
            default: units += Array(String(escape).utf16)
            }
        }
        return String(decoding: units, as: UTF16.self)
    }
}

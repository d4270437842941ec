extension JSONTape {
    /// A place in a text.
    struct Scanner {
        private let bytes: [UInt8]
        /// In bytes.
        private(set) var offset = 0

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        var isAtEnd: Bool { self.offset >= self.bytes.count }

        var current: UInt8? { self.isAtEnd ? nil : self.bytes[self.offset] }

        mutating func advance() {
            self.offset += 1
        }

        mutating func skipBlanks() {
            while let byte = self.current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
                self.offset += 1
            }
        }

        /// Whether the next byte is this one; if so, it is passed.
        mutating func skip(_ byte: UInt8) -> Bool {
            guard self.current == byte else { return false }
            self.offset += 1
            return true
        }

        mutating func skip(word: StaticString) -> Bool {
            let isHere = word.withUTF8Buffer { self.bytes[self.offset...].starts(with: $0) }
            if isHere { self.offset += word.utf8CodeUnitCount }
            return isHere
        }

        func error(_ message: String) -> ListingError {
            ListingError(offset: self.offset, message: message)
        }
    }
}

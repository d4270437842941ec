/// One field of an object in the server's own serialization: a code of type and number, and a value.
///
/// Source: skywelld reference §4.3 ("object fields"). The types that a validation can hold are known; any other ends the reading,
/// because nobody could tell where its value ends.
struct SerializedField: Equatable {
    /// Types by their numbers, and how long their values are.
    private enum Length {
        case fixed(Int)
        case variable
        case amount
    }

    /// Of type and number: the order in which the server writes fields.
    let code: Code
    /// The value, without the length in front of it.
    let value: ArraySlice<UInt8>
    /// The field as it came.
    let bytes: ArraySlice<UInt8>

    struct Code: Hashable, Comparable {
        let type: UInt8
        let number: UInt8

        static let flags = Code(type: 2, number: 2)
        static let ledgerSequence = Code(type: 2, number: 6)
        static let closeTime = Code(type: 2, number: 7)
        static let signingTime = Code(type: 2, number: 9)
        static let ledgerHash = Code(type: 5, number: 1)
        static let signingPublicKey = Code(type: 7, number: 3)
        static let signature = Code(type: 7, number: 6)

        static func < (lhs: Self, rhs: Self) -> Bool {
            (lhs.type, lhs.number) < (rhs.type, rhs.number)
        }

        /// Type and number share a byte as long as both are below 16; the one that is not follows in a byte of its own.
        var bytes: [UInt8] {
            let head = (self.type < 16 ? self.type << 4 : 0) | (self.number < 16 ? self.number : 0)
            return [head] + (self.type < 16 ? [] : [self.type]) + (self.number < 16 ? [] : [self.number])
        }
    }

    /// Takes one field from the front of an object; `nil` if there is none that can be read.
    init?(_ rest: inout ArraySlice<UInt8>) {
        let start = rest
        guard let code = Self.takeCode(&rest), let length = Self.takeLength(of: code.type, &rest), length <= rest.count
        else { return nil }
        self.code = code
        self.value = rest.prefix(length)
        rest = rest.dropFirst(length)
        self.bytes = start[..<rest.startIndex]
    }

    /// A number of four bytes, if the field is one.
    var number: UInt32? {
        self.value.count == 4 ? UInt32(BigEndian.number(self.value)) : nil
    }

    static func bytes(_ code: Code, _ number: UInt32) -> [UInt8] {
        code.bytes + BigEndian.bytes(number)
    }

    static func bytes(_ code: Code, _ hash: Hash256) -> [UInt8] {
        code.bytes + hash.bytes
    }

    static func bytes(_ code: Code, variable value: [UInt8]) -> [UInt8] {
        code.bytes + VariableLength.prefixed(value)
    }

    private static func takeCode(_ rest: inout ArraySlice<UInt8>) -> Code? {
        guard let head = rest.popFirst() else { return nil }
        var (type, number) = (head >> 4, head & 15)
        if type == 0 {
            guard let byte = rest.popFirst(), byte >= 16 else { return nil }
            type = byte
        }
        if number == 0 {
            guard let byte = rest.popFirst(), byte >= 16 else { return nil }
            number = byte
        }
        return Code(type: type, number: number)
    }

    private static func takeLength(of type: UInt8, _ rest: inout ArraySlice<UInt8>) -> Int? {
        let length: Length? =
            switch type {
            case 1: .fixed(2)
            case 2: .fixed(4)
            case 3: .fixed(8)
            case 4: .fixed(16)
            case 5: .fixed(32)
            case 6: .amount
            case 7, 8, 19: .variable
            case 16: .fixed(1)
            case 17: .fixed(20)
            default: nil
            }
        switch length {
        case .fixed(let length): return length
        case .variable: return VariableLength.take(&rest)
        // The highest bit tells an issued currency, with currency and issuer, from the native one.
        case .amount: return rest.first.map { $0 & 0x80 != 0 ? 48 : 8 }
        case nil: return nil
        }
    }
}

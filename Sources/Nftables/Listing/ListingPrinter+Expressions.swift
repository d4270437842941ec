internal import Addressing

extension ListingPrinter {
    func expression(_ expression: Expression) throws(UnprintableListing) -> JSONValue {
        switch expression {
        case .meta(let key): return .tagged("meta", .object([("key", .string(key))]))
        case .payload(let header, let field):
            return .tagged("payload", .object([("protocol", .string(header)), ("field", .string(field))]))
        case .connection(let key, let direction):
            return .tagged(
                "ct",
                .object([("key", .string(key))] + (direction.map { [("dir", .string($0))] } ?? []))
            )
        case .binary(let operation, let inner, let constant):
            let operands = [try self.expression(inner), try self.constant(constant)]
            return .tagged(operation.rawValue, .array(operands))
        case .concatenation(let parts): return .tagged("concat", .array(try self.list(parts, self.expression)))
        case .map(let key, let data):
            return .tagged("map", .object([("key", try self.expression(key)), ("data", try self.constant(data))]))
        case .constant(let constant): return try self.constant(constant)
        case .routes(let result, let words):
            return .tagged("fib", .object([("result", .string(result)), ("flags", .strings(words))]))
        case .other(let name): throw UnprintableListing(what: name)
        }
    }

    func constant(_ constant: Constant) throws(UnprintableListing) -> JSONValue {
        switch constant {
        case .number(let range): return Self.range(range, prefixLength: nil) { .number($0) }
        case .ipv4(let range):
            let length = Self.prefixLength(range.lowerBound.rawValue, range.upperBound.rawValue)
            return Self.range(range, prefixLength: length) { .string($0.description) }
        case .ipv6(let range):
            let length = Self.prefixLength(range.lowerBound.rawValue, range.upperBound.rawValue)
            return Self.range(range, prefixLength: length) { .string($0.description) }
        case .boolean(let value): return .boolean(value)
        case .symbol(let name): return .string(name)
        case .symbols(let first, let last): return .tagged("range", .strings([first, last]))
        case .numberPrefix(let number, let length): return Self.prefix(.number(number), length)
        case .flags(let flags): return .array(try self.list(flags, self.constant))
        case .concatenation(let parts): return .tagged("concat", .array(try self.list(parts, self.constant)))
        case .everythingElse: return .string("*")
        case .namedSet(let name): return .string("@\(name)")
        case .anonymousSet(let elements): return .tagged("set", .array(try self.elements(elements)))
        case .unknown(let name): throw UnprintableListing(what: name)
        }
    }

    func elements(_ elements: [SetElement]) throws(UnprintableListing) -> [JSONValue] {
        try self.list(elements) { element throws(UnprintableListing) in
            try Self.expect(!element.hasMore, "element \(element.key)")
            let key = try self.element(element.key)
            switch element.value {
            case nil: return key
            case .verdict(let verdict): return .array([key, Self.verdict(verdict)])
            case .constant(let constant): return .array([key, try self.element(constant)])
            }
        }
    }

    /// Several bits together are one element; a list would be several.
    private func element(_ constant: Constant) throws(UnprintableListing) -> JSONValue {
        guard case .flags(let flags) = constant else { return try self.constant(constant) }
        return .tagged("|", .array(try self.list(flags, self.constant)))
    }

    private static func range<Bound>(
        _ range: ClosedRange<Bound>,
        prefixLength: Int?,
        _ value: (Bound) -> JSONValue
    ) -> JSONValue {
        if range.lowerBound == range.upperBound { return value(range.lowerBound) }
        if let prefixLength { return self.prefix(value(range.lowerBound), prefixLength) }
        return .tagged("range", .array([value(range.lowerBound), value(range.upperBound)]))
    }

    private static func prefix(_ address: JSONValue, _ length: Int) -> JSONValue {
        .tagged("prefix", .object([("addr", address), ("len", JSONValue(length))]))
    }

    /// How many first bits all numbers of a range share, if these are all numbers that share them.
    private static func prefixLength<Number: FixedWidthInteger>(_ first: Number, _ last: Number) -> Int? {
        let span = first ^ last
        return span & (span &+ 1) == 0 && first & span == 0 ? Number.bitWidth - span.nonzeroBitCount : nil
    }
}

internal import Addressing

extension ListingReader {
    /// An expression; what this reader does not know is kept by its name.
    func expression(_ place: Int) -> Expression {
        guard let (name, body) = self.tape.onlyMember(place) else { return .constant(self.constant(place)) }
        switch name {
        case "tcp option":
            // What size of segments is offered may be changed; all else both ends rely on.
            let option = self.tape.member(body, "name").map(self.tape.text)
            return .other(option == "maxseg" ? "\(name) maxseg" : name)
        case "meta":
            return self.tape.member(body, "key").map { .meta(self.tape.text($0)) } ?? .other(name)
        case "payload":
            guard let header = self.tape.member(body, "protocol"), let field = self.tape.member(body, "field") else {
                return .other("raw payload")
            }
            // Newer versions name the tunnel that a header is inside of.
            guard !self.hasOther(body, than: ["protocol", "field"]) else { return .other("payload in a tunnel") }
            return .payload(protocol: self.tape.text(header), field: self.tape.text(field))
        case "ct":
            guard let key = self.tape.member(body, "key") else { return .other(name) }
            return .connection(
                self.tape.text(key),
                direction: self.tape.member(body, "dir").map(self.tape.text)
            )
        case "fib":
            return self.routes(body)
        case "&", "|", "^", "<<", ">>":
            return self.binary(name, body)
        case "concat":
            return .concatenation(self.tape.items(body).map(self.expression))
        case "map":
            guard let key = self.tape.member(body, "key"), let data = self.tape.member(body, "data") else {
                return .other(name)
            }
            let expression = self.expression(key)
            let map = self.mapData(data)
            return .map(expression, self.settled(map, for: expression))
        case "prefix", "range", "set", "elem":
            return .constant(self.constant(place))
        default:
            return .other(name)
        }
    }

    private func routes(_ body: Int) -> Expression {
        guard let result = self.tape.member(body, "result"), let flags = self.tape.member(body, "flags") else {
            return .other("fib")
        }
        // A single flag may stand alone.
        let words = self.tape.kind(flags) == .array ? self.tape.items(flags) : [flags]
        return .routes(self.tape.text(result), of: words.map(self.tape.text))
    }

    private func binary(_ name: String, _ body: Int) -> Expression {
        let operands = self.tape.items(body)
        guard let operation = Expression.Operator(rawValue: name), operands.count >= 2 else { return .other(name) }
        // More than two operands stand for a chain of one operation: newer versions join `a | b | c`.
        if case .constant = self.expression(operands[0]) { return .constant(self.constant(body)) }
        return operands.dropFirst().reduce(self.expression(operands[0])) { left, right in
            .binary(operation, left, self.constant(right))
        }
    }

    // MARK: - Constants

    /// The elements of a set.
    func elements(_ place: Int) -> [SetElement] {
        self.list(place, self.key)
    }

    /// The elements of a map: pairs of a key and what the map gives for it.
    func mapElements(_ place: Int) -> [SetElement] {
        self.list(place, self.pair)
    }

    /// What a map expression or a verdict map looks into: `@name`, or pairs.
    func mapData(_ place: Int) -> Constant {
        guard let pairs = self.tape.member(place, "set") else { return self.constant(place) }
        return .anonymousSet(self.mapElements(pairs))
    }

    private func list(_ place: Int, _ element: (Int) -> SetElement) -> [SetElement] {
        guard self.tape.kind(place) == .array else { return [element(place)] }
        var elements: [SetElement] = []
        var item = self.tape.first(place)
        while item < self.tape.next(place) {
            elements.append(element(item))
            item = self.tape.next(item)
        }
        return elements
    }

    private func pair(_ place: Int) -> SetElement {
        let pair = self.tape.items(place)
        guard pair.count == 2 else { return SetElement(.unknown("element")) }
        var element = self.key(pair[0])
        element.value = self.verdict(pair[1]).map { .verdict($0) } ?? .constant(self.constant(pair[1]))
        return element
    }

    private func key(_ place: Int) -> SetElement {
        guard let body = self.tape.member(place, "elem"), let value = self.tape.member(body, "val") else {
            return SetElement(self.constant(place))
        }
        var element = SetElement(
            self.constant(value),
            timeout: self.tape.member(body, "timeout").map { self.tape.signedNumber($0) ?? .max },
            ceiling: self.tape.member(body, "ct count").flatMap { count in
                if case .connectionsOver(let ceiling) = self.connectionCount(count) { ceiling } else { nil }
            }
        )
        self.noteExtras(body, of: &element)
        return element
    }

    /// What an element has besides its key, in one go through it: sets may be large.
    private func noteExtras(_ body: Int, of element: inout SetElement) {
        var key = self.tape.first(body)
        while key < self.tape.next(body) {
            defer { key = self.tape.next(self.tape.next(key)) }
            if self.tape.isText(key, "val") { continue }
            element.hasMore = true
            if self.tape.isText(key, "comment") || self.tape.isText(key, "counter") { continue }
            // It matches for a time, or by a limit or another condition of its own.
            element.mayExpire = true
            if self.tape.isText(key, "timeout") || self.tape.isText(key, "expires") { continue }
            if element.ceiling == nil || !self.tape.isText(key, "ct count") { element.isUnread = true }
        }
    }

    /// A value; what this reader does not know is kept by its name.
    func constant(_ place: Int) -> Constant {
        switch self.tape.kind(place) {
        case .null: return .unknown("null")
        case .yes: return .boolean(true)
        case .no: return .boolean(false)
        case .number: return self.tape.number(place).map { .number($0...$0) } ?? .unknown("number")
        case .string: return self.named(place)
        case .array: return .flags(self.tape.items(place).map(self.constant))
        case .object: return self.compound(place)
        }
    }

    private func named(_ place: Int) -> Constant {
        let bytes = self.tape.utf8(place)
        if let address = Self.ipv4Address(bytes) { return .ipv4(address...address) }
        let text = self.tape.text(place)
        if Self.hasOctalParts(bytes) {
            self.refusals.note(
                place,
                "'\(text)' is no address in a listing: nft takes numbers that begin with 0 as octal"
            )
        }
        if bytes.contains(UInt8(ascii: ":")), let address = IPv6Address(text) { return .ipv6(address...address) }
        if text == "*" { return .everythingElse }
        return text.hasPrefix("@") ? .namedSet(String(text.dropFirst())) : .symbol(text)
    }

    private func compound(_ place: Int) -> Constant {
        guard let (name, body) = self.tape.onlyMember(place) else { return .unknown("{}") }
        switch name {
        case "prefix": return self.prefix(body)
        case "range": return self.range(body)
        case "set": return .anonymousSet(self.elements(body))
        case "concat": return .concatenation(self.tape.items(body).map(self.constant))
        case "|": return .flags(self.tape.items(body).map(self.constant))
        case "elem": return self.tape.member(body, "val").map(self.constant) ?? .unknown(name)
        default: return .unknown(name)
        }
    }

    private func prefix(_ body: Int) -> Constant {
        guard let address = self.tape.member(body, "addr"),
            let length = self.tape.member(body, "len").flatMap(self.tape.signedNumber), length >= 0
        else { return .unknown("prefix") }
        switch self.constant(address) {
        case .ipv4(let range) where length <= 32:
            let prefix = IPv4Prefix(range.lowerBound, length: length)
            guard prefix.network == range.lowerBound else { return Self.strayBits }
            return .ipv4(prefix.network...prefix.last)
        case .ipv6(let range) where length <= 128:
            let prefix = IPv6Prefix(range.lowerBound, length: length)
            guard prefix.network == range.lowerBound else { return Self.strayBits }
            return .ipv6(prefix.network...prefix.last)
        case .number(let range):
            return .numberPrefix(range.lowerBound, length: length)
        default:
            return .unknown("prefix")
        }
    }

    /// No prefix: nft 1.0.6 lists `ip saddr & 255.255.255.0 == 10.1.2.3`, which is never so, as `ip saddr 10.1.2.3/24`.
    private static let strayBits = Constant.unknown("prefix of an address with bits behind its length")

    private func range(_ body: Int) -> Constant {
        let ends = self.tape.items(body).map(self.constant)
        guard ends.count == 2 else { return .unknown("range") }
        switch (ends[0], ends[1]) {
        case (.number(let low), .number(let high)) where low.lowerBound <= high.lowerBound:
            return .number(low.lowerBound...high.lowerBound)
        case (.ipv4(let low), .ipv4(let high)) where low.lowerBound <= high.lowerBound:
            return .ipv4(low.lowerBound...high.lowerBound)
        case (.ipv6(let low), .ipv6(let high)) where low.lowerBound <= high.lowerBound:
            return .ipv6(low.lowerBound...high.lowerBound)
        case (.symbol(let low), .symbol(let high)):
            return .symbols(low, high)
        default:
            return .unknown("range")
        }
    }

    /// Whether it is written like an address of IPv4, which may end one of IPv6, and some part begins with a zero that is not all of
    /// it.
    private static func hasOctalParts(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.contains(UInt8(ascii: ".")) else { return false }
        let last = bytes.lastIndex(of: UInt8(ascii: ":")).map { bytes[($0 + 1)...] } ?? bytes
        let parts = last.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return parts.count == 4 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(digits.contains) }
            && parts.contains { $0.count > 1 && $0.first == UInt8(ascii: "0") }
    }

    /// The fast path for large sets: no text is made.
    private static func ipv4Address(_ bytes: ArraySlice<UInt8>) -> IPv4Address? {
        guard (7...15).contains(bytes.count) else { return nil }
        var value: UInt32 = 0
        var octet: UInt32 = 0
        var digits = 0
        var dots = 0
        for byte in bytes {
            if byte == UInt8(ascii: ".") {
                guard digits > 0 else { return nil }
                value = value << 8 | octet
                (octet, digits) = (0, 0)
                dots += 1
            } else {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), digits < 3 else { return nil }
                // nft would take such a part as octal.
                guard digits == 0 || octet != 0 else { return nil }
                octet = octet * 10 + UInt32(byte - UInt8(ascii: "0"))
                digits += 1
                guard octet <= 255 else { return nil }
            }
        }
        return dots == 3 && digits > 0 ? IPv4Address(rawValue: value << 8 | octet) : nil
    }
}

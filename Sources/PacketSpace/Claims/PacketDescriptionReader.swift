internal import Addressing

/// Reads the words of a ``PacketDescription``, and goes on after what it cannot understand.
struct PacketDescriptionReader {
    private let words: [Substring]
    private var next = 0
    private(set) var problems: [String] = []

    private(set) var family: Family?
    private(set) var transport: UInt8?
    private(set) var source: PacketDescription.End?
    private(set) var destination: PacketDescription.End?
    private(set) var inputInterface: String?
    private(set) var outputInterface: String?
    private(set) var icmpType: UInt8?
    private(set) var states: [ConnectionState]?
    private var seen: Set<Substring> = []

    init(_ text: String) {
        self.words = text.split { $0 == " " || $0 == "\t" || $0 == "\n" }
    }

    mutating func read() {
        if self.words.isEmpty { self.problems.append("it describes no packets; write 'any' for all") }
        while self.next < self.words.count {
            let word = self.words[self.next]
            self.next += 1
            if !self.seen.insert(word).inserted { self.problems.append("'\(word)' is said twice") }
            self.read(word)
        }
    }

    private mutating func read(_ word: Substring) {
        switch word {
        case "ipv4", "IPv4": self.setFamily(.ipv4)
        case "ipv6", "IPv6": self.setFamily(.ipv6)
        case "from": self.source = self.operand(of: word).flatMap { self.end($0) }
        case "to": self.destination = self.operand(of: word).flatMap { self.end($0) }
        case "in": self.inputInterface = self.operand(of: word).flatMap { self.interface($0) }
        case "out": self.outputInterface = self.operand(of: word).flatMap { self.interface($0) }
        case "type": self.icmpType = self.operand(of: word).flatMap { self.number($0, "a type") }
        case "state": self.states = self.operand(of: word).flatMap { self.states($0) }
        case "protocol": if let number = self.operand(of: word) { self.setTransport(number) }
        case "any": break
        default:
            // As packets are written in answers: with the state as a word of its own.
            if self.states == nil, let state = ConnectionState.allCases.first(where: { "\($0)" == word }) {
                self.states = [state]
            } else {
                self.setTransport(word)
            }
        }
    }

    private mutating func operand(of word: Substring) -> Substring? {
        guard self.next < self.words.count else {
            self.problems.append("nothing follows '\(word)'")
            return nil
        }
        self.next += 1
        return self.words[self.next - 1]
    }

    private mutating func setFamily(_ family: Family) {
        if self.family != nil, self.family != family { self.problems.append("packets are of one family") }
        self.family = family
    }

    private mutating func setTransport(_ word: Substring) {
        let known: [Substring: UInt8] = ["tcp": 6, "udp": 17, "icmp": 1, "icmpv6": 58]
        guard let number = known[word] ?? UInt8(word) else {
            self.problems.append(
                "'\(word)' is no protocol and no word of a description (from, to, in, out, type, state, ipv4, ipv6)"
            )
            return
        }
        if self.transport != nil { self.problems.append("packets are of one protocol, not also of '\(word)'") }
        self.transport = number
    }

    // MARK: - Operands

    private mutating func end(_ text: Substring) -> PacketDescription.End? {
        let (address, ports) = Self.parts(text)
        var prefix: IPPrefix?
        if address != "any" {
            prefix = IPPrefix(address)
            guard prefix != nil else {
                self.problems.append("'\(text)' is no address, no prefix and not 'any', with or without a port")
                return nil
            }
        }
        guard let ports else { return PacketDescription.End(prefix: prefix, ports: nil) }
        guard let range = Self.range(ports) else {
            self.problems.append("'\(ports)' is no port and no range of ports, such as 22 or 1024-65535")
            return nil
        }
        return PacketDescription.End(prefix: prefix, ports: range)
    }

    /// The address and the port behind it; an address with several colons has a port only behind brackets.
    private static func parts(_ text: Substring) -> (address: Substring, ports: Substring?) {
        if text.hasPrefix("["), let close = text.firstIndex(of: "]") {
            let rest = text[text.index(after: close)...]
            let address = text[text.index(after: text.startIndex)..<close]
            return rest.isEmpty ? (address, nil) : (address, rest.hasPrefix(":") ? rest.dropFirst() : rest)
        }
        guard let colon = text.firstIndex(of: ":"), text.lastIndex(of: ":") == colon else { return (text, nil) }
        return (text[..<colon], text[text.index(after: colon)...])
    }

    private static func range(_ text: Substring) -> ClosedRange<UInt16>? {
        let bounds = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
        guard let first = bounds.first, let first, let last = bounds.last, let last, bounds.count <= 2, first <= last
        else { return nil }
        return first...last
    }

    private mutating func interface(_ name: Substring) -> String? {
        // The kernel's names have at most 15 bytes (`IFNAMSIZ`).
        let isName = name.utf8.count <= 15 && !name.contains("/") && !name.dropLast().contains("*") && name != "*"
        if !isName { self.problems.append("'\(name)' is no name of an interface, and no start of one with '*'") }
        return isName ? String(name) : nil
    }

    private mutating func number(_ text: Substring, _ kind: String) -> UInt8? {
        let number = UInt8(text)
        if number == nil { self.problems.append("'\(text)' is not \(kind), 0 to 255") }
        return number
    }

    private mutating func states(_ text: Substring) -> [ConnectionState]? {
        if text == "any" { return ConnectionState.allCases }
        var states: [ConnectionState] = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let state = ConnectionState.allCases.first(where: { "\($0)" == name }) else {
                let known = ConnectionState.allCases.map { "\($0)" }.joined(separator: ", ")
                self.problems.append("'\(name)' is no state: one of \(known)")
                return nil
            }
            states.append(state)
        }
        return states
    }
}

package import Addressing

/// Where else to try, as a node says that has no slot free: the body of a 503.
///
/// Nobody has checked what it names. A private node does well to ignore it.
///
/// Source: skywelld reference §3.6 and §0.1 (J7).
package struct Redirect: Equatable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let address: IPv4Address
        /// Some builds leave it out, and then ignore the entry themselves.
        package let port: Port?

        package init(_ address: IPv4Address, _ port: Port?) {
            self.address = address
            self.port = port
        }
    }

    /// How many entries are looked at. Source: skywelld reference §3.6.
    package static let maximumCount = 30
    /// The longest body that is read, in bytes; thirty entries take 750.
    package static let maximumLength = 16 * 1024

    /// In the order of the list, each address once. What is no address is left out.
    package let entries: [Entry]

    /// Reads `{"peer-ips":["a.b.c.d:port", …]}`, with or without blanks and ports. A body of any other shape names nobody.
    package init(body: [UInt8]) {
        var scanner = Scanner(rest: body.prefix(Self.maximumLength))
        var seen: Set<IPv4Address> = []
        self.entries = scanner.texts().compactMap(Self.entry).filter { seen.insert($0.address).inserted }
    }

    private static func entry(_ text: String) -> Entry? {
        if let endpoint = Endpoint(text) { return Entry(endpoint.address, endpoint.port) }
        return IPv4Address(text).map { Entry($0, nil) }
    }
}

/// As much of JSON as the body needs.
private struct Scanner {
    var rest: ArraySlice<UInt8>

    /// The first elements of the list, if the body is whole and of the one known shape.
    mutating func texts() -> [String] {
        guard self.skip("{"), self.text() == "peer-ips", self.skip(":"), self.skip("[") else { return [] }
        var texts: [String] = []
        while !self.skip("]") {
            guard texts.isEmpty || self.skip(","), let text = self.text() else { return [] }
            texts.append(text)
        }
        guard self.skip("}"), self.blanksSkipped().isEmpty else { return [] }
        return Array(texts.prefix(Redirect.maximumCount))
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        self.rest = self.blanksSkipped()
        guard let first = self.rest.first, first == UInt8(ascii: character) else { return false }
        self.rest = self.rest.dropFirst()
        return true
    }

    /// A text without escapes, which neither an address nor the name of the list has.
    private mutating func text() -> String? {
        guard self.skip("\""), let end = self.rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        let text = self.rest[..<end]
        self.rest = self.rest[(end + 1)...]
        return text.contains(UInt8(ascii: "\\")) ? nil : String(decoding: text, as: UTF8.self)
    }

    private func blanksSkipped() -> ArraySlice<UInt8> {
        self.rest.drop { " \t\r\n".utf8.contains($0) }
    }
}

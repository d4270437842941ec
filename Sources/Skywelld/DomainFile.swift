/// What a domain says of its validator: the file `skywell.txt` at its root, in the grammar of `skywelld.cfg`.
///
/// Source: skywelld reference §8.3, `validators`; the sections are those of the server's own list of nodes.
package enum DomainFile {
    /// Where it is on the domain's server.
    package static let path = "/skywell.txt"

    /// Longest domain, in bytes. Source: RFC 1035 §2.3.4.
    private static let domainMaximum = 253

    /// The validation key of a domain; `nil` unless the file is that domain's and names one key.
    package static func key(of domain: String, in bytes: [UInt8]) -> NodePublicKey? {
        let file = ConfigurationFile(bytes)
        guard let named = file["domain"]?.lines, named.count == 1, named[0].text.lowercased() == domain.lowercased(),
            let keys = file["validation_public_key"]?.lines, keys.count == 1
        else { return nil }
        return NodePublicKey(base58: keys[0].text)
    }

    /// Whether a text can be the name of a domain: letters, digits, hyphens and at least one dot, and no address.
    package static func isDomain(_ text: String) -> Bool {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count > 1, text.utf8.count <= Self.domainMaximum else { return false }
        let isGood = labels.allSatisfy { label in
            !label.isEmpty && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                        true
                    default: false
                    }
                }
        }
        // The last label of a domain is no number, that of an address is.
        return isGood && labels.last?.contains { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } == true
    }
}

internal import Addressing

/// The addresses in a text, such as the output of `ip -brief address` or `hostname -I`.
struct AddressListing {
    /// In order, each once; no loopback and the like.
    private(set) var addresses: [IPv4Address] = []
    /// Where the text gives them.
    private(set) var prefixLengths: [IPv4Address: Int] = [:]

    init(_ text: String) {
        var isOther = false  // behind these words stands somebody else's address
        for word in text.split(whereSeparator: \.isWhitespace) {
            defer { isOther = word == "brd" || word == "peer" || word == "via" }
            let parts = word.split(separator: "/", maxSplits: 1)
            guard !isOther, let first = parts.first, let address = IPv4Address(first), address.isUsableByPeers,
                !self.addresses.contains(address)
            else { continue }
            self.addresses.append(address)
            if parts.count == 2, let length = Int(parts[1]), (8...30).contains(length) {
                self.prefixLengths[address] = length
            }
        }
    }
}

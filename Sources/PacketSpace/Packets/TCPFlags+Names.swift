extension TCPFlags {
    private static let named: [(TCPFlags, String)] = [
        (.fin, "fin"), (.syn, "syn"), (.rst, "rst"), (.psh, "psh"), (.ack, "ack"), (.urg, "urg"), (.ecn, "ecn"),
        (.cwr, "cwr"),
    ]

    /// As nft calls those that are set. Source: nft(8), "TCP header expression".
    package var names: [String] {
        Self.named.filter { self.contains($0.0) }.map(\.1)
    }

    /// - Parameter name: As nft calls the flag.
    package init?(named name: some StringProtocol) {
        guard let flag = Self.named.first(where: { $0.1 == name }) else { return nil }
        self = flag.0
    }
}

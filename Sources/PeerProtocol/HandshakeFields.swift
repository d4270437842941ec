/// What a node says about itself when a connection becomes a peer link: the same in both directions.
///
/// Source: skywelld reference §3.1 and §3.2.
package struct HandshakeFields: Equatable, Sendable {
    /// How much of a peer's software name is kept, in Unicode scalars: it comes from a stranger and is shown to others.
    package static let maximumSoftwareLength = 64

    /// The bytes of a ledger hash.
    package static let ledgerHashLength = 32

    /// The name and version of the software; empty if the peer sent none.
    package let software: String
    package let crawl: CrawlVisibility
    /// The node's public key as base58 text, unchecked.
    package let publicKey: String
    /// The signature of the session value, in DER, unchecked.
    package let signature: [UInt8]
    /// Seconds since 2000.
    package let networkTime: UInt64?
    /// 32 bytes.
    package let closedLedger: [UInt8]?
    /// 32 bytes.
    package let previousLedger: [UInt8]?

    package init(
        software: String,
        crawl: CrawlVisibility,
        publicKey: String,
        signature: [UInt8],
        networkTime: UInt64?,
        closedLedger: [UInt8]? = nil,
        previousLedger: [UInt8]? = nil
    ) {
        self.software = software
        self.crawl = crawl
        self.publicKey = publicKey
        self.signature = signature
        self.networkTime = networkTime
        self.closedLedger = closedLedger
        self.previousLedger = previousLedger
    }

    /// Reads what request and response have in common.
    init(_ fields: HTTPFields, software: String?) throws(HandshakeError) {
        guard let publicKey = fields["Public-Key"] else { throw .publicKeyMissing }
        guard let signatureText = fields["Session-Signature"] else { throw .signatureMissing }
        guard let signature = Base64.decode(signatureText) else { throw .malformedSignature }
        let networkTime = try Self.number(fields["Network-Time"], orThrow: .malformedNetworkTime)
        _ = try Self.number(fields["Ledger"], orThrow: .malformedLedger)
        self.init(
            software: Self.shortened(software ?? ""),
            crawl: CrawlVisibility(header: fields["Crawl"]),
            publicKey: publicKey,
            signature: signature,
            networkTime: networkTime,
            closedLedger: try Self.ledgerHash(fields["Closed-Ledger"]),
            previousLedger: try Self.ledgerHash(fields["Previous-Ledger"])
        )
    }

    private static func shortened(_ software: String) -> String {
        guard software.utf8.count > Self.maximumSoftwareLength else { return software }
        return String(String.UnicodeScalarView(software.unicodeScalars.prefix(Self.maximumSoftwareLength)))
    }

    /// Appends the fields that close a request and a response alike.
    func append(to fields: inout HTTPFields) {
        fields.append("Crawl", self.crawl.rawValue)
        fields.append("Public-Key", self.publicKey)
        fields.append("Session-Signature", Base64.encode(self.signature))
        if let networkTime { fields.append("Network-Time", String(networkTime)) }
        if let closedLedger { fields.append("Closed-Ledger", Base64.encode(closedLedger)) }
        if let previousLedger { fields.append("Previous-Ledger", Base64.encode(previousLedger)) }
    }

    private static func number(_ text: String?, orThrow error: HandshakeError) throws(HandshakeError) -> UInt64? {
        guard let text else { return nil }
        guard let number = HTTPSyntax.number(text.utf8, upTo: UInt64.max) else { throw error }
        return number
    }

    private static func ledgerHash(_ text: String?) throws(HandshakeError) -> [UInt8]? {
        guard let text else { return nil }
        guard let hash = Base64.decode(text), hash.count == Self.ledgerHashLength else { throw .malformedLedger }
        return hash
    }
}

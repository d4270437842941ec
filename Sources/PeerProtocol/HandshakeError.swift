/// Why an HTTP head is not a usable handshake.
///
/// Source: skywelld reference §3.5.
package enum HandshakeError: Error, Equatable, Sendable {
    /// A response with another status than 101.
    case notSwitching(status: Int)
    /// No version of the peer protocol in `Upgrade`.
    case versionMissing
    case publicKeyMissing
    case signatureMissing
    /// `Session-Signature` is not base64.
    case malformedSignature
    /// `Network-Time` is not an unsigned number.
    case malformedNetworkTime
    /// `Ledger` is not an unsigned number, or a ledger hash is not 32 bytes in base64.
    case malformedLedger
}

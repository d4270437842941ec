/// What both ends of a TLS session sign to prove their identity to each other: 32 bytes that only they share.
///
/// Source: skywelld reference §3.4.
package struct SessionValue: Hashable, Sendable {
    /// In bytes.
    package static let length = 32

    /// The shortest Finished message that is accepted, in bytes; TLS 1.2 has exactly this.
    package static let minimumFinishedLength = 12

    package let bytes: [UInt8]

    /// Computes the value from the two Finished messages of the handshake; both ends get the same.
    ///
    /// `nil` if either message is too short or both are the same: the link must then be dropped.
    ///
    /// - Parameters:
    ///   - localFinished: What we sent.
    ///   - peerFinished: What the peer sent.
    package init?(localFinished: [UInt8], peerFinished: [UInt8]) {
        guard localFinished.count >= Self.minimumFinishedLength, peerFinished.count >= Self.minimumFinishedLength,
            localFinished != peerFinished
        else { return nil }
        let mixed = zip(SHA512.digest(of: localFinished), SHA512.digest(of: peerFinished)).map { $0 ^ $1 }
        self.bytes = Array(SHA512.digest(of: mixed).prefix(Self.length))
    }

    /// `nil` unless there are 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }
}

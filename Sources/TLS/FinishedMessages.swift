/// The TLS Finished messages of both ends: what the session signature is made of.
///
/// The two ends see the same pair mirrored. 12 bytes each in TLS 1.2. Source: skywelld reference §3.4.
package struct FinishedMessages: Equatable, Sendable {
    /// The message that this end sent.
    package let local: [UInt8]
    /// The message that the other end sent.
    package let peer: [UInt8]
}

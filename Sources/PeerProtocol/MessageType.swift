/// The messages of the peer protocol that have a number.
///
/// Source: skywelld reference §4.2.
package enum MessageType: UInt16, CaseIterable, Sendable {
    /// Obsolete: receiving it ends the link.
    case hello = 1
    case ping = 3
    case proofOfWork = 4
    case cluster = 5
    case getPeers = 12
    case peers = 13
    case endpoints = 15
    case transaction = 30
    case getLedger = 31
    case ledgerData = 32
    case proposeLedger = 33
    case statusChange = 34
    case haveSet = 35
    case validation = 41
    case getObjects = 42
}

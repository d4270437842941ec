/// Whom a node tells about endpoints that it has from others (hops 1 and more).
///
/// One published build of the server ends its process when it reads such an entry, and cannot be told from others by
/// what it says in its handshake; but it never sends such an entry itself. Two nodes of ours would wait for each other to begin, so each
/// says by the version of its announcements that it takes them (`Endpoints.senderTakes`); no other build writes that version.
///
/// Source: skywelld reference §0.1, J3 and J4; §4.3.
package enum HopRelay: Equatable, Sendable {
    /// Peers that have sent such entries themselves or say that they take them.
    case proven
    /// All peers: for networks without that build.
    case always
}

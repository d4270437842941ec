/// A request for addresses, which no known build sends or answers.
///
/// Source: skywelld reference §4.3 and §5.3.
package struct GetPeers: Equatable, Sendable {
    package init() {}
}

extension GetPeers: WireMessage {
    static var type: MessageType { .getPeers }

    init(_ wire: WireGetPeers, limits: FrameLimits) throws(MessageError) {
        self.init()
    }

    var wire: WireGetPeers {
        var wire = WireGetPeers()
        wire.needed = 1
        return wire
    }
}

internal import FoundationEssentials

/// Whether a node has a set of transactions.
///
/// Source: skywelld reference §4.3 and §5.4.
package struct HaveSet: Equatable, Sendable {
    package enum Status: Int, CaseIterable, Equatable, Sendable {
        case have = 1
        case canGet = 2
        case need = 3
    }

    package let status: Status
    package let hash: Hash256

    package init(_ status: Status, _ hash: Hash256) {
        self.status = status
        self.hash = hash
    }
}

extension HaveSet: WireMessage {
    static var type: MessageType { .haveSet }

    init(_ wire: WireHaveSet, limits: FrameLimits) throws(MessageError) {
        let status: Status =
            switch wire.status {
            case .have: .have
            case .canGet: .canGet
            case .need: .need
            }
        self.init(status, try wire.hash.hash())
    }

    var wire: WireHaveSet {
        var wire = WireHaveSet()
        wire.status =
            switch self.status {
            case .have: .have
            case .canGet: .canGet
            case .need: .need
            }
        wire.hash = self.hash.data
        return wire
    }
}

/// Which part of a ledger a request asks for and a reply brings.
///
/// Source: skywelld reference §4.3.
package enum LedgerItem: Int, CaseIterable, Equatable, Sendable {
    case base = 0
    case transactionNodes = 1
    case stateNodes = 2
    case candidateSet = 3

    init(_ wire: WireLedgerItem) {
        switch wire {
        case .base: self = .base
        case .transactionNodes: self = .transactionNodes
        case .stateNodes: self = .stateNodes
        case .candidateSet: self = .candidateSet
        }
    }

    var wire: WireLedgerItem {
        switch self {
        case .base: .base
        case .transactionNodes: .transactionNodes
        case .stateNodes: .stateNodes
        case .candidateSet: .candidateSet
        }
    }
}

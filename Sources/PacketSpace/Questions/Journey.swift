/// One way of packets with regard to a host, over all hooks on it.
package enum Journey: CaseIterable, Hashable, Sendable {
    /// From the wire to the host: prerouting, then input.
    case arrival
    /// From the host to the wire: output, then postrouting.
    case departure
    /// Through the host: forward alone. What prerouting drops counts as if it came here, in every form.
    case passage

    /// In the order in which packets come to them.
    var hooks: [Hook] {
        switch self {
        case .arrival: [.prerouting, .input]
        case .departure: [.output, .postrouting]
        case .passage: [.forward]
        }
    }

    /// The hook at which packets look as the question puts them.
    package var view: Hook {
        switch self {
        case .arrival: .input
        case .departure: .output
        case .passage: .forward
        }
    }
}

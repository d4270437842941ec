/// Where in the packet's path through the kernel base chains are asked.
package enum Hook: String, CaseIterable, Hashable, Sendable {
    case prerouting
    case input
    case forward
    case output
    case postrouting

    /// Whether translation changes where packets go to here, and not where they come from.
    var translatesDestination: Bool { self == .prerouting || self == .output }
}

/// Where in the packet's path through the kernel base chains are asked.
package enum Hook: String, CaseIterable, Hashable, Sendable {
    case prerouting
    case input
    case forward
    case output
    case postrouting
}

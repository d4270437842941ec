/// Which Internet protocol a packet speaks.
package enum Family: UInt8, CaseIterable, Hashable, Sendable {
    case ipv4
    case ipv6
}

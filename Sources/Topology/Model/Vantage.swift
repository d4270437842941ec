package import Addressing

/// One of the lab's own hosts: a stranger on a segment, from where claims are observed.
package struct Vantage: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// On a public segment: anybody on the Internet.
        case outsider
        /// On a private segment: somebody who got into the network behind the sentries.
        case intruder
    }

    package let name: HostName
    package let kind: Kind
    package let segment: SegmentName
    package let address: IPv4Address
}

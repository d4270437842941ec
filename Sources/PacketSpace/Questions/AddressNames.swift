package import Addressing

/// Names of networks and of single addresses, to be said instead of numbers where they mean exactly these.
package struct AddressNames: Sendable {
    private var ipv4: [ClosedRange<UInt128>: String] = [:]
    private var ipv6: [ClosedRange<UInt128>: String] = [:]

    package init() {}

    /// The first name that a network is given stays.
    package mutating func add(_ name: String, for prefix: IPPrefix) {
        switch prefix {
        case .ipv4(let prefix):
            let range = UInt128(prefix.network.rawValue)...UInt128(prefix.last.rawValue)
            if self.ipv4[range] == nil { self.ipv4[range] = name }
        case .ipv6(let prefix):
            let range = prefix.network.rawValue...prefix.last.rawValue
            if self.ipv6[range] == nil { self.ipv6[range] = name }
        }
    }

    func name(of range: ClosedRange<UInt128>, isOfIPv4: Bool) -> String? {
        isOfIPv4 ? self.ipv4[range] : self.ipv6[range]
    }
}

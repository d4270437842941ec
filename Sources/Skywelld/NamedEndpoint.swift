package import Addressing

/// Where a peer is, by name: an entry of `[ips]` or `[ips_fixed]` that has to be looked up first.
package struct NamedEndpoint: Hashable, Sendable {
    package let host: String
    package let port: Port
    /// In the file, from 1.
    package let line: Int
}

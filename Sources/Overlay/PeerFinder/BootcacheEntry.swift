package import Addressing

/// An endpoint that was linked or heard of, and how well it went: what a node keeps over its restarts.
package struct BootcacheEntry: Equatable, Sendable {
    package let endpoint: Endpoint
    /// Successes in a row if positive, failures in a row if negative.
    package let valence: Int

    package init(endpoint: Endpoint, valence: Int) {
        self.endpoint = endpoint
        self.valence = valence
    }
}

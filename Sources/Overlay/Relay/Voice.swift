package import Skywelld

/// Makes a node speak as a validator: it signs a proposal and a validation for each of a row of made-up ledgers.
///
/// For labs and simulations, where it has to be seen that a hidden validator's votes reach the network.
package struct Voice: Sendable {
    /// The validation key; not that of the node.
    package let key: NodeKey
    /// Between two ledgers; whole seconds, at least one.
    package let interval: Duration

    package init(key: NodeKey, interval: Duration) {
        precondition(interval >= .seconds(1), "ledgers \(interval) apart cannot be told apart by their time")
        self.key = key
        self.interval = interval
    }
}

package import Addressing
package import Skywelld

/// The peers that nobody may learn of from this node, whatever they themselves declare: the validators behind a sentry.
///
/// A peer is named by its node key or by its address. The address of a named key is protected too, from the moment on
/// that the key was proven from there.
package struct Protection: Equatable, Sendable {
    /// One peer as a person names it.
    package enum Entry: Hashable, Sendable {
        case key(NodePublicKey)
        case address(IPv4Address)

        /// Reads a node key (`n…`) or an IPv4 address.
        package init?(_ text: String) {
            if let key = NodePublicKey(base58: text) {
                self = .key(key)
            } else if let address = IPv4Address(text) {
                self = .address(address)
            } else {
                return nil
            }
        }
    }

    package let keys: Set<NodePublicKey>
    /// As named. These have reserved slots as well, which learned ones have not: others may share them.
    package let addresses: Set<IPv4Address>
    /// Where the named keys came from.
    package private(set) var learnedAddresses: Set<IPv4Address> = []
    /// Where others have proven who they are.
    private var othersAddresses: Set<IPv4Address> = []

    /// How many of the latter are remembered; of further ones nothing is told until they prove themselves.
    static let othersMaximum = 1_024

    package init(keys: Set<NodePublicKey> = [], addresses: Set<IPv4Address> = []) {
        self.keys = keys
        self.addresses = addresses
    }

    package init(_ entries: some Sequence<Entry>) {
        var keys: Set<NodePublicKey> = []
        var addresses: Set<IPv4Address> = []
        for entry in entries {
            switch entry {
            case .key(let key): keys.insert(key)
            case .address(let address): addresses.insert(address)
            }
        }
        self.init(keys: keys, addresses: addresses)
    }

    package func covers(_ key: NodePublicKey) -> Bool {
        !self.keys.isEmpty && self.keys.contains(key)
    }

    package func covers(_ address: IPv4Address) -> Bool {
        (!self.addresses.isEmpty && self.addresses.contains(address))
            || (!self.learnedAddresses.isEmpty && self.learnedAddresses.contains(address))
    }

    /// A protected peer was met at this address.
    ///
    /// - Returns: Whether that was news.
    mutating func learn(_ address: IPv4Address) -> Bool {
        !self.covers(address) && self.learnedAddresses.insert(address).inserted
    }

    /// Somebody who is not protected was met at this address.
    mutating func noteOther(_ address: IPv4Address) {
        guard !self.keys.isEmpty, self.othersAddresses.count < Self.othersMaximum else { return }
        self.othersAddresses.insert(address)
    }

    /// Whether a protected peer may be at this address, as far as we know: one that is named by its key alone can come from
    /// anywhere, so only an address where somebody else has proven who they are is clear.
    package func mayHide(at address: IPv4Address) -> Bool {
        self.covers(address) || (!self.keys.isEmpty && !self.othersAddresses.contains(address))
    }
}

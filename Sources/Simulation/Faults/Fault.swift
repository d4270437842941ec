package import Topology

/// Something that goes wrong at a certain time.
package struct Fault: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// All connections of a host are reset, and both ends hear of it.
        case reset
        /// All connections of a host are forgotten on the way, and nobody hears of it.
        case forget
        /// Nothing reaches the host and nothing leaves it.
        case isolate
        /// Two hosts that are meant to be linked do not reach each other.
        case separate
        /// The server ends, and is started again with its boot cache.
        case crash
        /// The same without the boot cache.
        case wipe
        /// The machine stops, so that nobody hears of it, and comes back.
        case powerLoss = "power-loss"
        /// An adversary is at work.
        case attack
    }

    /// By which it is named on the command line; stays the same when others are left out.
    package let number: Int
    package let time: Duration
    package let kind: Kind
    /// Whom it befalls; the first of the two, if there are two. `nil` for an attack, which is on all.
    package let host: HostName?
    package let other: HostName?
    package let adversary: Adversary.Kind?
    /// How long it lasts.
    package let length: Duration
}

extension Fault: CustomStringConvertible {
    package var description: String {
        let names = [self.host, self.other].compactMap { $0?.rawValue }.joined(separator: " and ")
        let subject = self.adversary?.rawValue ?? names
        let length = self.length > .zero ? " for \(self.length.secondsText)" : ""
        return "fault \(self.number): \(self.kind.rawValue) \(subject)\(length)"
    }
}

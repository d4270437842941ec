internal import PeerProtocol

/// Reads ahead what the next event will need.
///
/// Where thousands of machines take turns, each event finds the memory of its machine far away, in some twenty pieces that
/// it asks for one after the other. Whoever knows a few events in advance can have the pieces of all of them fetched at once:
/// step by step, as one piece says where the next one lies. Nothing changes by it.
extension Overlay {
    package static let warmingSteps = 4

    /// - Parameters:
    ///   - step: From 0 on.
    ///   - id: On which bytes will come; `nil` if something else will happen.
    ///   - type: Of the message in them, if they are one: the sixth byte.
    ///   - traces: What was found in the step before.
    /// - Returns: What was read, so that it is.
    package mutating func warm(
        step: Int,
        _ id: ConnectionID?,
        type: UInt8,
        _ traces: inout WarmingTraces
    ) -> Int {
        switch step {
        case 0:
            return self.connections.count &+ self.votes.seenCount &+ (self.wakeAt == nil ? 0 : 1)
                &+ self.finder.warmth
        case 1:
            guard let id else { return self.deadlines.count }
            let place = self.connections.place(of: id)
            traces.place = place
            return (place ?? 0) &+ self.resources.warmth &+ self.connections.warmth &+ self.votes.warmth
                &+ self.counters.warmth &+ self.finder.heard.count
                &+ self.finder.heardNumbers.count &+ self.finder.slots.warmth
        case 2:
            guard let place = traces.place else { return 0 }
            traces.account = self.connections[at: place].account
            return self.connections.warmth(at: place) &+ self.finder.slots.warmth(at: place)
                &+ Int(truncatingIfNeeded: self.finder.heardNumbers.last ?? 0) &+ self.counters.warmth(of: type)
                &+ (UInt16(type) == MessageType.statusChange.rawValue ? self.connections.reportWarmth(at: place) : 0)
        default:
            guard let account = traces.account else { return 0 }
            return self.resources.warmth(at: account)
        }
    }
}

/// What the steps of reading ahead find for each other.
package struct WarmingTraces: Sendable {
    var place: Int?
    var account: Int?

    package init() {}
}

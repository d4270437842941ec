internal import Topology
internal import Verification

/// Ports at which strangers may begin to reach a host, or it them, or no longer.
struct StrangerChange: Encodable {
    let from: String
    let to: String
    let transport: String
    /// Such as "22" and "8000-8080".
    let opened: [String]
    let closed: [String]

    private struct Place: Hashable {
        let host: HostName
        let direction: StrangerPorts.Direction
        let transport: FirewallSettings.TransportProtocol
    }

    private static let stranger = "stranger"

    /// In the order of the new ones, and then of those that are gone.
    static func all(from old: [StrangerPorts], to new: [StrangerPorts]) -> [StrangerChange] {
        let (before, after) = (Self.byPlace(old), Self.byPlace(new))
        let places = new.map(Self.place) + old.map(Self.place).filter { after[$0] == nil }
        return places.compactMap { place in
            let (was, now) = (before[place] ?? [], after[place] ?? [])
            guard was != now else { return nil }
            let isIn = place.direction == .fromStrangers
            return StrangerChange(
                from: isIn ? Self.stranger : place.host.description,
                to: isIn ? place.host.description : Self.stranger,
                transport: place.transport.rawValue,
                opened: Self.words(now, without: was),
                closed: Self.words(was, without: now)
            )
        }
    }

    private static func place(_ ports: StrangerPorts) -> Place {
        Place(host: ports.host, direction: ports.direction, transport: ports.transport)
    }

    private static func byPlace(_ all: [StrangerPorts]) -> [Place: [ClosedRange<UInt16>]] {
        Dictionary(all.map { (Self.place($0), $0.ports) }, uniquingKeysWith: { $1 })
    }

    /// The ports of some ranges that are in none of others, in words.
    private static func words(_ ranges: [ClosedRange<UInt16>], without taken: [ClosedRange<UInt16>]) -> [String] {
        var words: [String] = []
        for range in ranges {
            var next = Int(range.lowerBound)
            for other in taken where other.overlaps(range) {
                if Int(other.lowerBound) > next { words.append(Self.word(next, Int(other.lowerBound) - 1)) }
                next = Int(other.upperBound) + 1
            }
            if next <= Int(range.upperBound) { words.append(Self.word(next, Int(range.upperBound))) }
        }
        return words
    }

    private static func word(_ first: Int, _ last: Int) -> String {
        first == last ? "\(first)" : "\(first)-\(last)"
    }

    // MARK: - Text

    /// How many ports or ranges of them are named.
    private static let namedPorts = 8

    func lines(_ console: Console) -> [String] {
        let kinds = [(self.opened, "opens ", Console.Style.bad), (self.closed, "closes", .doubtful)]
        return kinds.filter { !$0.0.isEmpty }.map { ports, word, style in
            let named = ports.prefix(Self.namedPorts).joined(separator: ",")
            let more = ports.count > Self.namedPorts ? " and \(ports.count - Self.namedPorts) more" : ""
            return "\(console.style(word, style)) \(self.from) -> \(self.to): \(self.transport) to port \(named)\(more)"
        }
    }
}

internal import Nftables

/// Packets as ceilings count them.
enum CountedPackets {
    /// The first one of a connection.
    case opening
    /// All others of it: a ceiling that one of them uses up leaves nothing for the next.
    case later
    /// What is sent again and again, once a second.
    case recurring
}

extension ListedTable {
    /// The same for those who are within every ceiling: no limit, count or set refuses them, as it does nobody who comes first.
    func withinCeilings(of part: CountedPackets) -> ListedTable {
        let ceilings = Ceilings(self, for: part)
        return self.changingByChain { ceilings.within($0, inChain: $1) }
    }
}

/// Who is within the limits, counts and sets of a table.
///
/// Only ceilings of known forms count as such, each of which one connection meets once: whatever else nobody can know.
private struct Ceilings {
    private let part: CountedPackets
    /// In how many ways one packet may come to each chain.
    private let ways: [String: Int]
    /// What each set counts by, of those that refuse nobody who comes first.
    private let sets: [String: SetCeiling]

    init(_ table: ListedTable, for part: CountedPackets) {
        let graph = CallGraph(table)
        let bases = { (hooks: [String]) in table.chains.filter { hooks.contains($0.base?.hook ?? "") }.map(\.name) }
        let inward = graph.reachable(from: bases(["prerouting", "input"]))
        let outward = graph.reachable(from: bases(["forward", "output", "postrouting"]))
        let updates = Dictionary(grouping: Self.updates(in: table), by: \.update.set)
        self.part = part
        self.ways = graph.ways(from: table.chains.filter { $0.base != nil }.map(\.name))
        self.sets = table.sets.reduce(into: [:]) { sets, set in
            guard let updates = updates[set.name] else { return }
            sets[set.name] = SetCeiling(updates, room: set.room) { chain in
                inward.contains(chain) ? outward.contains(chain) ? nil : .fromPeer : .toPeer
            }
        }
    }

    private static func updates(in table: ListedTable) -> [SetCeiling.PlacedUpdate] {
        table.chains.flatMap { chain in
            chain.rules.flatMap(\.statements).compactMap { statement in
                if case .updateSet(let update) = statement { (update, chain.name) } else { nil }
            }
        }
    }

    /// `nil` for what matches whoever is within.
    func within(_ statement: ListedStatement, inChain chain: String) -> ListedStatement? {
        switch statement {
        case .limit(let limit):
            limit.isWithin(self.part, self.ways[chain]) ? limit.isOver ? Self.never : nil : statement
        // Over none is whoever comes; one that is not confirmed yet counts each time (`nf_conncount` of the kernel).
        case .connectionsOver(let count): count >= self.counted * max(1, self.ways[chain] ?? 1) ? Self.never : nil
        case .updateSet(let update): self.within(update, statement, chain)
        default: statement
        }
    }

    /// `nil` for an update that surely matches; of some nobody can know.
    private func within(_ update: ListedUpdate, _ statement: ListedStatement, _ chain: String) -> ListedStatement? {
        guard let ceiling = self.sets[update.set], !update.hasMore, ceiling.holds(of: self.part) else {
            return statement
        }
        let conditions = update.statements.filter { !$0.countsAlone }.map { self.within($0, inChain: chain) }
        if conditions.contains(Self.never) { return Self.never }
        // Neighbours are many, and who finds no place is none that it matches.
        guard ceiling != .neighbours else { return statement }
        return conditions.allSatisfy { $0 == nil } ? nil : statement
    }

    /// How often a connection may count: of what nobody tracks, as before a SYN proxy, each packet counts as one.
    private var counted: Int { self.part == .later ? 3 : 1 }

    /// What matches nothing.
    private static let never = ListedStatement.match(.equal, .meta("length"), .anonymousSet([]))
}

/// What a set counts that rules fill, as Picket has them do.
private enum SetCeiling {
    typealias PlacedUpdate = (update: ListedUpdate, chain: String)

    /// Each connection has one place, by both ends, whichever of its packets comes.
    case connections
    /// One rule counts something by the address of the sender, or by a network of its.
    case senders
    /// One rule counts something by the address of the neighbour who sends.
    case neighbours

    /// - Parameters:
    ///   - room: How many places are free.
    ///   - direction: In which packets come to a chain; `nil` for both.
    init?(_ updates: [PlacedUpdate], room: Int, _ direction: (String) -> Rule.Direction?) {
        guard room > 0, updates.allSatisfy({ $0.update.operation != .delete }) else { return nil }
        let keys = [Rule.Direction.fromPeer.key, Rule.Direction.toPeer.key]
        if updates.allSatisfy({ keys.contains($0.update.key) && $0.update.statements.isEmpty }) {
            // One that asks for the ends the other way round, as of what a SYN proxy sends to its own host, takes another place.
            guard room > 1 || updates.allSatisfy({ direction($0.chain)?.key == $0.update.key }) else { return nil }
            self = .connections
            return
        }
        guard updates.count == 1, direction(updates[0].chain) == .fromPeer else { return nil }
        switch updates[0].update.key {
        case .payload("ip", "saddr"), .binary(.and, .payload("ip", "saddr"), _): self = .senders
        case .payload("ip6", "saddr"): self = .neighbours
        default: return nil
        }
    }

    /// Whether packets have what it counts by.
    func holds(of part: CountedPackets) -> Bool {
        switch self {
        case .connections, .senders: part != .recurring
        case .neighbours: part == .recurring
        }
    }
}

extension ListedStatement {
    fileprivate var countsAlone: Bool { if case .counter = self { true } else { false } }
}

extension ListedSet {
    /// How many places the file itself leaves free.
    fileprivate var room: Int { self.size.map { $0 == 0 ? .max : max(0, $0 - self.elements.count) } ?? .max }
}

extension ListedLimit {
    /// A burst of none is one of five (`NFT_LIMIT_PKT_BURST_DEFAULT` of the kernel).
    private var packetsAtOnce: Int { self.burst == 0 ? 5 : Int(clamping: self.burst) }

    /// Whether packets are within it that come first, or as often as needed.
    ///
    /// - Parameter ways: In which one packet may come to it, so that it counts more than once.
    fileprivate func isWithin(_ part: CountedPackets, _ ways: Int?) -> Bool {
        // A packet may be larger than a limit of bytes, so that nobody is within it.
        guard self.unit == Self.packets, self.rate > 0, self.packetsAtOnce >= ways ?? 0 else { return false }
        return switch part {
        case .opening: true
        case .later: false
        case .recurring: self.period == "second"
        }
    }
}

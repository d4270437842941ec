internal import Nftables

/// A set that holds the connections of strangers, as many as there are slots for them, and rules that let nothing pass in
/// either direction but for those.
///
/// The server's own FIN, and nothing that a stranger can send, takes a connection out before its time.
struct SlotCeiling {
    /// The table's place in the listing.
    let table: Int
    /// Family and name.
    let tableName: String
    let set: String
    /// How many connections the set holds.
    let count: Int
    /// Why the set holds no ceiling for sure, in words; `nil` if it does.
    let fault: String?
    /// Sets of connections that the server has closed: for long they hold none but those that its own FIN has put there.
    private let closed: Set<String>

    /// In seconds. Linux sends what nobody has acknowledged, and asks whether a closed window has opened, every 120 s at the
    /// latest (`TCP_RTO_MAX`): what says nothing for longer is no connection that the server waits for.
    static let shortestKept = 121
    /// In seconds, and less than ``shortestKept`` by more than a server stays silent: who dials again from the same port
    /// while his last connection is closing has a slot for longer than it closes.
    private static let longestClosing = 60

    static func all(in listing: RulesetListing) -> [SlotCeiling] {
        listing.tables.enumerated().flatMap { number, table in
            let updates = table.updates
            let fromPeers = updates.filter { $0.update.key == Rule.Direction.fromPeer.key }
            return Set(fromPeers.map(\.update.set)).sorted().map { SlotCeiling(number, table, $0, updates) }
        }
    }

    private init(_ number: Int, _ table: ListedTable, _ name: String, _ updates: [PlacedUpdate]) {
        let set = table.sets.first { $0.name == name }
        self.table = number
        self.tableName = "\(table.family) \(table.name)"
        self.set = name
        self.count = set?.size ?? 0
        let others = Dictionary(grouping: updates.filter { $0.update.set != name }, by: \.update.set)
        let closed = Set(
            others.filter {
                $0.value.allSatisfy { $0.isOfClosing && ($0.update.timeout ?? .max) <= Self.longestClosing }
            }.keys
        ).filter { name in
            table.sets.first { $0.name == name }.map { $0.holdsNone(forLongerThan: Self.longestClosing) } ?? false
        }
        self.closed = closed
        self.fault =
            table.unreadStatement.map {
                "table \(table.family) \(table.name) has '\($0)', which may do anything to set '\(name)'"
            }
            ?? Self.fault(of: set, name, updates.filter { $0.update.set == name }, closed)
    }

    private static func fault(
        of set: ListedSet?,
        _ name: String,
        _ updates: [PlacedUpdate],
        _ closed: Set<String>
    ) -> String? {
        guard let set else { return "there is no set '\(name)'" }
        guard let size = set.size else { return "set '\(name)' has no size, and so room for everybody" }
        guard name.hasSuffix("-\(size)") else {
            return
                "the name of set '\(name)' does not end in its size of \(size): a set that is there already keeps the size "
                + "that it was made with"
        }
        if set.hasMore || updates.contains(where: { $0.update.hasMore || !$0.update.statements.isEmpty }) {
            return "set '\(name)' has more to do than to hold connections"
        }
        for place in updates {
            let seconds = place.update.timeout ?? set.timeout ?? .max
            if place.isOfOpening(while: closed) { continue }
            if place.update.operation != .update {
                return
                    "chain \(place.chain) has '\(place.update.operation.rawValue) @\(name)': a connection is kept by 'update' "
                    + "alone, as long as the server sends something on it"
            }
            if seconds < Self.shortestKept, !place.isOfClosing {
                return
                    "chain \(place.chain) keeps connections in set '\(name)' for \(seconds) s: the server may hold one for "
                    + "\(Self.shortestKept - 1) s without a packet, and only its FIN, at the hook output, ends one earlier"
            }
            if place.update.key != Rule.Direction.fromPeer.key, place.update.key != Rule.Direction.toPeer.key {
                return "set '\(name)' holds something else than connections as well"
            }
        }
        return nil
    }

    // MARK: - While the set is full

    /// The table as whoever is not in the set meets it while the set is full.
    ///
    /// - Parameter isClosing: Whether the packet may belong to a connection that the server has closed.
    func whenFull(_ table: ListedTable, isClosing: Bool) -> ListedTable {
        table.changing { statement in
            switch statement {
            case .updateSet(let update) where update.set == self.set: Self.never(update.key)
            case .match(.equal, let key, .namedSet(let name)) where !isClosing && self.closed.contains(name):
                Self.never(key)
            default: statement
            }
        }
    }

    private static func never(_ key: Expression) -> ListedStatement { .match(.equal, key, .anonymousSet([])) }
}

/// What a rule does to a set, and where.
private struct PlacedUpdate {
    let update: ListedUpdate
    let chain: String
    /// Packets without FIN do not come so far in the rule.
    let isBehindFIN: Bool
    /// Only what the host itself sends comes to the chain.
    let isOfHost: Bool

    /// An opening packet takes a slot for a short time: one that is held already is held no shorter by it, and who opens
    /// another connection while his last one is in one of these sets has been given a slot by a rule before; `nil` for any
    /// other packet.
    let reopened: Set<String>?

    /// - Parameter closed: The sets by which packets of a connection pass that is closing.
    func isOfOpening(while closed: Set<String>) -> Bool { self.reopened.map(closed.isSubset) ?? false }

    /// It says how long a connection is kept that the server has closed.
    var isOfClosing: Bool {
        self.isBehindFIN && self.isOfHost && self.update.key == Rule.Direction.toPeer.key
    }
}

extension ListedSet {
    /// - Parameter seconds: Since an element was added.
    fileprivate func holdsNone(forLongerThan seconds: Int) -> Bool {
        let timeouts = self.elements.map { $0.timeout ?? self.timeout ?? .max }
        return timeouts.allSatisfy { (1...seconds).contains($0) } && !self.hasMore
    }
}

extension ListedTable {
    fileprivate var unreadStatement: ListedStatement? {
        for chain in self.chains {
            for rule in chain.rules {
                for case .unknown(let name) in rule.statements { return .unknown(name) }
            }
        }
        return nil
    }

    /// What its rules do to sets.
    fileprivate var updates: [PlacedUpdate] {
        let ofHost = self.chainsOfHost
        return self.chains.flatMap { chain in
            chain.rules.indices.flatMap { number in
                let rule = chain.rules[number]
                return rule.statements.indices.compactMap { index -> PlacedUpdate? in
                    guard case .updateSet(let update) = rule.statements[index] else { return nil }
                    return PlacedUpdate(
                        update: update,
                        chain: chain.name,
                        isBehindFIN: rule.statements[..<index].contains(.ending),
                        isOfHost: ofHost.contains(chain.name),
                        reopened: update.isPlainAddition && rule.statements[..<index].contains(.opening)
                            ? Set(chain.rules[..<number].compactMap { $0.reopened(in: update.set) }) : nil
                    )
                }
            }
        }
    }

    /// Chains that no packet comes to but by the hook output.
    private var chainsOfHost: Set<String> {
        let others = self.chains.filter { $0.base.map { $0.hook != "output" } ?? false }
        return Set(self.chains.map(\.name)).subtracting(CallGraph(self).reachable(from: others.map(\.name)))
    }
}

extension ListedUpdate {
    fileprivate var isPlainAddition: Bool {
        self.operation == .add && self.key == Rule.Direction.fromPeer.key && self.statements.isEmpty && !self.hasMore
            && self.timeout != nil
    }
}

extension ListedRule {
    /// Whether it gives whoever opens a connection again, while the last one from the same port is closing, a slot for long.
    ///
    /// - Parameter set: Of the slots.
    fileprivate func reopened(in set: String) -> String? {
        let decisive = self.statements.filter { if case .counter = $0 { false } else { true } }
        let key = Rule.Direction.fromPeer.key
        guard decisive.count == 4, decisive[0] == .opening,
            case .match(.equal, key, .namedSet(let closed)) = decisive[1], case .updateSet(let update) = decisive[2],
            decisive[3] == .verdict(.accept)
        else { return nil }
        let isKept =
            update.set == set && update.operation == .update && update.key == key
            && update.timeout ?? 0 >= SlotCeiling.shortestKept
        return isKept ? closed : nil
    }
}

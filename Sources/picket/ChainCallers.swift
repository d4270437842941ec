internal import Nftables

/// The rules by which packets come to chains: by a jump, or by an element of a verdict map that leads there.
struct ChainCallers {
    struct Place: Hashable {
        /// Family and name.
        let table: String
        let chain: String
    }

    struct Caller {
        let place: Place
        /// Of the rule in its chain.
        let number: Int
        /// Of the statement that calls, in the rule.
        let statement: Int
        /// What stands for the statement: the verdict without the name of the chain, and of a map the elements alone that lead there.
        let call: Call
    }

    enum Call {
        case verdict(String)
        /// Key and verdict of each element.
        case map(key: String, elements: [String])

        /// How many elements are written out.
        private static let shownElements = 6

        /// All of it.
        var words: String {
            switch self {
            case .verdict(let verdict): verdict
            case .map(let key, let elements): "\(key) vmap { \(elements.joined(separator: ", ")) }"
            }
        }

        /// For people.
        var shortWords: String {
            switch self {
            case .map(let key, let elements) where elements.count > Self.shownElements:
                "\(key) vmap { \(elements.prefix(Self.shownElements).joined(separator: ", ")), … }"
            case .verdict, .map: self.words
            }
        }
    }

    private var callers: [Place: [Caller]] = [:]

    init(_ listing: RulesetListing) {
        for table in listing.tables {
            for chain in table.chains {
                let place = Place(table: "\(table.family) \(table.name)", chain: chain.name)
                for (number, rule) in chain.rules.enumerated() {
                    for (index, statement) in rule.statements.enumerated() {
                        for (target, call) in Self.calls(by: statement, in: table) {
                            self.callers[Place(table: place.table, chain: target), default: []].append(
                                Caller(place: place, number: number, statement: index, call: call)
                            )
                        }
                    }
                }
            }
        }
    }

    /// In the order of chains and rules.
    subscript(place: Place) -> [Caller] { self.callers[place] ?? [] }

    // MARK: - Statements

    static func calls(by statement: ListedStatement, in table: ListedTable) -> [(target: String, call: Call)] {
        switch statement {
        case .verdict(let verdict):
            return self.target(of: verdict).map { [($0.chain, .verdict($0.verb))] } ?? []
        case .verdictMap(let key, let map):
            guard let elements = self.elements(of: map, in: table) else {
                // It may lead anywhere.
                return table.chains.map { ($0.name, .verdict(statement.description)) }
            }
            var calls: [String: [String]] = [:]
            for element in elements {
                guard case .verdict(let verdict) = element.value, let (chain, verb) = self.target(of: verdict) else {
                    continue
                }
                calls[chain, default: []].append("\(element.key) : \(verb)")
            }
            return calls.map { ($0.key, .map(key: key.description, elements: $0.value.sorted())) }
        default: return []
        }
    }

    private static func target(of verdict: ListedVerdict) -> (chain: String, verb: String)? {
        switch verdict {
        case .jump(let chain): (chain, "jump")
        case .goto(let chain): (chain, "goto")
        case .accept, .drop, .return, .continue: nil
        }
    }

    /// `nil` of a map that cannot be read.
    private static func elements(of map: Constant, in table: ListedTable) -> [SetElement]? {
        let elements: [SetElement]? =
            switch map {
            case .anonymousSet(let listed): listed
            case .namedSet(let name): table.sets.first { $0.name == name }?.elements
            default: nil
            }
        let isReadable = elements?.allSatisfy { if case .verdict = $0.value { true } else { false } } ?? false
        return isReadable ? elements : nil
    }
}

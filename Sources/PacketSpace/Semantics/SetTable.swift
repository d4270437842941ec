internal import Nftables

/// The named sets of the judged tables, and whether rules change them.
struct SetTable {
    private struct Key: Hashable {
        let table: Int
        let name: String
    }

    private var sets: [Key: SetContents] = [:]

    init(_ tables: [ListedTable]) {
        for (number, table) in tables.enumerated() {
            let updates = Self.updates(in: table)
            for set in table.sets {
                let mayChange = updates.mayBeMore || updates.added.contains(set.name) || set.flags.contains("dynamic")
                self.sets[Key(table: number, name: set.name)] = SetContents(
                    elements: set.hasTimeout ? set.elements.map(Self.expiring) : set.elements,
                    mayHoldMore: mayChange || set.flags.contains("?"),
                    mayHoldLess: updates.mayBeMore || updates.deleted.contains(set.name)
                )
            }
        }
    }

    /// What a named set of a table, or an anonymous one, may hold.
    ///
    /// - Parameter expression: What is looked for in it.
    func contents(of constant: Constant, asking expression: Expression, table: Int) -> SetContents {
        switch constant {
        // nft 1.0.6 shifts its two bytes in the byte order of the machine, and so looks for something else in named sets.
        case .namedSet where expression.asksWideCodePoint:
            SetContents(elements: [], mayHoldMore: true, mayHoldLess: true)
        case .namedSet(let name):
            self.sets[Key(table: table, name: name)]
                ?? SetContents(elements: [], mayHoldMore: true, mayHoldLess: true)
        case .anonymousSet(let elements):
            SetContents(elements: elements, mayHoldMore: false, mayHoldLess: false)
        default:
            SetContents(elements: [], mayHoldMore: true, mayHoldLess: true)
        }
    }

    private static func expiring(_ element: SetElement) -> SetElement {
        var element = element
        element.mayExpire = true
        return element
    }

    /// The sets that rules add to, and delete from.
    private struct Updates {
        var added: Set<String> = []
        var deleted: Set<String> = []
        /// A statement that cannot be read may do either to any of them, such as `jump { add @s { ip saddr } }`.
        var mayBeMore = false
    }

    private static func updates(in table: ListedTable) -> Updates {
        var updates = Updates()
        for chain in table.chains {
            for rule in chain.rules {
                for statement in rule.statements {
                    switch statement {
                    case .updateSet(let update) where update.operation == .delete: updates.deleted.insert(update.set)
                    case .updateSet(let update): updates.added.insert(update.set)
                    case .unknown: updates.mayBeMore = true
                    default: continue
                    }
                }
            }
        }
        return updates
    }
}

extension Expression {
    fileprivate var asksWideCodePoint: Bool {
        switch self {
        case .payload("ip6", "dscp"): true
        case .binary(_, let inner, _), .map(let inner, _): inner.asksWideCodePoint
        case .concatenation(let parts): parts.contains(where: \.asksWideCodePoint)
        case .meta, .payload, .connection, .constant, .routes, .other: false
        }
    }
}

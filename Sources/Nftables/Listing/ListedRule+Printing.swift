internal import Addressing

extension ListedRule: CustomStringConvertible {
    /// The rule in words close to those of nft, for people to find it by; not for loading.
    package var description: String {
        self.statements.map(\.description).joined(separator: " ")
            + (self.comment.map { " comment \"\($0)\"" } ?? "")
    }
}

extension ListedStatement: CustomStringConvertible {
    package var description: String {
        switch self {
        case .match(.equal, let left, let right): return "\(left) \(right)"
        case .match(.anyBit, let left, let right): return "\(left) \(right)"
        case .match(let comparison, let left, let right): return "\(left) \(comparison.rawValue) \(right)"
        case .verdict(let verdict): return verdict.description
        case .verdictMap(let key, let data): return "\(key) vmap \(data)"
        case .reject(let reject):
            return ["reject", reject.type.map { "with \($0)" }, reject.code].compactMap(\.self).joined(separator: " ")
        case .mangle(let target, let value): return "\(target) set \(value)"
        case .notrack: return "notrack"
        case .translate(let target):
            let words = (target.address.map(\.description) ?? "") + (target.port.map { ":\($0)" } ?? "")
            return words.isEmpty ? target.translation.rawValue : "\(target.translation.rawValue) to \(words)"
        case .updateSet(let update):
            let inner = (update.timeout.map { [" timeout \($0)s"] } ?? []) + update.statements.map { " \($0)" }
            return "\(update.operation.rawValue) @\(update.set) { \(update.key)\(inner.joined()) }"
        case .connectionsOver(let count): return "ct count over \(count)"
        case .limit(let limit): return limit.description
        case .counter(let name): return name.map { "counter name \"\($0)\"" } ?? "counter"
        case .log(let log): return log.prefix.map { "log prefix \"\($0)\"" } ?? "log"
        case .synproxy: return "synproxy"
        case .undecidable(let name), .neutral(let name), .divert(let name), .unknown(let name): return name
        }
    }
}

extension ListedLimit: CustomStringConvertible {
    package var description: String {
        let unit = self.unit == Self.packets ? "" : " \(self.unit)"
        return "limit rate \(self.isOver ? "over " : "")\(self.rate)\(unit)/\(self.period)"
            + (self.burst == 0 ? "" : " burst \(self.burst) \(self.burstUnit)")
    }
}

extension ListedVerdict: CustomStringConvertible {
    package var description: String {
        switch self {
        case .accept: "accept"
        case .drop: "drop"
        case .return: "return"
        case .continue: "continue"
        case .jump(let chain): "jump \(chain)"
        case .goto(let chain): "goto \(chain)"
        }
    }
}

extension Expression: CustomStringConvertible {
    package var description: String {
        switch self {
        case .meta(let key): key == "iif" || key == "oif" || key.hasSuffix("name") ? key : "meta \(key)"
        case .payload(let header, let field): "\(header) \(field)"
        case .connection(let key, let direction): direction.map { "ct \($0) \(key)" } ?? "ct \(key)"
        case .binary(let operation, let inner, let constant): "\(inner) \(operation.rawValue) \(constant)"
        case .concatenation(let parts): parts.map(\.description).joined(separator: " . ")
        case .map(let key, let data): "\(key) map \(data)"
        case .constant(let constant): constant.description
        case .routes(let result, let words): "fib \(words.joined(separator: " . ")) \(result)"
        case .other(let name): name
        }
    }
}

extension Constant: CustomStringConvertible {
    /// How many elements of a set are written out.
    private static let shownElements = 6

    package var description: String {
        switch self {
        case .number(let range): return Self.text(of: range)
        case .ipv4(let range): return Self.text(of: range)
        case .ipv6(let range): return Self.text(of: range)
        case .boolean(let value): return value ? "exists" : "missing"
        case .symbol(let name): return name
        case .symbols(let first, let last): return "\(first)-\(last)"
        case .numberPrefix(let number, let length): return "\(number)/\(length)"
        case .flags(let flags): return flags.map(\.description).joined(separator: ",")
        case .concatenation(let parts): return parts.map(\.description).joined(separator: " . ")
        case .everythingElse: return "*"
        case .namedSet(let name): return "@\(name)"
        case .anonymousSet(let elements):
            let shown = elements.prefix(Self.shownElements).map(\.description).joined(separator: ", ")
            return elements.count > Self.shownElements ? "{ \(shown), … }" : "{ \(shown) }"
        case .unknown(let name): return name
        }
    }

    private static func text<Bound>(of range: ClosedRange<Bound>) -> String {
        range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
    }
}

extension SetElement: CustomStringConvertible {
    package var description: String {
        switch self.value {
        case .verdict(let verdict): "\(self.key) : \(verdict)"
        case .constant(let constant): "\(self.key) : \(constant)"
        case nil: self.key.description
        }
    }
}

extension ListingReader {
    /// A statement; what this reader does not know is kept by its name.
    func statement(_ place: Int) -> ListedStatement {
        guard let (name, body) = self.tape.firstMember(place) else { return .unknown("?") }
        if let verdict = self.verdict(place) { return .verdict(verdict) }
        switch name {
        case "match": return self.match(body)
        case "vmap": return self.verdictMap(body)
        case "mangle": return self.mangle(body)
        case "reject": return self.reject(body)
        case "notrack": return .notrack
        case "snat", "dnat", "redirect", "masquerade": return self.translation(name, body)
        case "ct count": return self.connectionCount(body)
        case "limit", "quota": return .undecidable(name)
        case "set", "map": return self.setUpdate(body)
        case "counter", "log", "xt", "meter", "secmark", "last", "dup", "ct helper", "ct timeout", "ct expectation":
            return name == "xt" || name == "meter" ? .unknown(name) : .neutral(name)
        case "queue", "tproxy", "fwd", "synproxy": return .divert(name)
        default: return .unknown(name)
        }
    }

    /// The verdict that an object such as `{"jump": {"target": "other"}}` stands for.
    func verdict(_ place: Int) -> ListedVerdict? {
        guard let (name, body) = self.tape.firstMember(place) else { return nil }
        let target = self.tape.member(body, "target").map(self.tape.text)
        switch name {
        case "accept": return .accept
        case "drop": return .drop
        case "return": return .return
        case "continue": return .continue
        case "jump": return target.map { .jump($0) }
        case "goto": return target.map { .goto($0) }
        default: return nil
        }
    }

    private func connectionCount(_ body: Int) -> ListedStatement {
        guard let inverse = self.tape.member(body, "inv"), self.tape.kind(inverse) == .yes,
            let count = self.tape.member(body, "val").flatMap(self.tape.signedNumber)
        else { return .undecidable("ct count") }
        return .connectionsOver(count)
    }

    private func match(_ body: Int) -> ListedStatement {
        guard let operation = self.tape.member(body, "op"), let left = self.tape.member(body, "left"),
            let right = self.tape.member(body, "right"),
            let comparison = ListedStatement.Comparison(rawValue: self.tape.text(operation))
        else { return .unknown("match") }
        return .match(comparison, self.expression(left), self.constant(right))
    }

    private func verdictMap(_ body: Int) -> ListedStatement {
        guard let key = self.tape.member(body, "key"), let data = self.tape.member(body, "data") else {
            return .unknown("vmap")
        }
        return .verdictMap(self.expression(key), self.mapData(data))
    }

    private func mangle(_ body: Int) -> ListedStatement {
        guard let key = self.tape.member(body, "key"), let value = self.tape.member(body, "value") else {
            return .unknown("mangle")
        }
        return .mangle(self.expression(key), self.expression(value))
    }

    private func setUpdate(_ body: Int) -> ListedStatement {
        guard let element = self.tape.member(body, "elem"), let operation = self.tape.member(body, "op"),
            let set = (self.tape.member(body, "set") ?? self.tape.member(body, "map")).map(self.tape.text),
            set.hasPrefix("@")
        else { return .unknown("set") }
        let key = self.tape.member(element, "elem").flatMap { self.tape.member($0, "val") } ?? element
        return .updateSet(
            self.expression(key),
            set: String(set.dropFirst()),
            deletes: self.tape.isText(operation, "delete")
        )
    }

    private func translation(_ name: String, _ body: Int) -> ListedStatement {
        guard let translation = ListedStatement.Translation(rawValue: name) else { return .unknown(name) }
        return .translate(
            TranslationTarget(
                translation,
                family: self.tape.member(body, "family").flatMap {
                    ListedStatement.Family(rawValue: self.tape.text($0))
                },
                address: self.tape.member(body, "addr").map(self.expression),
                port: self.tape.member(body, "port").map(self.expression),
                isPlain: self.tape.member(body, "flags") == nil && self.tape.member(body, "type_flags") == nil
            )
        )
    }

    private func reject(_ body: Int) -> ListedStatement {
        switch self.tape.member(body, "type").map(self.tape.text) {
        case "icmp": .reject(as: .ipv4)
        case "icmpv6": .reject(as: .ipv6)
        default: .reject(as: nil)
        }
    }
}

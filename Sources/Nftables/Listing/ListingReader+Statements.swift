extension ListingReader {
    /// A statement; what this reader does not know is kept by its name.
    func statement(_ place: Int) -> ListedStatement {
        guard let (name, body) = self.tape.onlyMember(place) else { return .unknown("?") }
        if let verdict = self.verdict(place) { return .verdict(verdict) }
        switch name {
        case "match": return self.match(body)
        case "vmap": return self.verdictMap(body)
        case "mangle": return self.mangle(body)
        case "reject": return self.reject(body)
        case "notrack": return .notrack
        case "snat", "dnat", "redirect", "masquerade": return self.translation(name, body)
        case "ct count": return self.connectionCount(body)
        case "limit": return self.limit(body)
        case "quota": return .undecidable(name)
        case "flow": return .undecidable("flow add")
        case "set", "map": return self.setUpdate(body)
        case "counter": return self.counter(body)
        case "log": return self.log(body)
        // It ends the rule where there is no new connection, and drops what cannot be expected (`nft_ct_expect_obj_eval`).
        case "ct expectation": return .unknown(name)
        case "secmark", "ct helper", "ct timeout":
            // By a map, the rule ends where that has nothing for the packet.
            return self.tape.kind(body) == .string ? .neutral(name) : .undecidable(name)
        case "last": return .neutral(name)
        case "synproxy": return self.synproxy(body)
        case "queue", "tproxy", "fwd", "dup": return .divert(name)
        default: return .unknown(name)
        }
    }

    /// One of the rule's own has numbers; one that is looked up ends the rule where the map has nothing for the packet.
    private func counter(_ body: Int) -> ListedStatement {
        switch self.tape.kind(body) {
        case .string: .counter(self.tape.text(body))
        case .object where self.hasOther(body, than: ["packets", "bytes"]): .undecidable("counter")
        default: .counter(nil)
        }
    }

    /// The verdict that an object such as `{"jump": {"target": "other"}}` stands for.
    func verdict(_ place: Int) -> ListedVerdict? {
        guard let (name, body) = self.tape.onlyMember(place) else { return nil }
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

    func connectionCount(_ body: Int) -> ListedStatement {
        guard let inverse = self.tape.member(body, "inv"), self.tape.kind(inverse) == .yes,
            let count = self.tape.member(body, "val").flatMap(self.tape.signedNumber)
        else { return .undecidable("ct count") }
        return .connectionsOver(count)
    }

    private func match(_ body: Int) -> ListedStatement {
        guard let operation = self.tape.member(body, "op"), let left = self.tape.member(body, "left"),
            let right = self.tape.member(body, "right"),
            let comparison = ListedStatement.Comparison(rawValue: self.tape.text(operation)),
            !self.hasOther(body, than: ["op", "left", "right"])
        else { return .unknown("match") }
        let expression = self.expression(left)
        let constant = self.constant(right)
        return .match(comparison, expression, self.settled(constant, for: expression))
    }

    private func verdictMap(_ body: Int) -> ListedStatement {
        guard let key = self.tape.member(body, "key"), let data = self.tape.member(body, "data") else {
            return .unknown("vmap")
        }
        let expression = self.expression(key)
        let map = self.mapData(data)
        return .verdictMap(expression, self.settled(map, for: expression))
    }

    private func mangle(_ body: Int) -> ListedStatement {
        guard let key = self.tape.member(body, "key"), let value = self.tape.member(body, "value") else {
            return .unknown("mangle")
        }
        return .mangle(self.expression(key), self.expression(value))
    }

    private func setUpdate(_ body: Int) -> ListedStatement {
        guard let element = self.tape.member(body, "elem"),
            let operation = self.tape.member(body, "op").flatMap({
                ListedUpdate.Operation(rawValue: self.tape.text($0))
            }),
            let set = (self.tape.member(body, "set") ?? self.tape.member(body, "map")).map(self.tape.text),
            set.hasPrefix("@")
        else { return .unknown("set") }
        let inner = self.tape.member(element, "elem")
        let key = inner.flatMap { self.tape.member($0, "val") }
        let timeout = inner.flatMap { self.tape.member($0, "timeout") }.flatMap(self.tape.signedNumber)
        return .updateSet(
            ListedUpdate(
                operation,
                String(set.dropFirst()),
                self.expression(key ?? element),
                self.tape.member(body, "stmt").map { self.tape.items($0).map(self.statement) } ?? [],
                timeout: timeout,
                hasMore: self.tape.member(body, "map") != nil
                    || (inner.map { self.hasOther($0, than: ["val", "timeout"]) } ?? false)
            )
        )
    }

    private func limit(_ body: Int) -> ListedStatement {
        guard let rate = self.tape.member(body, "rate").flatMap(self.tape.number),
            let period = self.tape.member(body, "per").map(self.tape.text)
        else { return .undecidable("limit") }
        return .limit(
            ListedLimit(
                rate: rate,
                burst: self.tape.member(body, "burst").flatMap(self.tape.number) ?? 0,
                per: period,
                unit: self.tape.member(body, "rate_unit").map(self.tape.text) ?? ListedLimit.packets,
                burstUnit: self.tape.member(body, "burst_unit").map(self.tape.text) ?? ListedLimit.packets,
                isOver: self.tape.member(body, "inv").map(self.tape.kind) == .yes
            )
        )
    }

    private func log(_ body: Int) -> ListedStatement {
        func number(_ key: StaticString) -> Int? { self.tape.member(body, key).flatMap(self.tape.signedNumber) }
        return .log(
            ListedLog(
                prefix: self.tape.member(body, "prefix").map(self.tape.text),
                level: self.tape.member(body, "level").map(self.tape.text),
                group: number("group"),
                copiedLength: number("snaplen"),
                queueThreshold: number("queue-threshold"),
                flags: self.texts(body, "flags")
            )
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
        .reject(
            ListedReject(
                type: self.tape.member(body, "type").map(self.tape.text),
                code: self.tape.member(body, "expr").map(self.tape.text)
            )
        )
    }

    /// Named ones are objects of the table, and only named, or looked up in a map.
    private func synproxy(_ body: Int) -> ListedStatement {
        let isPlain = self.tape.kind(body) == .null || self.tape.kind(body) == .object
        guard isPlain, !self.hasOther(body, than: ["mss", "wscale", "flags"]) else { return .divert("synproxy") }
        return .synproxy(
            ListedSynproxy(
                maximumSegmentSize: self.tape.member(body, "mss").flatMap(self.tape.signedNumber),
                windowScale: self.tape.member(body, "wscale").flatMap(self.tape.signedNumber),
                flags: self.texts(body, "flags")
            )
        )
    }
}

internal import Nftables

extension Tracer {
    func perform(_ statement: ListedStatement, _ walk: inout Walk, _ open: inout [Walk]) -> TracePath? {
        let interpreter = self.interpreter(of: walk)
        let rule = self.chains[walk.place.chain].rules[walk.place.rule]
        if let run = rule.joinedDifferences.first(where: { $0.lowerBound == walk.place.statement }) {
            walk.place.statement = run.upperBound - 1
            self.goOn(interpreter.differences(rule.statements[run]), &walk, &open)
            return nil
        }
        switch statement {
        case .match(let comparison, let expression, let constant):
            self.goOn(interpreter.matches(comparison, expression, constant), &walk, &open)
        case .verdict(let verdict):
            return self.follow(verdict, &walk)
        case .verdictMap(let expression, let data):
            return self.followMap(interpreter.lookup(expression, data), &walk, &open)
        case .reject(let reject):
            guard interpreter.isOfFamily(reject.family) else {
                self.goOn(.no, &walk, &open)
                return nil
            }
            let answer = reject.type == "tcp reset" ? interpreter.isOfProtocol("tcp") : .yes
            self.goOn(answer, &walk, &open)
            return answer == .no ? nil : self.follow(.drop, &walk)
        case .mangle(let target, _) where RuleCompiler.rewrites(target):
            self.end(walk, &open)
            self.goOn(.perhaps, &walk, &open)
        case .mangle(let target, let value):
            self.changed(interpreter.mangled(target, value), &walk, &open)
        case .notrack:
            // Packets with a connection are left alone.
            if self.isBeforeTracking(walk), self.ruleset.setsZones || walk.packet.packet.mayHaveConnectionBeforeTracking
            {
                var other = walk
                other.isUncertain = true
                other.place.statement += 1
                open.append(other)
            }
            if self.isBeforeTracking(walk) || walk.packet.packet.state == .invalid {
                walk.packet.packet.state = .untracked
            }
            walk.place.statement += 1
        case .translate(let target):
            let results = interpreter.translated(target)
            if target.mayFail, results.contains(where: { $0 != nil }) {
                walk.isUncertain = true
                self.fork(walk, .drop, &open)
            }
            let leadsPast = !target.staysHere && target.address != nil && self.hook == .prerouting
            if leadsPast, target.translation == .destination { walk.isUncertain = true }
            return self.translate(results, &walk, &open)
        case .neutral("ct helper"):
            walk.packet.forgetStatus()
            walk.place.statement += 1
        case .undecidable("ct helper"):
            self.goOn(.perhaps, &walk, &open)
            walk.packet.forgetStatus()
        case .limit, .undecidable, .connectionsOver:
            if statement.countsConnections, walk.packet.packet.isOfNoConnection { self.fork(walk, .drop, &open) }
            self.goOn(.perhaps, &walk, &open)
        case .updateSet(let update):
            let counts = update.statements.contains(where: \.countsConnections)
            if counts, walk.packet.packet.isOfNoConnection, interpreter.isReadable(update.key) != .no {
                self.fork(walk, .drop, &open)
            }
            self.goOn(interpreter.isReadable(update.key) == .no ? .no : .perhaps, &walk, &open)
        case .counter, .log, .neutral:
            walk.place.statement += 1
        case .synproxy:
            return self.divert("synproxy", &walk, &open)
        case .divert(let name):
            return self.divert(name, &walk, &open)
        case .unknown:
            self.end(walk, &open)
            self.goOn(.perhaps, &walk, &open)
        }
        return nil
    }

    func interpreter(of walk: Walk) -> Interpreter {
        let chain = walk.place.chain
        let rule = self.chains[chain].rules[walk.place.rule]
        return Interpreter(
            packet: walk.packet,
            family: self.ruleset.chains[chain].family,
            table: self.ruleset.chains[chain].table,
            sets: self.sets,
            isBeforeTracking: self.ruleset.chains[chain].isBeforeTracking,
            seesParts: self.ruleset.chains[chain].seesParts,
            mayHaveTemplate: self.ruleset.setsZonesLate,
            routes: self.ruleset.routes,
            unlisted: rule.unlisted,
            isOfListedProtocol: rule.unlisted == .unknown && rule.listsProtocol,
            mayAskLate: rule.mayAskLate,
            earlier: Array(rule.statements[..<walk.place.statement])
        )
    }

    func isBeforeTracking(_ walk: Walk) -> Bool {
        self.baseChain(of: walk).flatMap { self.ruleset.chains[$0].base }?.isBeforeTracking ?? false
    }

    func goOn(_ answer: Answer, _ walk: inout Walk, _ open: inout [Walk]) {
        if answer == .perhaps {
            var other = walk
            other.isUncertain = true
            self.record(.notMatched, &other)
            self.nextRule(&other)
            open.append(other)
            walk.isUncertain = true
        }
        if answer == .no {
            self.record(.notMatched, &walk)
            self.nextRule(&walk)
        } else {
            walk.place.statement += 1
        }
    }

    func follow(_ verdict: ListedVerdict, _ walk: inout Walk) -> TracePath? {
        let names = self.numbers[self.ruleset.chains[walk.place.chain].table]
        switch verdict {
        case .accept:
            self.record(.accepted, &walk)
            walk.decidedBy = self.point(of: walk)
            self.afterBaseChain(&walk)
        case .drop:
            self.record(.dropped, &walk)
            return TracePath(steps: walk.steps, isAccepted: false, decidedBy: self.point(of: walk))
        case .jump(let name), .goto(let name):
            guard let chain = names[name] else { return self.follow(.drop, &walk) }
            self.record(.sent(to: name), &walk)
            self.nextRule(&walk)
            if case .jump = verdict { walk.stack.append(walk.place) }
            walk.place = Place(chain: chain)
        case .return:
            self.record(.returned, &walk)
            return self.endOfChain(&walk)
        case .continue:
            walk.place.statement += 1
        }
        return nil
    }
}

extension Packet {
    /// It belongs to no connection, and may look like none that could be.
    fileprivate var isOfNoConnection: Bool {
        guard [.invalid, .untracked].contains(self.state), case .other = self.transport else { return false }
        return true
    }

    /// An ICMP or ICMPv6 redirect. Source: RFC 792, RFC 4861 §4.5.
    var isRedirect: Bool {
        switch self.transport {
        case .icmp(let type, _): type == 5
        case .icmpv6(let type, _): type == 137
        default: false
        }
    }

    /// It may belong to a connection before tracking has seen it; see ``DiagramStore``.
    fileprivate var mayHaveConnectionBeforeTracking: Bool {
        guard case .tcp(_, _, let flags) = self.transport, self.inputInterface == nil else {
            return self.mayHaveComeBack
        }
        return flags.contains(.rst)
    }
}

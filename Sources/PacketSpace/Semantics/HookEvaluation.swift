internal import Nftables

/// Computes what the base chains of hooks do to packets, from the last rule of the last chain to the first one.
///
/// Everything is a function of the packet as it is at one place: what happens to it from there on. A rule's function is made
/// of the function of what follows it: where a match fails, that of the next rule; where a mark is set, that of what follows,
/// of a packet with that mark; where a chain is jumped to, that chain's, with the next rule after its end. An acceptance
/// ends one base chain only, so its function is that of the next base chain; a drop is final.
/// Source: nft(8), "Chains", "Verdict statement"; `nft_do_chain` and `nf_hook_slow` of the kernel.
struct HookEvaluation {
    /// What ends of a base chain lead to.
    private struct Frame: Hashable {
        /// After this base chain accepted.
        let accepted: Diagram
        /// After an address was translated; `nil` in chains that cannot.
        let translated: Diagram?
        /// Connection tracking has not seen the packet.
        let isBeforeTracking: Bool
    }

    private struct Call: Hashable {
        let chain: Int
        let returned: Diagram
        let frame: Frame
    }

    /// All chains that nft loads end after so many jumps (`NFT_JUMP_STACK_SIZE`).
    static let maximumDepth = 16

    private let store: DiagramStore
    private let ruleset: JudgedRuleset
    private let knownConnections: KnownConnections?
    private var known: [Call: Diagram] = [:]
    /// Chains can call each other in more ways than can be followed.
    private var remainingCalls = 1_000_000
    /// The ruleset was too entangled to be followed; what was left out may do anything.
    private(set) var isExhausted = false
    /// Chains whose order nobody can know, and which decide otherwise in another order.
    private(set) var uncertainties: [Uncertainty] = []

    init(_ ruleset: JudgedRuleset, _ store: DiagramStore) {
        self.ruleset = ruleset
        self.store = store
        self.knownConnections = ruleset.translations.isRegistered ? KnownConnections(ruleset, store) : nil
    }

    /// What the base chains of a hook do, in every order that they can have.
    ///
    /// - Parameters:
    ///   - following: What happens to what they accept.
    ///   - isForwarded: The packets are for others, so that a flowtable may take them past the chains.
    mutating func function(of hook: Hook, following: Diagram = .accepted, isForwarded: Bool = false) -> Diagram {
        let following = hook == .output ? self.afterRouting(following) : self.afterHelpers(following, at: hook)
        let function = self.function(of: hook, inOrder: following)
        guard self.ruleset.hasFlows, isForwarded || hook == .forward || hook == .postrouting else { return function }
        let established = self.store.packets(in: [.established])
        return self.store.choose(established, self.store.either(function, following), function)
    }

    private func afterHelpers(_ following: Diagram, at hook: Hook) -> Diagram {
        guard self.ruleset.mayDropAtEnd(of: hook) else { return following }
        let known = self.store.packets(in: [.established, .related])
        return self.store.choose(known, self.store.either(following, .dropped), following)
    }

    private mutating func function(of hook: Hook, inOrder following: Diagram) -> Diagram {
        let orders = StageOrders(of: hook, self.ruleset)
        guard orders.isComplete else {
            self.note(orders.unordered)
            return .acceptedOrDropped
        }
        let functions = orders.orders.map { self.function(of: $0, at: hook, following: following) }
        if Set(functions).count > 1 { self.note(orders.unordered) }
        return functions.dropFirst().reduce(functions[0]) { self.store.either($0, $1) }
    }

    /// A packet that a chain of type route has changed may be routed anew, once all chains of the hook output have seen it, and
    /// so may one that gets another destination.
    ///
    /// Source: the kernel's `nf_route_table_inet`, which looks at addresses, mark, type of service and flow label, and
    /// `nf_nat_ipv4_local_fn`.
    private func afterRouting(_ following: Diagram) -> Diagram {
        guard self.ruleset.reroutes else { return following }
        return JudgedRuleset.wayOut.reduce(following) { self.store.forgetting($1.rawValue, in: $0) }
    }

    private mutating func function(of stages: [Stage], at hook: Hook, following: Diagram) -> Diagram {
        var result = following
        for stage in stages.reversed() {
            switch stage {
            case .filter(let chain): result = self.filter(chain, result)
            case .translation(let chains): result = self.translation(chains, at: hook, result)
            }
        }
        return result
    }

    /// Chains whose order makes a difference.
    private mutating func note(_ chains: [Int]) {
        for number in chains {
            let uncertainty = Uncertainty(
                point: self.ruleset.chains[number].policyPoint,
                reason: "order of base chains with one priority"
            )
            if !self.uncertainties.contains(uncertainty) { self.uncertainties.append(uncertainty) }
        }
    }

    // MARK: - Base chains

    private mutating func filter(_ number: Int, _ following: Diagram) -> Diagram {
        let chain = self.ruleset.chains[number]
        guard let base = chain.base else { return following }
        guard !chain.mayStandAtTracking else {
            // Whoever came last to the hook is asked first: nobody knows whether tracking has seen the packet by then.
            self.note([number])
            return self.ofFamily(chain, .acceptedOrDropped, following)
        }
        let frame = Frame(
            accepted: following,
            translated: nil,
            isBeforeTracking: base.isBeforeTracking
        )
        var function = self.chain(number, base, frame)
        // A packet that is dropped behind that has opened its flow all the same: answers to it are let in.
        if JudgedRuleset.isBehindConfirmation(base) { function = self.store.either(function, following) }
        return self.ofFamily(chain, function, following)
    }

    private mutating func translation(_ numbers: [Int], at hook: Hook, _ following: Diagram) -> Diagram {
        let translations = self.ruleset.translations
        // Which translations were made, or will not be, is in the status from now on.
        let changed =
            self.ruleset.asked.status
            ? Field.status.reduce(following) { self.store.forgetting($1.rawValue, in: $0) } : following
        let moved = self.knownConnections?.moved(changed, at: hook) ?? changed
        // What no rule translates gets another source port where its own is taken.
        var result =
            hook.translatesDestination ? changed : self.knownConnections?.withAnyPort(changed, at: hook) ?? changed
        for number in numbers.reversed() {
            let chain = self.ruleset.chains[number]
            guard let base = chain.base else { continue }
            let frame = Frame(accepted: result, translated: changed, isBeforeTracking: false)
            result = self.ofFamily(chain, self.chain(number, base, frame), result)
        }
        if self.ruleset.setsZonesLate || !translations.isByTupleAlone(at: hook) {
            result = self.store.either(result, moved)
        }
        if hook == .prerouting || hook == .input {
            // What the host sends to itself is translated, or not, at output and postrouting already.
            let own = self.store.ownPacketsComingBack
            result = self.store.choose(own, self.store.either(result, moved), result)
        }
        let related = self.knownConnections?.movedErrors(changed, others: moved, at: hook) ?? changed
        // Packets of known connections are translated as their first packet was, or back, by these rules or by others before
        // them; what is related to one may have been. Invalid and untracked ones never are.
        var function = following
        for (state, becomes) in [
            (ConnectionState.new, result), (.established, moved), (.related, self.store.either(result, related)),
        ] {
            function = self.store.choose(self.store.packets(in: [state]), becomes, function)
        }
        let families = translations.families.reduce(.nothing) { self.store.union($0, self.store.packets(of: $1)) }
        return self.store.choose(families, function, following)
    }

    /// A base chain's function for packets of its family, if the chain is not passed over.
    private func ofFamily(_ chain: JudgedRuleset.Chain, _ function: Diagram, _ otherwise: Diagram) -> Diagram {
        let function = chain.mayBePassedOver ? self.store.either(function, otherwise) : function
        return switch chain.family {
        case "ip": self.store.choose(self.store.set(.family, UInt64(Family.ipv4.rawValue)), function, otherwise)
        case "ip6": self.store.choose(self.store.set(.family, UInt64(Family.ipv6.rawValue)), function, otherwise)
        default: function
        }
    }

    private mutating func chain(_ number: Int, _ base: ListedChain.Base, _ frame: Frame) -> Diagram {
        let policy = base.dropsByPolicy ? Diagram.dropped : frame.accepted
        return self.chain(number, returned: policy, frame, depth: 0)
    }

    // MARK: - Chains and rules

    /// - Parameter returned: What happens to packets that no rule decides.
    private mutating func chain(_ number: Int, returned: Diagram, _ frame: Frame, depth: Int) -> Diagram {
        // nft refuses to load more; so a listing of something else is judged as if anything could happen.
        let call = Call(chain: number, returned: returned, frame: frame)
        if let result = self.known[call] { return result }
        guard depth <= Self.maximumDepth, self.remainingCalls > 0 else {
            self.isExhausted = true
            return .acceptedOrDropped
        }
        self.remainingCalls -= 1
        var result = returned
        for rule in self.ruleset.chains[number].rules.reversed() {
            result = self.rule(rule.steps, next: result, returned: returned, frame, depth: depth)
        }
        self.known[call] = result
        return result
    }

    private mutating func rule(
        _ steps: [Step],
        next: Diagram,
        returned: Diagram,
        _ frame: Frame,
        depth: Int
    ) -> Diagram {
        var result = next
        var pending: Condition?
        for step in steps.reversed() {
            if case .match(let condition) = step {
                // Conditions are small; they are put together before the function of all that follows is touched.
                pending = pending.map { self.store.intersection(condition, $0) } ?? condition
                continue
            }
            if let condition = pending { result = self.store.choose(condition, result, next) }
            pending = nil
            switch step {
            case .match:
                break
            case .decide(let decision):
                result = self.decision(decision, on: result, next: next, returned: returned, frame, depth: depth)
            case .branch(let branches, let perhapsAnything):
                var others = next
                if perhapsAnything { others = .acceptedOrDropped }
                for branch in branches.reversed() {
                    let inside = self.decision(
                        branch.decision,
                        on: result,
                        next: next,
                        returned: returned,
                        frame,
                        depth: depth
                    )
                    others = self.store.choose(branch.condition, inside, others)
                }
                result = others
            case .assign(let branches):
                result = self.assign(branches, result, otherwise: next)
            case .untrack:
                result = self.untrack(result, isBeforeTracking: frame.isBeforeTracking)
            case .translate(let branches, _, let mayFail):
                let translated = frame.translated ?? .acceptedOrDropped
                let target = mayFail ? self.store.either(translated, .dropped) : translated
                result = self.assign(branches, target, otherwise: next)
            case .perhaps:
                result = self.store.either(result, next)
            case .hand, .rewritten:
                result = .acceptedOrDropped
            case .anything:
                result = self.store.either(
                    self.store.either(result, next),
                    self.store.either(frame.accepted, .dropped)
                )
            }
        }
        if let condition = pending { result = self.store.choose(condition, result, next) }
        return result
    }

    /// What becomes of packets that are taken out of connection tracking: all of them before it has seen them; later only
    /// those that it made nothing of.
    ///
    /// Source: the kernel's `nft_notrack_eval`, which leaves packets with a connection alone.
    private func untrack(_ result: Diagram, isBeforeTracking: Bool) -> Diagram {
        let untracked = UInt64(ConnectionState.untracked.rawValue)
        let changed = self.store.assigning(Field.state.rawValue, untracked, in: result)
        guard !isBeforeTracking else {
            let mayHaveConnection =
                self.ruleset.setsZones ? Diagram.everything : self.store.packetsWithConnectionBeforeTracking
            return self.store.choose(mayHaveConnection, self.store.either(changed, result), changed)
        }
        return self.store.choose(self.store.set(.state, UInt64(ConnectionState.invalid.rawValue)), changed, result)
    }

    private mutating func decision(
        _ decision: Step.Decision,
        on result: Diagram,
        next: Diagram,
        returned: Diagram,
        _ frame: Frame,
        depth: Int
    ) -> Diagram {
        switch decision {
        case .accept: frame.accepted
        case .drop: .dropped
        case .return: returned
        case .continue: result
        case .jump(let chain): self.chain(chain, returned: next, frame, depth: depth + 1)
        case .goto(let chain): self.chain(chain, returned: returned, frame, depth: depth + 1)
        }
    }

    // MARK: - Changes of the packet

    private func assign(
        _ branches: [(condition: Condition, changes: [Assignment])],
        _ following: Diagram,
        otherwise: Diagram
    ) -> Diagram {
        var result = otherwise
        for branch in branches.reversed() {
            let changed = branch.changes.reduce(following) { self.store.applying($1, to: $0) }
            result = self.store.choose(branch.condition, changed, result)
        }
        return result
    }
}

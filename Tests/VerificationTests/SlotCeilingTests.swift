import Nftables
import Testing

@testable import Verification

@Suite struct SlotCeilingTests {
    private static let port = Expression.payload(protocol: "tcp", field: "dport")

    /// A table whose rules do these things to the set `held`.
    private static func listing(
        _ updates: [ListedUpdate],
        set: ListedSet = ListedSet(name: "held-5", types: ["inet_service"], elements: []),
        _ base: ListedChain.Base? = ListedChain.Base(type: "filter", hook: "input", priority: 10, dropsByPolicy: false)
    ) -> RulesetListing {
        let rules = updates.map { ListedRule(handle: 1, [.updateSet($0), .verdict(.drop)]) }
        let chain = ListedChain(name: "c", base: base, rules: rules)
        return RulesetListing(tables: [ListedTable(family: "inet", name: "t", chains: [chain], sets: [set])])
    }

    private static func counting(_ count: Int) -> ListedUpdate {
        ListedUpdate(.add, "held-5", Self.port, [.connectionsOver(count)])
    }

    @Test("a set that rules count in by port is one ceiling, however many rules do")
    func found() throws {
        let ceilings = SlotCeiling.all(in: Self.listing([Self.counting(5), Self.counting(5)]))
        #expect(ceilings.map(\.count) == [5] && ceilings.map(\.fault) == [nil])
        #expect(ceilings.map(\.tableName) == ["inet t"] && ceilings.map(\.set) == ["held-5"])
    }

    @Test("a set without its ceiling in its name may hold an older element, and a small one may be full of others")
    func unsure() {
        #expect(SlotCeiling.all(in: Self.listing([Self.counting(7)])).map { $0.fault == nil } == [false])
        for (size, isSure) in [(1, false), (65_534, false), (65_535, true)] {
            let set = ListedSet(name: "held-5", types: ["inet_service"], size: size, elements: [])
            #expect(SlotCeiling.all(in: Self.listing([Self.counting(5)], set: set)).map { $0.fault == nil } == [isSure])
        }
    }

    @Test("the highest ceiling counts that a rule makes elements with, or that an element has")
    func highest() {
        #expect(SlotCeiling.all(in: Self.listing([Self.counting(5), Self.counting(7)])).map(\.count) == [7])
        let element = SetElement(.number(80...80), ceiling: 9, hasMore: true)
        let set = ListedSet(name: "held-5", types: ["inet_service"], elements: [element])
        #expect(SlotCeiling.all(in: Self.listing([Self.counting(5)], set: set)).map(\.count) == [9])
    }

    @Test("a count by address is no ceiling on all")
    func byAddress() {
        let source = Expression.payload(protocol: "ip", field: "saddr")
        let update = ListedUpdate(.add, "held-5", source, [.connectionsOver(5)])
        #expect(SlotCeiling.all(in: Self.listing([update])).isEmpty)
    }

    @Test(
        "a set that does more than count is no ceiling for sure",
        arguments: [
            [ListedUpdate(.delete, "held-5", Self.port)],
            [ListedUpdate(.add, "held-5", Self.port)],
            [ListedUpdate(.add, "held-5", .payload(protocol: "tcp", field: "sport"), [.connectionsOver(5)])],
            [ListedUpdate(.add, "held-5", Self.port, [.connectionsOver(5)], hasMore: true)],
            [ListedUpdate(.add, "held-5", Self.port, [.connectionsOver(5), .undecidable("quota")])],
        ]
    )
    func doubtful(updates: [ListedUpdate]) {
        let ceilings = SlotCeiling.all(in: Self.listing([Self.counting(5)] + updates))
        #expect(ceilings.count == 1 && ceilings.allSatisfy { $0.fault != nil })
    }

    @Test(
        "a set that forgets, has other elements or is not there, and a chain before tracking, are no ceiling for sure"
    )
    func forgetful() {
        let sets = [
            ListedSet(name: "held-5", types: ["inet_service"], timeout: 60, elements: []),
            ListedSet(name: "held-5", types: ["inet_service"], flags: ["timeout"], elements: []),
            ListedSet(name: "held-5", types: ["inet_service"], elements: [SetElement(.number(80...80))]),
            ListedSet(name: "held-5", types: ["inet_service"], elements: [], hasMore: true),
            ListedSet(name: "other", types: ["inet_service"], elements: []),
        ]
        for set in sets {
            let ceilings = SlotCeiling.all(in: Self.listing([Self.counting(5)], set: set))
            #expect(ceilings.count == 1 && ceilings.allSatisfy { $0.fault != nil }, "\(set)")
        }
        let early = ListedChain.Base(type: "filter", hook: "prerouting", priority: -300, dropsByPolicy: false)
        #expect(SlotCeiling.all(in: Self.listing([Self.counting(5)], early)).allSatisfy { $0.fault != nil })
    }
}

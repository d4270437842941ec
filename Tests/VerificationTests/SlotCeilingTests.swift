import Nftables
import Testing

@testable import Verification

@Suite struct SlotCeilingTests {
    private static let fin = ListedStatement.match(.anyBit, .payload(protocol: "tcp", field: "flags"), .symbol("fin"))
    private static let rst = ListedStatement.match(.anyBit, .payload(protocol: "tcp", field: "flags"), .symbol("rst"))
    private static let held = ListedSet(name: "held-5", types: [], size: 5, elements: [])
    private static let keeping = Self.update(.fromPeer, 130)
    private static let answering = Self.update(.toPeer, 130)
    private static let ending = Self.update(.toPeer, 1)

    private static func update(
        _ direction: Rule.Direction,
        _ seconds: Int?,
        of set: String = "held-5",
        _ operation: ListedUpdate.Operation = .update,
        _ statements: [ListedStatement] = [],
        hasMore: Bool = false
    ) -> ListedStatement {
        .updateSet(ListedUpdate(operation, set, direction.key, statements, timeout: seconds, hasMore: hasMore))
    }

    private static func base(_ hook: String) -> ListedChain.Base {
        ListedChain.Base(type: "filter", hook: hook, priority: 10, dropsByPolicy: false)
    }

    /// A table that does these things at the hooks input and output, and in a chain that the latter goes to.
    private static func ceilings(
        input: [[ListedStatement]] = [[Self.keeping]],
        output: [[ListedStatement]] = [],
        answers: [[ListedStatement]] = [[Self.fin, Self.ending], [Self.answering]],
        _ sets: ListedSet...
    ) -> [SlotCeiling] {
        func rules(_ statements: [[ListedStatement]]) -> [ListedRule] { statements.map { ListedRule(handle: 1, $0) } }
        let chains = [
            ListedChain(name: "in", base: Self.base("input"), rules: rules(input)),
            ListedChain(name: "out", base: Self.base("output"), rules: rules(output + [[.verdict(.goto("answers"))]])),
            ListedChain(name: "answers", rules: rules(answers)),
        ]
        let table = ListedTable(family: "inet", name: "t", chains: chains, sets: sets.isEmpty ? [Self.held] : sets)
        return SlotCeiling.all(in: RulesetListing(tables: [table]))
    }

    private static func isSure(_ ceilings: [SlotCeiling]) -> Bool { ceilings.map { $0.fault == nil } == [true] }

    @Test("a set that keeps connections from peers is one ceiling, however many rules do")
    func found() throws {
        let ceilings = Self.ceilings(input: [[Self.keeping], [Self.keeping]])
        #expect(ceilings.map(\.count) == [5] && ceilings.map(\.fault) == [nil])
        #expect(ceilings.map(\.tableName) == ["inet t"] && ceilings.map(\.set) == ["held-5"])
        #expect(Self.ceilings(input: []).isEmpty)
    }

    @Test("a set that is not there, has no size or another one than its name says, or holds more, is none for sure")
    func sets() {
        let sets = [
            ListedSet(name: "other-5", types: [], size: 5, elements: []),
            ListedSet(name: "held-5", types: [], elements: []),
            ListedSet(name: "held-5", types: [], size: 6, elements: []),
            ListedSet(name: "held-5", types: [], size: 5, elements: [], hasMore: true),
        ]
        for set in sets { #expect(!Self.isSure(Self.ceilings(set)), "\(set)") }
    }

    @Test("a connection is kept for as long as a server may be silent, by 'update' alone")
    func keeps() {
        for (seconds, isSure) in [(120, false), (121, true), (nil, true)] {
            #expect(Self.isSure(Self.ceilings(input: [[Self.update(.fromPeer, seconds)]])) == isSure, "\(seconds ?? 0)")
            #expect(Self.isSure(Self.ceilings(answers: [[Self.update(.toPeer, seconds)]])) == isSure)
        }
        let short = ListedSet(name: "held-5", types: [], size: 5, timeout: 60, elements: [])
        #expect(!Self.isSure(Self.ceilings(input: [[Self.update(.fromPeer, nil)]], short)))
        for operation in [ListedUpdate.Operation.add, .delete] {
            #expect(!Self.isSure(Self.ceilings(input: [[Self.keeping], [Self.update(.fromPeer, 130, operation)]])))
        }
        let doubtful = [
            Self.update(.fromPeer, 130, .update, [.undecidable("quota")]), Self.update(.fromPeer, 130, hasMore: true),
            .updateSet(ListedUpdate(.update, "held-5", .payload(protocol: "tcp", field: "dport"), timeout: 130)),
        ]
        for update in doubtful { #expect(!Self.isSure(Self.ceilings(input: [[Self.keeping], [update]]))) }
    }

    @Test("only the server's own FIN takes a connection out")
    func ends() {
        #expect(Self.isSure(Self.ceilings()))
        #expect(!Self.isSure(Self.ceilings(answers: [[Self.ending]])))
        #expect(!Self.isSure(Self.ceilings(answers: [[Self.rst, Self.ending]])))
        #expect(!Self.isSure(Self.ceilings(answers: [[Self.ending, Self.fin]])))
        #expect(!Self.isSure(Self.ceilings(input: [[Self.keeping], [Self.fin, Self.update(.fromPeer, 1)]])))
        #expect(!Self.isSure(Self.ceilings(answers: [[Self.fin, Self.update(.fromPeer, 1)]])))
        // Packets from outside come to where the host's own FIN counts, straight or by some map.
        #expect(!Self.isSure(Self.ceilings(input: [[Self.keeping], [.verdict(.jump("answers"))]])))
        let map = ListedStatement.verdictMap(.meta("mark"), .namedSet("somewhere"))
        #expect(!Self.isSure(Self.ceilings(input: [[Self.keeping], [map]])))
    }

    @Test("what a server has closed passes without a slot, if nobody else says so and not for long")
    func closing() throws {
        let lookup = ListedStatement.match(.equal, Rule.Direction.fromPeer.key, .namedSet("closed"))
        let set = ListedSet(name: "closed", types: [], size: 100, elements: [])
        func isBelieved(_ answers: [ListedStatement], _ set: ListedSet) throws -> Bool {
            let input = [[lookup], [Self.keeping]]
            let ceiling = try #require(Self.ceilings(input: input, answers: [answers], Self.held, set).first)
            let rules = input.map { ListedRule(handle: 1, $0) }
            let chain = ListedChain(name: "in", base: Self.base("input"), rules: rules)
            let table = ListedTable(family: "inet", name: "t", chains: [chain], sets: [Self.held, set])
            #expect(ceiling.whenFull(table, isClosing: true).chains[0].rules[0].statements == [lookup])
            return ceiling.whenFull(table, isClosing: false).chains[0].rules[0].statements != [lookup]
        }
        #expect(try isBelieved([Self.fin, Self.update(.toPeer, 60, of: "closed")], set))
        #expect(try !isBelieved([Self.fin, Self.update(.toPeer, 61, of: "closed")], set))
        #expect(try !isBelieved([Self.fin, Self.update(.toPeer, nil, of: "closed")], set))
        #expect(try !isBelieved([Self.update(.toPeer, 30, of: "closed")], set))
        func filled(_ element: SetElement) -> ListedSet {
            ListedSet(name: "closed", types: [], size: 100, elements: [element])
        }
        let answers = [Self.fin, Self.update(.toPeer, 30, of: "closed")]
        #expect(try isBelieved(answers, filled(SetElement(.number(80...80), timeout: 30))))
        #expect(try !isBelieved(answers, filled(SetElement(.number(80...80), timeout: 600))))
        #expect(try !isBelieved(answers, filled(SetElement(.number(80...80), mayExpire: true))))
        #expect(try !isBelieved(answers, filled(SetElement(.number(80...80)))))
    }
}

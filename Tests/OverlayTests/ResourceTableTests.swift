import Addressing
import Overlay
import Testing

@Suite("ResourceTable")
struct ResourceTableTests {
    private static func inbound(_ number: UInt32) -> ResourceConsumer {
        .inbound(IPv4Address(rawValue: number))
    }

    @Test("somebody who sends nothing but bad data is warned, then dropped, and comes back when it has faded")
    func standings() {
        var table = ResourceTable()
        var standings: [ResourceTable.Standing] = []
        for _ in 0..<6000 { standings.append(table.charge(Self.inbound(1), .badData, now: .seconds(1))) }
        #expect(standings.firstIndex(of: .warned) == 479)
        #expect(standings.firstIndex(of: .dropped) == 4799)
        #expect(standings == standings.sorted())
        #expect(table.standing(of: Self.inbound(1), now: .seconds(1)) == .dropped)
        #expect(table.standing(of: Self.inbound(2), now: .seconds(1)) == .good)
        #expect(table.standing(of: Self.inbound(1), now: .seconds(40)) == .warned)
        #expect(table.standing(of: Self.inbound(1), now: .seconds(200)) == .good)
    }

    @Test("being dropped costs once, not with every charge after it")
    func dropCost() {
        var (charged, plain) = (ResourceTable(), ResourceBalance())
        for _ in 0..<4800 { _ = plain.add(100, now: .zero) }
        for _ in 0..<4900 { _ = charged.charge(Self.inbound(1), .badData, now: .zero) }
        let expected = plain.add(300 + 100 * 100, now: .zero)
        // Seen through the first second at which the balance is below the line again.
        let seconds = 0..<128
        let fallen = seconds.first { charged.standing(of: Self.inbound(1), now: .seconds($0)) != .dropped }
        #expect(fallen == seconds.first { plain.current(now: .seconds($0)) < ResourceTable.dropBalance })
        #expect(expected == 15_321)
    }

    @Test("all connections of an address share a balance; each endpoint that is dialled has its own")
    func keys() {
        var table = ResourceTable()
        let address = IPv4Address(rawValue: 0x0A01_0102)
        for _ in 0..<480 { _ = table.charge(.outbound(Endpoint(address, 1)), .badData, now: .zero) }
        #expect(table.standing(of: .outbound(Endpoint(address, 1)), now: .zero) == .warned)
        #expect(table.standing(of: .outbound(Endpoint(address, 2)), now: .zero) == .good)
        #expect(table.standing(of: .inbound(address), now: .zero) == .good)
    }

    @Test("who has cost nothing for five minutes is forgotten")
    func idle() {
        var table = ResourceTable()
        _ = table.charge(Self.inbound(1), .message, now: .zero)
        _ = table.charge(Self.inbound(2), .message, now: .seconds(1))
        table.forgetIdle(now: .seconds(299))
        #expect(table.count == 2)
        table.forgetIdle(now: .seconds(300))
        #expect(table.count == 1)
    }

    @Test("a flood of strangers neither grows the table nor washes out the one that is dropped")
    func flood() {
        var table = ResourceTable(capacity: 16)
        for _ in 0..<4800 { _ = table.charge(Self.inbound(0), .badData, now: .zero) }
        for stranger in 1..<1000 {
            #expect(table.charge(Self.inbound(UInt32(stranger)), .message, now: .zero) == .good)
            #expect(table.count <= 16)
        }
        #expect(table.standing(of: Self.inbound(0), now: .zero) == .dropped)
    }
}

import Overlay
import TestSupport
import Testing

@Suite("ResourceBalance")
struct ResourceBalanceTests {
    private struct Entry: Decodable {
        struct Step: Decodable {
            let second: Int
            let cost: Int
        }

        let steps: [Step]
        let balances: [Int]
    }

    private struct Sustained: Decodable {
        let costPerSecond: Int
        let settlesAt: Int
        let firstWarnSecond: Int?
        let firstDropSecond: Int?
    }

    @Test("is what the vectors say after every charge")
    func vectors() throws {
        let entries = try VectorFile.entries(Entry.self, of: "resource_balance")
        #expect(!entries.isEmpty)
        for entry in entries {
            var balance = ResourceBalance()
            let balances = entry.steps.map { step in
                let now = Duration.seconds(step.second)
                let expected = balance.current(now: now)
                let fresh = balance.add(step.cost, now: now)
                #expect(step.cost > 0 || fresh == expected)
                return fresh
            }
            #expect(balances == entry.balances)
        }
    }

    @Test("a steady cost settles, warns and drops when the vectors say")
    func sustained() throws {
        let entries = try VectorFile.entries(Sustained.self, "sustained", of: "resource_balance")
        #expect(!entries.isEmpty)
        for entry in entries {
            var balance = ResourceBalance()
            let balances = (0..<400).map { balance.add(entry.costPerSecond, now: .seconds($0)) }
            #expect(balances.last == entry.settlesAt)
            #expect(balances.firstIndex { $0 >= ResourceTable.warningBalance } == entry.firstWarnSecond)
            #expect(balances.firstIndex { $0 >= ResourceTable.dropBalance } == entry.firstDropSecond)
        }
    }

    @Test("parts of a second change nothing, and 129 seconds of silence everything")
    func time() {
        var balance = ResourceBalance()
        #expect(balance.add(32_000, now: .milliseconds(100)) == 1000)
        #expect(balance.current(now: .milliseconds(999)) == 1000)
        #expect(balance.current(now: .milliseconds(1000)) == 968)
        #expect(balance.current(now: .seconds(128)) > 0)
        #expect(balance.current(now: .seconds(129)) == 0)
        #expect(balance.current(now: .seconds(1_000_000_000)) == 0)
    }
}

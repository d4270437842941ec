import Addressing
import Compiler
import TestSupport
import Testing
import Topology

@testable import Verification

/// The units that restart a server which has lost every peer.
@Suite struct NudgeUnitsTests {
    private static func unit(_ name: Artifact.Name) throws -> String {
        let compilation = try Compilation(SampleTopology.quickstart(), source: "quickstart.yaml")
        return try #require(compilation.bundles.first { $0.host.description == "validator-1" })[name].contents
    }

    private static let dials = ["10.1.10.55:50333", "10.1.10.56:50333"].compactMap { Endpoint($0) }

    @Test("the units that are compiled look for the peers that the server dials")
    func compiled() throws {
        let service = try Self.unit(.nudgeUnit)
        #expect(NudgeUnits.objections(toService: service) == [])
        #expect(NudgeUnits.objections(toService: service, of: Self.dials) == [])
        #expect(NudgeUnits.objections(toTimer: UnitFile(try Self.unit(.nudgeTimer))) == [])
    }

    @Test("the order of the peers, and one that is named twice, change nothing")
    func order() throws {
        let changed = try Self.unit(.nudgeUnit).replacing(
            "dst 10.1.10.55:50333 or dst 10.1.10.56:50333",
            with: "dst 10.1.10.56:50333 or dst 10.1.10.55:50333 or dst 10.1.10.56:50333"
        )
        #expect(NudgeUnits.objections(toService: changed, of: Self.dials) == [])
    }

    @Test(
        "a search for anything else is found",
        arguments: [
            "dst 10.1.10.55:50333", "sport = 1", "", "dst 10.1.10.55:50333 or dst 10.1.10.56",
            "dst 10.1.10.55:50333 or dst 10.1.10.56:50334", "dst 10.1.10.55:50333 dst 10.1.10.56:50333",
            "dst 10.1.10.55:50333 or dst 10.1.10.56:50333 or ", " or dst 10.1.10.55:50333 or dst 10.1.10.56:50333",
            "dst 10.1.10.55:50333 or  or dst 10.1.10.56:50333",
            "dst 10.1.10.55:50333 or dst 10.1.10.56:50333 or sport = 1", "src 10.1.10.55:50333 or dst 10.1.10.56:50333",
        ]
    )
    func filters(filter: String) throws {
        let changed = try Self.unit(.nudgeUnit).replacing(
            "dst 10.1.10.55:50333 or dst 10.1.10.56:50333",
            with: filter
        )
        #expect(NudgeUnits.objections(toService: changed, of: Self.dials).count == 1)
    }

    @Test("an empty line that ends a command before its end is found, and no other one")
    func emptyLines() throws {
        let text = try Self.unit(.nudgeUnit)
        let ending = try #require(text.firstRange(of: "do \\\n"))
        var broken = text
        broken.insert("\n", at: ending.upperBound)
        #expect(NudgeUnits.objections(toService: broken) != [])
        #expect(NudgeUnits.objections(toService: "\n\(text)\n", of: Self.dials) == [])
    }

    @Test(
        "a timer that may never start it is found",
        arguments: ["OnBootSec=5min\n", "OnUnitInactiveSec=1min\n", "WantedBy=timers.target\n"]
    )
    func timer(line: String) throws {
        let text = try Self.unit(.nudgeTimer)
        try #require(text.contains(line))
        #expect(NudgeUnits.objections(toTimer: UnitFile(text.replacing(line, with: ""))).count == 1)
        let key = line.prefix { $0 != "=" }
        #expect(!NudgeUnits.objections(toTimer: UnitFile(text.replacing(line, with: line + "\(key)=\n"))).isEmpty)
    }
}

import Compiler
import TestSupport
import Testing

@testable import Verification

/// The drop-in of the server's unit.
@Suite struct ServerDropInTests {
    private static func text() throws -> String {
        let compilation = try Compilation(SampleTopology.quickstart(), source: "quickstart.yaml")
        return try #require(compilation.bundles.first)[.serviceDropIn].contents
    }

    @Test("the drop-in that is compiled leaves the server as it is meant")
    func compiled() throws {
        let dropIn = ServerDropIn(UnitFile(try Self.text()))
        #expect(dropIn.ofHost == [] && dropIn.ofServer == [])
        #expect(ServerDropIn.folder == "/etc/skywelld")
    }

    @Test(
        "each setting is held against what is safe, wherever in the file it stands",
        arguments: [
            "WorkingDirectory=/etc/skywelld/..", "WorkingDirectory=", "WorkingDirectory=~", "WorkingDirectory=%h",
            "TimeoutStopSec=0", "TimeoutStartSec=1ms", "Restart=on-abort", "Restart=", "RestartSec=infinity",
            "LimitNOFILE=3", "MemoryHigh=1", "MemoryMax=1", "Nice=19",
        ]
    )
    func settings(line: String) throws {
        let changed = try Self.text() + "\(line)\n"
        let dropIn = ServerDropIn(UnitFile(changed))
        #expect(dropIn.ofServer.count == 1 && dropIn.ofServer.first?.contains("'\(line)' is not known") == true)
        #expect(dropIn.ofHost == [])
    }

    @Test(
        "what the unit asks for is held against what cannot keep the server from being started",
        arguments: [
            ("StartLimitIntervalSec=1h", "'StartLimitIntervalSec=1h' is not"),
            ("After=multi-user.target", "'After=multi-user"),
        ]
    )
    func order(line: String, words: String) throws {
        let changed = try Self.text().replacing("[Unit]\n", with: "[Unit]\n\(line)\n")
        let dropIn = ServerDropIn(UnitFile(changed))
        #expect(dropIn.ofServer.count == 1 && dropIn.ofServer.first?.hasPrefix(words) == true)
    }

    @Test(
        "what must be there is missed",
        arguments: ["WorkingDirectory=/etc/skywelld\n", "Restart=always\n", "StartLimitIntervalSec=0\n"]
    )
    func missing(line: String) throws {
        let text = try Self.text()
        try #require(text.contains(line))
        let dropIn = ServerDropIn(UnitFile(text.replacing(line, with: "")))
        #expect(dropIn.ofServer.count == 1 && dropIn.ofServer.first?.hasPrefix("it has no '") == true)
    }

    @Test("what a server leaves behind is no matter of its claims, and yet said")
    func seeds() throws {
        for changed in ["", "LimitCORE=infinity\n"] {
            let dropIn = ServerDropIn(UnitFile(try Self.text().replacing("LimitCORE=0\n", with: changed)))
            #expect(!dropIn.ofHost.isEmpty && dropIn.ofServer == [])
        }
    }
}

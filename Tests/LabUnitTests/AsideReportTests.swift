import Nftables
import Testing

@testable import Lab

@Suite struct AsideReportTests {
    @Test("a listing comes back with all that the text took from the machine", arguments: [nil, "", "ip t c\n"])
    func listing(bytecode: String?) throws {
        var listing = KernelListing(json: "{\"nftables\": []}", bytecode: bytecode, reloaded: bytecode.map { "\($0)2" })
        listing.needs = [
            .interface("wan7"), .name("no such service", line: 7), .name("", line: 1), .name("12 no line", line: nil),
            .absence("File exists", line: 9),
        ]
        guard case .listed(let read)? = AsideReport(AsideReport { () throws(NftablesError) in listing }.bytes) else {
            Issue.record("not read as a listing")
            return
        }
        #expect(read.json == listing.json && read.bytecode == bytecode && read.reloaded == listing.reloaded)
        #expect(read.needs == listing.needs)
    }

    @Test("so does an error, also one without words")
    func refusal() throws {
        for error in [
            NftablesError(command: "rules", message: "rules:1:2-3: Error: é\nsecond line"),
            NftablesError(command: "", message: ""),
        ] {
            let report = AsideReport(AsideReport { () throws(NftablesError) in throw error }.bytes)
            guard case .refused(error)? = report else {
                Issue.record("\(error): \(String(describing: report))")
                continue
            }
        }
    }

    @Test(
        "what was cut off at a field's end or is no report is none",
        arguments: [[], [0], [9, 65, 0], [200, 65, 0]]
    )
    func garbage(bytes: [UInt8]) {
        #expect(AsideReport(bytes) == nil)
    }
}

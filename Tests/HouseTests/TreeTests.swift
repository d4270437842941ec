import Diagnostics
import FoundationEssentials
import TestSupport
import Testing
import Topology

@Suite struct TreeTests {
    /// Of a file in the repository, in bytes.
    private static let sizeLimit = 1 << 20

    @Test("only the command line prints")
    func onlyTheFacePrints() throws {
        for path in try Repository.files(below: "Sources")
        where path.hasSuffix(".swift") && !path.hasPrefix("Sources/picket/") {
            for (number, line) in try Repository.text(path).split(separator: "\n").enumerated() {
                let code = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)[0]
                #expect(!Self.prints(code), "\(path): statement \(number + 1) prints: \(line)")
            }
        }
    }

    @Test(
        "the search for print finds calls, and nothing else",
        arguments: [
            ("print(1)", true), ("        print(\"x\")", true), ("Swift.print(x)", true), ("debugPrint(x)", true),
            ("dump(x)", true), ("console.print(line)", true), ("let printed = blueprint(x)", false),
            ("fingerprint()", false),
        ]
    )
    func findsPrint(line: String, expected: Bool) {
        #expect(Self.prints(line) == expected)
    }

    @Test("no file of the repository is larger than a megabyte")
    func filesAreSmall() throws {
        let folders = ["Sources", "Tests", "Benchmarks", "docs", "templates", "topologies"]
        for folder in folders {
            for path in (try? Repository.files(below: folder)) ?? [] {
                let size = try Repository.bytes(path).count
                #expect(size <= Self.sizeLimit, "\(path) has \(size) bytes")
            }
        }
    }

    @Test("every topology starts with a comment that says what it shows, and reads without errors")
    func topologiesAreReadable() throws {
        let paths = try Repository.files(below: "topologies").filter { $0.hasSuffix(".yaml") }
        #expect(!paths.isEmpty)
        for path in paths {
            let bytes = try Repository.bytes(path)
            #expect(bytes.starts(with: "# ".utf8), "\(path) has no comment on its first line")
            let reading = Topology.read(bytes: bytes, name: path)
            let problems = DiagnosticRenderer(color: .never).render(reading.diagnostics, in: reading.source)
            #expect(reading.topology != nil, "\(problems)")
            #expect(!reading.diagnostics.contains { $0.severity == .error }, "\(problems)")
        }
    }

    @Test("the templates are where the compiler takes them from")
    func templatesAreLinked() throws {
        let names = try Repository.files(below: "templates").map { $0.split(separator: "/")[1] }
        #expect(names.contains("skywelld.cfg.mustache"))
        let manifest = try Repository.text("Package.swift")
        for name in names {
            let linked = try Repository.text("Sources/Compiler/Templates/\(name)")
            #expect(linked == (try Repository.text("templates/\(name)")), "\(name)")
            #expect(manifest.contains(".embedInCode(\"Templates/\(name)\")"), "\(name) is not part of the program")
        }
    }

    private static func prints(_ code: some StringProtocol) -> Bool {
        ["print(", "debugPrint(", "dump("].contains { call in
            code.ranges(of: call).contains { range in
                guard range.lowerBound > code.startIndex else { return true }
                let before = code[code.index(before: range.lowerBound)]
                return !before.isLetter && !before.isNumber && before != "_"
            }
        }
    }
}

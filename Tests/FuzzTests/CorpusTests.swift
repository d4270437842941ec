import FuzzChecks
import TestSupport
import Testing

@Suite("Fuzzing corpus")
struct CorpusTests {
    private static func inputs(_ target: String) throws -> [[UInt8]] {
        let paths = try Repository.files(below: "Fuzz/Corpus/\(target)")
        #expect(!paths.isEmpty && paths.count < 300, "\(target) has \(paths.count) inputs")
        return try paths.map { try Repository.bytes($0) }
    }

    @Test("every topology that the fuzzer found worth keeping is read as it must be")
    func topologies() throws {
        for bytes in try Self.inputs("FuzzTopology") { TopologyCheck.run(bytes) }
    }

    @Test("every configuration file that the fuzzer found worth keeping is read as it must be")
    func configurations() throws {
        for bytes in try Self.inputs("FuzzConfiguration") { ConfigurationCheck.run(bytes) }
    }

    @Test("every key text that the fuzzer found worth keeping is read as it must be")
    func keyTexts() throws {
        for bytes in try Self.inputs("FuzzKeyText") { KeyTextCheck.run(bytes) }
    }

    @Test("every start of a connection that the fuzzer found worth keeping is read as it must be")
    func connections() throws {
        for bytes in try Self.inputs("FuzzHTTP") { HTTPCheck.run(bytes) }
    }

    @Test("every command that the fuzzer found worth keeping is read as it must be")
    func commands() throws {
        for bytes in try Self.inputs("FuzzCommand") { CommandCheck.run(bytes) }
    }

    @Test("every stream of frames that the fuzzer found worth keeping is cut as it must be")
    func frames() throws {
        for bytes in try Self.inputs("FuzzFrame") { FrameCheck.run(bytes) }
    }

    @Test("every message that the fuzzer found worth keeping is read as it must be")
    func messages() throws {
        for bytes in try Self.inputs("FuzzMessage") { MessageCheck.run(bytes) }
    }

    @Test("every validation that the fuzzer found worth keeping is read as it must be")
    func validations() throws {
        for bytes in try Self.inputs("FuzzValidation") { ValidationCheck.run(bytes) }
    }

    @Test("every WebSocket that the fuzzer found worth keeping is read as it must be")
    func webSockets() throws {
        for bytes in try Self.inputs("FuzzWebSocket") { WebSocketCheck.run(bytes) }
    }

    @Test("every JSON text that the fuzzer found worth keeping is read as it must be")
    func documents() throws {
        for bytes in try Self.inputs("FuzzJSON") { JSONCheck.run(bytes) }
    }

    @Test("nothing that strangers were found to do makes a sentry tell of its validator, or let it go")
    func strangers() throws {
        for bytes in try Self.inputs("FuzzOverlay") { OverlayCheck.run(bytes) }
    }

    @Test("a sentry that does not know whom to protect is found out by the same check")
    func carelessSentry() async {
        await #expect(processExitsWith: .failure) {
            OverlayCheck.run(try Repository.bytes("Fuzz/Corpus/FuzzOverlay/crawl"), isProtecting: false)
        }
    }

    @Test("each fuzzer is built, run by `make fuzz`, and has a corpus")
    func fuzzers() throws {
        let folders = try Repository.files(below: "Fuzz").filter { $0.hasPrefix("Fuzz/Fuzz") }
        let names = folders.compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) }.sorted()
        let makefile = try Repository.text("Makefile")
        let line = makefile.split(separator: "\n").first { $0.hasPrefix("FUZZERS = ") }
        let listed = (line ?? "").split(separator: " ").dropFirst(2).map(String.init)
        #expect(listed.sorted() == names)
        let package = try Repository.text("Package.swift")
        for name in names {
            #expect(package.contains("\"\(name)\""), "\(name) is not built")
            #expect(try !Repository.files(below: "Fuzz/Corpus/\(name)").isEmpty)
        }
    }

    @Test("the corpus has each type of message")
    func messageTypes() throws {
        let selectors = Set(try Self.inputs("FuzzMessage").compactMap(\.first).map { Int($0) % MessageCheck.typeCount })
        #expect(selectors == Set(0..<MessageCheck.typeCount))
    }

    @Test("every topology and golden configuration of the repository passes the checks of the fuzzer")
    func repository() throws {
        for path in try Repository.files(below: "topologies") where path.hasSuffix(".yaml") {
            TopologyCheck.run(try Repository.bytes(path))
        }
        for path in try Repository.files(below: "Tests/CompilerTests/Golden") where path.hasSuffix(".cfg") {
            ConfigurationCheck.run(try Repository.bytes(path))
        }
    }
}

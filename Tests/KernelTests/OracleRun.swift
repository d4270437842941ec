import Foundation
import TestSupport

/// One run of the oracle, or of another program that asks the kernel, in a network namespace of its own.
struct OracleRun {
    let code: Int32
    let output: String

    /// Waits for its end; the oracle bounds its own work.
    init(program: String = "KernelOracle", _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        // The time limit is for a kernel that hangs.
        process.arguments = ["timeout", "170", "unshare", "-Urn", try Self.path(of: program)] + arguments
        process.currentDirectoryURL = URL(filePath: Repository.root)
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        self.output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        self.code = process.terminationStatus
    }

    /// Beside the test products.
    private static func path(of program: String) throws -> String {
        let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = URL(filePath: bundle).deletingLastPathComponent()
        let candidates = [folder, folder.deletingLastPathComponent()].map { $0.appending(path: program).path }
        return candidates.first(where: FileManager.default.isExecutableFile)
            ?? Repository.root + "/.build/debug/\(program)"
    }

    /// The number before a word of the tally; 0 without one.
    func count(_ word: String) -> Int {
        let words = (self.output.split(separator: "\n").last ?? "").split { " ,:;()".contains($0) }
        return words.firstIndex { $0 == word }.flatMap { $0 > 0 ? Int(words[$0 - 1]) : nil } ?? 0
    }
}

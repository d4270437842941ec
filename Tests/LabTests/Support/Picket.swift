import Foundation
import Glibc
import TestSupport

/// The program under test, and how to run it.
enum Picket {
    /// Beside the test products.
    static let binary: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let folder = URL(filePath: bundle).deletingLastPathComponent()
        let candidates = [folder, folder.deletingLastPathComponent()].map { $0.appending(path: "picket").path }
        return candidates.first { access($0, X_OK) == 0 } ?? Repository.root + "/.build/debug/picket"
    }()

    static let quickstart = "\(Repository.root)/\(SampleTopology.quickstartPath)"

    /// Runs picket to its end.
    ///
    /// - Parameters:
    ///   - arguments: Everything after the program's name.
    ///   - environment: In addition to this process's own.
    ///   - limit: After which it is killed, which the result says.
    static func run(
        _ arguments: String...,
        environment: [String: String] = [:],
        in directory: String = Repository.root,
        limit: Duration = .seconds(60)
    ) async throws -> Finished {
        let process = try RunningProcess(Self.binary, arguments, environment: environment, in: directory)
        return try await process.finish(within: limit)
    }
}

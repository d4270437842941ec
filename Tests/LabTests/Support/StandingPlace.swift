import Foundation
import Glibc
import TestSupport

/// A state folder of its own, and what `picket lab …` does there.
final class StandingPlace: Sendable {
    let folder: ScratchFolder
    let mark = ProcessMark()

    init() throws {
        self.folder = try ScratchFolder()
    }

    func lab(_ arguments: String...) async throws -> Finished {
        try await self.lab(arguments)
    }

    func lab(_ arguments: [String]) async throws -> Finished {
        try await self.start(arguments).finish(within: .seconds(30))
    }

    func start(_ arguments: [String]) throws -> RunningProcess {
        try RunningProcess(
            Picket.binary,
            ["lab"] + arguments,
            environment: ["XDG_RUNTIME_DIR": self.folder.path, "PICKET_TEST_PLACE": self.mark.value],
            in: Repository.root
        )
    }

    /// Processes of every command of this place.
    var processes: [ProcessMark.Found] {
        let needle = Data("PICKET_TEST_PLACE=\(self.mark.value)".utf8)
        let ids = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap {
            Int32($0)
        }
        return ids.filter {
            FileManager.default.contents(atPath: "/proc/\($0)/environ")?.range(of: needle) != nil
        }.map { id in
            let command = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") ?? Data()
            return ProcessMark.Found(id: id, command: String(decoding: command, as: UTF8.self))
        }
    }

    func end() {
        for process in self.processes { kill(process.id, SIGKILL) }
    }
}

import Foundation

/// What a lab could leave behind on the machine, as far as this process can see it.
struct MachineState: Equatable {
    /// Names of the network interfaces of this process's namespace.
    let interfaces: [String]
    let mounts: String
    let mntFolder: [String]
    let temporaryFiles: [String]
    let stateFolder: [String]

    init() {
        let text = { (path: String) in
            String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        }
        let list = { (path: String) in
            ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
        }
        self.interfaces = text("/proc/net/dev").split(separator: "\n").compactMap { line in
            line.firstIndex(of: ":").map { line[..<$0].trimmingCharacters(in: .whitespaces) }
        }
        self.mounts = text("/proc/self/mounts")
        self.mntFolder = list("/mnt")
        // Others use this folder as well; the tests' own folders have names that begin like this.
        self.temporaryFiles = list("/tmp").filter { $0.contains("picket") && !$0.hasPrefix("picket-") }
        let environment = ProcessInfo.processInfo.environment
        self.stateFolder = [environment["XDG_RUNTIME_DIR"], environment["HOME"].map { $0 + "/.local/state" }]
            .compactMap(\.self).flatMap { list($0 + "/picket") }
    }
}

package import Diagnostics
internal import Skywelld

/// The server keeps ledgers in a database of a kind that it knows.
package enum BadDatabase: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1017"),
        .error,
        "[node_db] names no database that the server can open",
        cause: "The key 'type' is missing or is no kind of database, or a database on disk has no 'path'.",
        reason: "The server ends while it starts (skywelld reference §8.3).",
        cure: "Write 'type = RocksDB' or 'type = NuDB', and 'path = DIRECTORY'."
    )
    package static let fault = "[node_db] has a type that does not exist"
    package static let endsServer = true

    /// Source: skywelld reference §8.3. The server does not tell capitals from small letters.
    private static let onDisk: Set<String> = ["rocksdb", "rocksdbquick", "nudb"]
    private static let inMemory: Set<String> = ["memory", "none"]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard let section = host.facts.file["node_db"] else { return }
        let type = section.keyValues.last { $0.key == "type" }
        let kind = type?.value.lowercased() ?? ""
        let fault: (message: String, help: String)
        if !self.onDisk.contains(kind), !self.inMemory.contains(kind) {
            fault = ("names no kind of database", "write 'type = RocksDB' or 'type = NuDB'")
        } else if self.onDisk.contains(kind), !section.keyValues.contains(where: { $0.key == "path" }) {
            fault = ("does not say where the database lies", "add 'path = DIRECTORY'")
        } else {
            return
        }
        findings.add(
            self.info,
            host,
            line: type?.line,
            "[node_db] of '\(host.name)' \(fault.message)",
            label: "the server does not start",
            help: fault.help
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            guard edit.has("node_db") else { return false }
            edit.set("node_db", ["type = Foo", "path = /var/lib/skywelld/nodes"])
            return true
        }
    }
}

import Foundation
import Glibc
import Testing

@testable import Lab

@Suite struct LabRegistryTests {
    /// A registry in a folder of its own, which is gone when the test ends.
    private static func withRegistry(_ body: (LabRegistry, String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-registry-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(LabRegistry(root: folder.path + "/deep/er"), folder.path + "/deep/er")
    }

    private static let record = LabRecord(
        network: "n",
        file: "a/file.yaml",
        buildSeconds: 0.25,
        hosts: [
            .init(
                name: "v",
                kind: "validator",
                addresses: ["10.0.0.1"],
                administration: "127.0.0.1:5050",
                log: "/mnt/v/node.log",
                namespace: 9
            ),
            .init(name: "outsider", kind: "outsider", addresses: [], administration: nil, log: nil, namespace: 10),
        ]
    )

    @Test("a registry without a folder has no labs")
    func empty() throws {
        try Self.withRegistry { registry, _ in
            #expect(registry.names().isEmpty)
            #expect(!registry.isUp("n"))
            #expect(throws: LabError.self) { try registry.record(of: "n") }
            #expect(throws: LabError.self) { try registry.processes(of: "n") }
        }
    }

    @Test("a lab is up from its claim until the lock is closed, and can be claimed once")
    func claims() throws {
        try Self.withRegistry { registry, root in
            let lock = try registry.claim("n")
            #expect(registry.isUp("n") && registry.names() == ["n"])
            let error = #expect(throws: LabError.self) { try registry.claim("n") }
            #expect(error?.kind == .unavailable && error?.message == "a lab 'n' is already up")
            #expect(error?.help?.contains("picket lab down") == true)
            #expect(try Self.mode(root + "/n") == 0o700)
            #expect(try Self.mode(root + "/n/lock") == 0o600)
            close(lock)
            #expect(!registry.isUp("n"))
        }
    }

    @Test("what is recorded is read back, and only its owner can read it")
    func records() throws {
        try Self.withRegistry { registry, root in
            let lock = try registry.claim("n")
            defer { close(lock) }
            try registry.write(Self.record)
            try registry.write(LabProcesses(keeper: 12, first: 34), of: "n")
            #expect(try registry.record(of: "n") == Self.record)
            #expect(try registry.processes(of: "n") == LabProcesses(keeper: 12, first: 34))
            for file in ["lab.json", "processes.json"] { #expect(try Self.mode("\(root)/n/\(file)") == 0o600) }
        }
    }

    @Test("labs that nobody keeps are not listed, and their folders are removed")
    func forgets() throws {
        try Self.withRegistry { registry, root in
            let locks = try ["b", "a", "c"].map { try registry.claim($0) }
            try registry.write(LabProcesses(keeper: 1, first: 2), of: "c")
            close(locks[2])
            #expect(registry.names() == ["a", "b"])
            #expect(!FileManager.default.fileExists(atPath: root + "/c"))
            registry.remove("a")
            #expect(!FileManager.default.fileExists(atPath: root + "/a"))
            close(locks[0])
            close(locks[1])
            #expect(registry.names().isEmpty)
        }
    }

    @Test("what is no lab is neither listed nor destroyed")
    func leavesOthers() throws {
        try Self.withRegistry { registry, root in
            close(try registry.claim("n"))
            try Data("x".utf8).write(to: URL(filePath: root + "/a-file"))
            try FileManager.default.createDirectory(atPath: root + "/other", withIntermediateDirectories: true)
            try Data("x".utf8).write(to: URL(filePath: root + "/other/kept"))
            #expect(registry.names().isEmpty)
            #expect(FileManager.default.fileExists(atPath: root + "/a-file"))
            #expect(FileManager.default.fileExists(atPath: root + "/other/kept"))
        }
    }

    @Test("a record that cannot be read is an error that names it", arguments: ["", "{", "[]", "{}", "null"])
    func refusesGarbage(text: String) throws {
        try Self.withRegistry { registry, root in
            let lock = try registry.claim("n")
            defer { close(lock) }
            try Data(text.utf8).write(to: URL(filePath: root + "/n/lab.json"))
            let error = #expect(throws: LabError.self) { try registry.record(of: "n") }
            #expect(error?.kind == .unavailable)
            #expect(error?.message == "\(root)/n/lab.json cannot be read")
        }
    }

    @Test("a folder that cannot be made is an error that names it")
    func refusesPlace() {
        let error = #expect(throws: LabError.self) { try LabRegistry(root: "/proc/picket").claim("n") }
        #expect(error?.message.contains("register the lab 'n': mkdir /proc/picket") == true)
    }

    private static func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? (attributes[.posixPermissions] as? Int) ?? -1
    }
}

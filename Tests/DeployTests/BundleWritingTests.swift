import Compiler
import Deploy
import Files
import Glibc
import TestSupport
import Testing
import Topology

@Suite("BundleFolder: writing")
struct BundleWritingTests {
    private let folder: ScratchFolder
    private var path: String { "\(self.folder.path)/out" }

    init() throws {
        self.folder = try ScratchFolder()
    }

    private static func bundle(_ host: String, _ configuration: String, rules: String? = "rules\n") throws -> Bundle {
        Bundle(
            host: try #require(HostName(host)),
            artifacts: [Artifact(.configuration, configuration)] + (rules.map { [Artifact(.ruleset, $0)] } ?? [])
        )
    }

    private func write(_ bundles: [Bundle], isForced: Bool = false) throws -> BundleChanges {
        try BundleFolder.write(bundles, to: self.path, isForced: isForced)
    }

    private func edits(_ bundles: [Bundle]) -> [String] {
        do {
            _ = try BundleFolder.write(bundles, to: self.path, isForced: false)
            return []
        } catch .edited(let edits) {
            return edits.map { "\($0.kind) \($0.name)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test("a first run writes every file, secrets of the user alone, and a record")
    func first() throws {
        let changes = try self.write([Self.bundle("v", "a\nb\n"), Self.bundle("s", "c\n", rules: nil)])
        #expect(changes.hosts.map { "\($0.name) \($0.kind)" } == ["v new", "s new"])
        #expect(
            changes.hosts[0].files.map { "\($0.name) \($0.kind) +\($0.lines.added) -\($0.lines.removed)" } == [
                "picket.nft new +1 -0", "skywelld.cfg new +2 -0",
            ]
        )
        #expect(
            self.folder.files() == [
                "out/picket-bundles.json", "out/s/skywelld.cfg", "out/v/picket.nft", "out/v/skywelld.cfg",
            ]
        )
        #expect(self.folder.mode("out/v/skywelld.cfg") == 0o600 && self.folder.mode("out/v/picket.nft") == 0o600)
        #expect(self.folder.mode("out/picket-bundles.json") == 0o600)
    }

    @Test("the same bundles again change nothing, and the record is the same bytes")
    func again() throws {
        let bundles = [try Self.bundle("v", "a\n"), try Self.bundle("s", "b\n")]
        _ = try self.write(bundles)
        let record = self.folder.text("out/picket-bundles.json")
        let changes = try self.write(bundles)
        #expect(changes.hosts.allSatisfy { $0.kind == .unchanged && $0.files.isEmpty })
        #expect(self.folder.text("out/picket-bundles.json") == record)
    }

    @Test("files that stay as they are stay the same files, and a mode that somebody opened up is put right")
    func untouched() throws {
        _ = try self.write([Self.bundle("a", "1\n"), Self.bundle("b", "2\n")])
        let inode = try Self.inode("\(self.path)/a/skywelld.cfg")
        chmod("\(self.path)/b/picket.nft", 0o666)
        let folder = try Self.inode(self.path)
        let changes = try self.write([Self.bundle("a", "1\n"), Self.bundle("b", "2\n")])
        #expect(changes.count(.unchanged) == 2)
        #expect(self.folder.mode("out/b/picket.nft") == 0o600)
        #expect(try Self.inode("\(self.path)/a/skywelld.cfg") == inode && Self.inode(self.path) != folder)
        let replaced = try Self.inode(self.path)
        _ = try self.write([Self.bundle("a", "1\n"), Self.bundle("b", "2\n")])
        #expect(try Self.inode(self.path) == replaced, "a folder that is finished was replaced")
    }

    private static func inode(_ path: String) throws -> UInt {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return UInt(status.st_ino)
    }

    @Test("says what is new, changed with its lines, removed and unchanged")
    func changes() throws {
        _ = try self.write([
            Self.bundle("a", "1\n2\n3\n"), Self.bundle("b", "x\n"), Self.bundle("c", "y\n"), Self.bundle("d", "z\n"),
        ])
        let changes = try self.write([
            Self.bundle("a", "1\ntwo\n3\nfour\n"), Self.bundle("b", "x\n"), Self.bundle("d", "z\n", rules: nil),
            Self.bundle("e", "new\n"),
        ])
        #expect(
            changes.hosts.map { "\($0.name) \($0.kind)" } == [
                "a changed", "b unchanged", "d changed", "e new", "c removed",
            ]
        )
        #expect(changes.hosts[0].files.map(\.name) == ["skywelld.cfg"])
        #expect(changes.hosts[0].files[0].lines == LineCounts(added: 2, removed: 1))
        #expect(changes.hosts[2].files.map { "\($0.name) \($0.kind)" } == ["picket.nft removed"])
        #expect(self.folder.files().filter { $0.hasPrefix("out/c") || $0 == "out/d/picket.nft" } == [])
    }

    @Test("what a person changed, added or removed is listed, and nothing is written")
    func refuses() throws {
        let bundles = [try Self.bundle("a", "1\n"), try Self.bundle("b", "2\n")]
        _ = try self.write(bundles)
        try self.folder.write("mine\n", to: "out/a/skywelld.cfg")
        try self.folder.write("notes\n", to: "out/a/notes.txt")
        unlink("\(self.path)/b/picket.nft")
        let before = self.folder.files().map { self.folder.text($0) }
        #expect(
            self.edits([try Self.bundle("c", "3\n")]) == [
                "added a/notes.txt", "changed a/skywelld.cfg", "removed b/picket.nft",
            ]
        )
        #expect(self.folder.files().map { self.folder.text($0) } == before)
    }

    @Test("forced, changed files are written anew, and added ones are kept from then on")
    func forced() throws {
        let bundles = [try Self.bundle("a", "1\n"), try Self.bundle("b", "2\n")]
        _ = try self.write(bundles)
        try self.folder.write("mine\n", to: "out/a/skywelld.cfg")
        try self.folder.write("notes\n", to: "out/a/deep/notes.txt", mode: 0o640)
        try self.folder.write("top\n", to: "out/README")
        unlink("\(self.path)/b/picket.nft")
        let changes = try self.write(bundles, isForced: true)
        #expect(changes.kept == ["README", "a/deep/notes.txt"])
        #expect(changes.hosts.map(\.kind) == [.changed, .changed])
        #expect(self.folder.text("out/a/skywelld.cfg") == "1\n" && self.folder.text("out/b/picket.nft") == "rules\n")
        #expect(
            self.folder.text("out/a/deep/notes.txt") == "notes\n" && self.folder.mode("out/a/deep/notes.txt") == 0o640
        )
        #expect(self.edits([try Self.bundle("b", "2\n")]) == [])
        #expect(self.folder.text("out/a/deep/notes.txt") == "notes\n" && self.folder.text("out/README") == "top\n")
        #expect(self.folder.text("out/a/skywelld.cfg") == nil)
    }

    @Test("a folder with files and without a record is somebody else's, forced or not", arguments: [false, true])
    func notOurs(isForced: Bool) throws {
        try self.folder.write("precious\n", to: "out/thesis.txt")
        #expect(throws: BundleFolder.WriteError.notOurs(self.path)) {
            try self.write([Self.bundle("a", "1\n")], isForced: isForced)
        }
        #expect(self.folder.files() == ["out/thesis.txt"])
    }

    @Test(
        "a record that nobody can read stops the run",
        arguments: ["", "{}", "{\"schema\":\"other\",\"files\":{},\"kept\":[]}"]
    )
    func badRecord(text: String) throws {
        try self.folder.write(text, to: "out/picket-bundles.json")
        #expect(throws: BundleFolder.WriteError.badRecord("\(self.path)/picket-bundles.json")) {
            try self.write([Self.bundle("a", "1\n")], isForced: true)
        }
    }

    @Test("an empty folder is used, a file in its place is not")
    func places() throws {
        try Folder.make(self.path, mode: 0o700)
        #expect(try self.write([Self.bundle("a", "1\n")]).count(.new) == 1)
        try self.folder.write("", to: "file")
        #expect(
            throws: BundleFolder.WriteError.system(SystemCallError("open", "\(self.folder.path)/file", code: ENOTDIR))
        ) {
            try BundleFolder.write([], to: "\(self.folder.path)/file", isForced: true)
        }
    }

    @Test("a link in the place of a file of ours counts as changed, and is replaced by a file")
    func link() throws {
        let bundles = [try Self.bundle("a", "1\n")]
        _ = try self.write(bundles)
        try self.folder.write("1\n", to: "elsewhere")
        unlink("\(self.path)/a/skywelld.cfg")
        #expect(symlink("\(self.folder.path)/elsewhere", "\(self.path)/a/skywelld.cfg") == 0)
        #expect(self.edits(bundles) == ["changed a/skywelld.cfg"])
        _ = try self.write(bundles, isForced: true)
        #expect(try FileStatus(of: "\(self.path)/a/skywelld.cfg", followingLinks: false).kind == .file)
        #expect(self.folder.text("elsewhere") == "1\n")
    }

    @Test(
        "counts lines as a reader would",
        arguments: [
            ("", "", 0, 0), ("a\n", "", 0, 1), ("a\nb\n", "a\nb\nc\n", 1, 0), ("a\nb\nc\n", "a\nx\nc\n", 1, 1),
            ("a\nb\n", "b\na\n", 1, 1), ("a", "a\n", 0, 0), ("a\nb", "a\nc", 1, 1),
        ]
    )
    func lineCounts(old: String, new: String, added: Int, removed: Int) throws {
        _ = try self.write([Self.bundle("h", old, rules: "same\n")])
        let files = try self.write([Self.bundle("h", new, rules: "same\n")]).hosts[0].files
        #expect(files.map(\.lines) == (old == new ? [] : [LineCounts(added: added, removed: removed)]))
    }

    @Test("long texts that share nothing are counted without comparing all pairs")
    func longTexts() throws {
        let text = { (prefix: String) in (0..<50_000).map { "\(prefix)\($0)\n" }.joined() }
        _ = try self.write([Self.bundle("h", text("a"))])
        let files = try self.write([Self.bundle("h", text("b"))]).hosts[0].files
        #expect(files[0].lines == LineCounts(added: 50_000, removed: 50_000))
    }
}

import Files
import Glibc
import TestSupport
import Testing

@Suite("FolderReplacement")
struct FolderReplacementTests {
    private let folder: ScratchFolder
    private var path: String { "\(self.folder.path)/out" }

    init() throws {
        self.folder = try ScratchFolder()
    }

    @Test("a new folder appears with its files and their permissions, and leaves nothing beside it")
    func appears() throws {
        try Folder.make("\(self.path)/deep", mode: 0o755)
        var replacement = try FolderReplacement(of: "\(self.path)/deep/er/")
        try replacement.write("secret\n", to: "host/skywelld.cfg", mode: 0o600)
        try replacement.write("open\n", to: "host/d/picket.conf", mode: 0o644)
        #expect(self.folder.text("out/deep/er/host/skywelld.cfg") == nil)
        try replacement.commit()
        #expect(self.folder.files() == ["out/deep/er/host/d/picket.conf", "out/deep/er/host/skywelld.cfg"])
        #expect(self.folder.mode("out/deep/er/host/skywelld.cfg") == 0o600)
        #expect(self.folder.mode("out/deep/er/host/d/picket.conf") == 0o644)
    }

    @Test("a folder above that does not exist is not made: it may be a typing error")
    func parent() {
        let path = self.path
        #expect(throws: SystemCallError("resolve", path, code: ENOENT)) {
            _ = try FolderReplacement(of: "\(path)/inner")
        }
        #expect(self.folder.files() == [])
    }

    @Test("an old folder vanishes with everything that the new one does not keep")
    func replaces() throws {
        try self.folder.write("old", to: "out/a/file")
        try self.folder.write("mine", to: "out/a/notes")
        try self.folder.write("gone", to: "out/b/file")
        var replacement = try FolderReplacement(of: self.path)
        try replacement.write("new", to: "a/file", mode: 0o600)
        try replacement.keep("a/notes")
        try replacement.keep("a/file")
        #expect(self.folder.text("out/a/file") == "old")
        try replacement.commit()
        #expect(self.folder.files() == ["out/a/file", "out/a/notes"])
        #expect(self.folder.text("out/a/file") == "new" && self.folder.text("out/a/notes") == "mine")
    }

    @Test("what a run left behind is removed by the next one")
    func leftover() throws {
        try self.folder.write("half", to: ".out.picket-new/a/file")
        var replacement = try FolderReplacement(of: self.path)
        try replacement.write("new", to: "b", mode: 0o600)
        try replacement.commit()
        #expect(self.folder.files() == ["out/b"])
    }

    @Test("of two at once the second is refused, and an abandoned one changes nothing")
    func lock() throws {
        try self.folder.write("old", to: "out/file")
        let first = try FolderReplacement(of: self.path)
        #expect(throws: SystemCallError("lock", "\(self.folder.path)/.out.picket-new", code: EWOULDBLOCK)) {
            _ = try FolderReplacement(of: self.path)
        }
        first.abandon()
        #expect(self.folder.files() == ["out/file"])
    }

    @Test("a link to a folder stays a link, and what it points to is replaced")
    func throughLink() throws {
        try self.folder.write("old", to: "real/file")
        #expect(symlink("real", self.path) == 0)
        var replacement = try FolderReplacement(of: self.path)
        try replacement.write("new", to: "file", mode: 0o600)
        try replacement.commit()
        #expect(try FileStatus(of: self.path, followingLinks: false).kind == .symbolicLink)
        #expect(self.folder.text("real/file") == "new")
    }
}

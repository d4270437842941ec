import Files
import Glibc
import TestSupport
import Testing

@Suite("Files")
struct FileTests {
    private let folder: ScratchFolder

    init() throws {
        self.folder = try ScratchFolder()
    }

    private func path(_ name: String) -> String { "\(self.folder.path)/\(name)" }

    @Test(
        "a file as long as the limit is read, a longer one refused",
        arguments: [0, 1, 65_535, 65_536, 65_537, 200_000]
    )
    func limit(size: Int) throws {
        try self.folder.write(String(repeating: "x", count: size), to: "file")
        #expect(try BoundedFile.read(self.path("file"), limit: size).count == size)
        #expect(try BoundedFile.readRegular(self.path("file"), limit: size).bytes.count == size)
        guard size > 0 else { return }
        let refusal = SystemCallError("read", self.path("file"), code: EFBIG)
        #expect(throws: refusal) { try BoundedFile.read(self.path("file"), limit: size - 1) }
        #expect(throws: refusal) { try BoundedFile.readRegular(self.path("file"), limit: size - 1) }
        #expect(try BoundedFile.prefix(of: self.path("file"), limit: size - 1).count == size - 1)
    }

    @Test("files that the kernel makes up while they are read are read whole")
    func made() throws {
        #expect(try BoundedFile.read("/proc/self/status", limit: 1 << 20).count > 100)
    }

    @Test("only regular files are read as such, and nothing waits for a pipe")
    func special() throws {
        #expect(mkfifo(self.path("pipe"), 0o600) == 0)
        for name in [self.path("pipe"), self.folder.path, "/dev/null"] {
            #expect(throws: SystemCallError("read", name, code: EINVAL)) {
                try BoundedFile.readRegular(name, limit: 10)
            }
        }
        #expect(throws: SystemCallError("open", self.path("none"), code: ENOENT)) {
            try BoundedFile.readRegular(self.path("none"), limit: 10)
        }
    }

    @Test("a created file is whole, of the user alone, and never replaces another")
    func create() throws {
        try AtomicFile.create("one", at: self.path("a"))
        #expect(self.folder.mode("a") == 0o600)
        #expect(throws: SystemCallError("create", self.path("a"), code: EEXIST)) {
            try AtomicFile.create("two", at: self.path("a"))
        }
        #expect(symlink("nowhere", self.path("b")) == 0)
        #expect(throws: SystemCallError("create", self.path("b"), code: EEXIST)) {
            try AtomicFile.create("two", at: self.path("b"))
        }
        #expect(self.folder.text("a") == "one")
        #expect(try Folder.names(in: self.folder.path) == ["a", "b"])
    }

    @Test("a written file replaces another with the mode that was asked for")
    func write() throws {
        try self.folder.write("old", to: "a", mode: 0o600)
        try AtomicFile.write("new", to: self.path("a"), mode: 0o644)
        #expect(self.folder.text("a") == "new" && self.folder.mode("a") == 0o644)
        #expect(self.folder.files() == ["a"])
    }

    @Test("folders are made with those above them, and a file in the way is said")
    func make() throws {
        try Folder.make(self.path("x/y/z"), mode: 0o700)
        try Folder.make(self.path("x/y/z"), mode: 0o755)
        #expect(self.folder.mode("x") == 0o700 && self.folder.mode("x/y/z") == 0o700)
        try self.folder.write("", to: "file")
        #expect(throws: SystemCallError("mkdir", self.path("file"), code: ENOTDIR)) {
            try Folder.make(self.path("file"), mode: 0o755)
        }
    }

    @Test("removing a folder does not follow links out of it")
    func remove() throws {
        try self.folder.write("mine", to: "outside/file")
        try self.folder.write("x", to: "tree/a/b")
        #expect(symlink(self.path("outside"), self.path("tree/link")) == 0)
        try Folder.remove(self.path("tree"))
        #expect(self.folder.files() == ["outside/file"])
        try Folder.remove(self.path("tree"))
    }

    @Test(
        "knows the folder above a path",
        arguments: [("a", "."), ("a/b", "a"), ("/a", "/"), ("a/b/", "a"), ("/a/b//", "/a")]
    )
    func parent(path: String, expected: String) {
        #expect(Folder.parent(of: path) == expected)
    }

    @Test("random bytes differ")
    func random() throws {
        #expect(try RandomBytes.make(16) != RandomBytes.make(16))
        #expect(try RandomBytes.make(1000).count == 1000)
    }
}

import Compiler
import Deploy
import Diagnostics
import Files
import Glibc
import TestSupport
import Testing

@Suite("BundleFolder: reading")
struct BundleReadingTests {
    private let folder: ScratchFolder

    init() throws {
        self.folder = try ScratchFolder()
    }

    private func read(_ name: String = "") -> BundleFolder.Reading {
        BundleFolder.read(name.isEmpty ? self.folder.path : "\(self.folder.path)/\(name)")
    }

    @Test("reads a bundle per folder, with the permission bits of each file")
    func reads() throws {
        try self.folder.write("[a]\n", to: "v-1/skywelld.cfg", mode: 0o640)
        try self.folder.write("unit", to: "v-1/skywelld.service.d/picket.conf", mode: 0o644)
        try self.folder.write("rules", to: "s-1/picket.nft")
        try self.folder.write("{}", to: "picket-bundles.json")
        try self.folder.write("secret", to: ".hidden/skywelld.cfg")
        let reading = self.read()
        #expect(reading.diagnostics == [])
        #expect(reading.bundles.map(\.name) == ["s-1", "v-1"])
        #expect(reading.bundles[1].path == "\(self.folder.path)/v-1")
        #expect(reading.bundles[1].files.map(\.name) == ["skywelld.cfg", "skywelld.service.d/picket.conf"])
        #expect(reading.bundles[1].files.map(\.mode) == [0o640, 0o644])
        #expect(reading.bundles[1]["skywelld.cfg"]?.bytes == Array("[a]\n".utf8))
    }

    @Test(
        "a folder with a skywelld.cfg of its own is one bundle, named as the folder",
        arguments: ["host-a", "host-a/"]
    )
    func single(name: String) throws {
        try self.folder.write("[a]\n", to: "host-a/skywelld.cfg")
        try self.folder.write("x", to: "host-a/extra/notes")
        let reading = self.read(name)
        #expect(reading.diagnostics == [])
        #expect(reading.bundles.map(\.name) == ["host-a"])
        #expect(reading.bundles[0].files.map(\.name) == ["extra/notes", "skywelld.cfg"])
    }

    @Test("follows a link to a file, and neither to a folder nor to a pipe nor to nothing")
    func links() throws {
        try self.folder.write("[a]\n", to: "elsewhere")
        try self.folder.write("x", to: "v-1/plain")
        let path = "\(self.folder.path)/v-1"
        #expect(symlink("\(self.folder.path)/elsewhere", "\(path)/skywelld.cfg") == 0)
        #expect(symlink("/", "\(path)/root") == 0)
        #expect(symlink("/nowhere", "\(path)/dangling") == 0)
        #expect(mkfifo("\(path)/pipe", 0o600) == 0)
        let reading = self.read()
        #expect(reading.bundles[0].files.map(\.name) == ["plain", "skywelld.cfg"])
        #expect(reading.bundles[0]["skywelld.cfg"]?.bytes == Array("[a]\n".utf8))
        #expect(reading.diagnostics.map(\.code) == [.bundleUnreadable, .bundleFileIsSpecial, .bundleFileIsSpecial])
    }

    @Test("a file above a mebibyte is said and left out")
    func tooLarge() throws {
        try self.folder.write(String(repeating: "#", count: 1 << 20), to: "v/skywelld.cfg")
        try self.folder.write(String(repeating: "#", count: 1 << 20 + 1), to: "v/large")
        let reading = self.read()
        #expect(reading.bundles[0].files.map(\.name) == ["skywelld.cfg"])
        #expect(reading.diagnostics.map(\.code) == [.bundleFileTooLarge])
    }

    @Test("says which folders are missing or empty")
    func empty() throws {
        #expect(self.read("nothing").diagnostics.map(\.code) == [.bundleUnreadable])
        #expect(self.read().diagnostics.map(\.code) == [.noBundles])
        try Folder.make("\(self.folder.path)/v-1", mode: 0o755)
        #expect(self.read().diagnostics.map(\.code) == [.bundleIsEmpty])
        #expect(self.read().bundles == [])
    }
}

import Compiler
import Deploy
import Files
import TestSupport
import Testing

@Suite("TemplateFolder")
struct TemplateFolderTests {
    @Test("a user's template takes the place of its namesake, and all others stay")
    func replaces() throws {
        let folder = try ScratchFolder()
        try folder.write("mine", to: "skywelld.cfg.mustache")
        try folder.write("swap", to: ".skywelld.cfg.mustache.swp")
        try folder.write("x", to: "old/skywelld.cfg.mustache")
        let set = try TemplateFolder.read(folder.path)
        #expect(set.files.map(\.name) == TemplateSet.builtIn.files.map(\.name))
        #expect(set.files.first { $0.name == "skywelld.cfg.mustache" }?.bytes == Array("mine".utf8))
    }

    @Test("a file that is no template is handed on, for the compilation to refuse")
    func unknown() throws {
        let folder = try ScratchFolder()
        try folder.write("x", to: "skyweld.cfg.mustache")
        #expect(try TemplateFolder.read(folder.path).files.contains { $0.name == "skyweld.cfg.mustache" })
    }

    @Test("a folder that is not there is an error")
    func missing() throws {
        let folder = try ScratchFolder()
        #expect(throws: SystemCallError.self) { try TemplateFolder.read("\(folder.path)/none") }
    }
}

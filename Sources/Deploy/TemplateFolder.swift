package import Compiler
package import Files

/// Templates that a user wrote, in a folder.
package enum TemplateFolder {
    /// Largest template, in bytes.
    static let sizeLimit = 1 << 20

    /// The built-in templates with those of a folder in place of their namesakes.
    ///
    /// Whether the templates are good, and their names known, is for the compilation to say. Hidden files are left out, and
    /// so are folders.
    package static func read(_ path: String) throws(SystemCallError) -> TemplateSet {
        var files: [TemplateSet.File] = []
        for name in try Folder.names(in: path) where !name.hasPrefix(".") {
            let entry = "\(path)/\(name)"
            guard try FileStatus(of: entry).kind != .folder else { continue }
            let file = try BoundedFile.readRegular(entry, limit: Self.sizeLimit)
            files.append(TemplateSet.File(name: name, bytes: file.bytes))
        }
        return TemplateSet.builtIn.replacing(files)
    }
}

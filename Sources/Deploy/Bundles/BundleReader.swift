internal import Compiler
internal import Diagnostics
internal import Files
internal import Glibc

/// Reads bundles from disk and collects what cannot be read.
struct BundleReader {
    private(set) var diagnostics: [Diagnostic] = []

    mutating func read(_ path: String) -> [WrittenBundle] {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        guard let names = self.names(in: path) else { return [] }
        if names.contains(Artifact.Name.configuration.rawValue) {
            return [self.bundle(name: Self.name(of: path), path)].compactMap(\.self)
        }
        var folders = names.filter { name in
            !name.hasPrefix(".") && (try? FileStatus(of: "\(path)/\(name)", followingLinks: false))?.kind == .folder
        }
        if folders.count > BundleFolder.Limits.bundles {
            let message = "\(path) has more than \(BundleFolder.Limits.bundles) folders; the rest is left out"
            self.diagnostics.append(.error(.tooManyBundles, message, at: nil))
            folders = Array(folders.prefix(BundleFolder.Limits.bundles))
        }
        if folders.isEmpty {
            self.diagnostics.append(
                .error(
                    .noBundles,
                    "\(path) holds no bundle",
                    at: nil,
                    help: "name a folder with one folder per host, or one host's folder with its skywelld.cfg"
                )
            )
        }
        return folders.compactMap { self.bundle(name: $0, "\(path)/\($0)") }
    }

    /// `nil` if there is no file in it.
    private mutating func bundle(name: String, _ path: String) -> WrittenBundle? {
        var files: [WrittenBundle.File] = []
        self.collect(&files, in: path, prefix: "", depth: 0)
        guard !files.isEmpty else {
            self.diagnostics.append(.warning(.bundleIsEmpty, "\(path) holds no files of a host", at: nil))
            return nil
        }
        return WrittenBundle(name: name, path: path, files: files)
    }

    private mutating func collect(_ files: inout [WrittenBundle.File], in path: String, prefix: String, depth: Int) {
        for name in self.names(in: path) ?? [] where !name.hasPrefix(".") {
            let entry = "\(path)/\(name)"
            guard files.count < BundleFolder.Limits.files else {
                let message = "\(path) has more than \(BundleFolder.Limits.files) files; the rest is left out"
                self.diagnostics.append(.error(.bundleFileTooLarge, message, at: nil))
                return
            }
            switch self.kind(of: entry) {
            case .file, .symbolicLink: self.read(entry, as: prefix + name).map { files.append($0) }
            case .folder where depth < BundleFolder.Limits.depth:
                self.collect(&files, in: entry, prefix: "\(prefix)\(name)/", depth: depth + 1)
            case .folder, .other: self.reportSpecial(entry)
            case nil: break
            }
        }
    }

    private mutating func read(_ path: String, as name: String) -> WrittenBundle.File? {
        do {
            let file = try BoundedFile.readRegular(path, limit: BundleFolder.Limits.fileSize)
            return WrittenBundle.File(name: name, bytes: file.bytes, mode: file.status.mode)
        } catch {
            switch error.code {
            case EFBIG:
                let message = "\(path) is longer than \(BundleFolder.Limits.fileSize) bytes, and was not read"
                self.diagnostics.append(.error(.bundleFileTooLarge, message, at: nil))
            case EINVAL: self.reportSpecial(path)
            default: self.reportUnreadable(path, error)
            }
            return nil
        }
    }

    private mutating func names(in path: String) -> [String]? {
        do {
            return try Folder.names(in: path)
        } catch {
            self.reportUnreadable(path, error)
            return nil
        }
    }

    private mutating func kind(of path: String) -> FileStatus.Kind? {
        do {
            return try FileStatus(of: path, followingLinks: false).kind
        } catch {
            self.reportUnreadable(path, error)
            return nil
        }
    }

    private mutating func reportUnreadable(_ path: String, _ error: SystemCallError) {
        self.diagnostics.append(.error(.bundleUnreadable, "\(path) cannot be read: \(error.reason)", at: nil))
    }

    private mutating func reportSpecial(_ path: String) {
        let message = "\(path) is neither a file nor a folder that belongs to a bundle, and was not read"
        self.diagnostics.append(.warning(.bundleFileIsSpecial, message, at: nil))
    }

    /// The name of the folder itself, also for `.`.
    private static func name(of path: String) -> String {
        let real = (try? Folder.realPath(path)) ?? path
        return real.split(separator: "/").last.map(String.init) ?? real
    }
}

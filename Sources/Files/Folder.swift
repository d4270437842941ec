internal import CLinux
internal import Glibc

/// Folders: what is in them, making and removing them.
package enum Folder {
    /// The names in a folder, sorted by their bytes, without `.` and `..`.
    package static func names(in path: String) throws(SystemCallError) -> [String] {
        guard let stream = opendir(path) else { throw SystemCallError("open", path) }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw SystemCallError("list", path) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Makes a folder and those above it, as far as they are missing; those that are there stay as they are.
    ///
    /// - Parameter mode: The permission bits of every folder that is made.
    package static func make(_ path: String, mode: UInt32) throws(SystemCallError) {
        if mkdir(path, mode) == 0 { return }
        let error = SystemCallError("mkdir", path)
        if error.code == ENOENT, let parent = self.parent(of: path) {
            try self.make(parent, mode: mode)
            guard mkdir(path, mode) == 0 || errno == EEXIST else { throw SystemCallError("mkdir", path) }
        } else if error.code != EEXIST {
            throw error
        } else if (try? FileStatus(of: path))?.kind != .folder {
            throw SystemCallError("mkdir", path, code: ENOTDIR)
        }
    }

    /// Removes a folder and everything in it; symbolic links are removed, not followed. Nothing there is fine.
    package static func remove(_ path: String) throws(SystemCallError) {
        let names: [String]
        do throws(SystemCallError) {
            names = try self.names(in: path)
        } catch {
            if error.code == ENOENT { return }
            throw error
        }
        for name in names {
            let entry = "\(path)/\(name)"
            if unlink(entry) == 0 || errno == ENOENT { continue }
            let code = errno
            guard code == EISDIR || code == EPERM else { throw SystemCallError("remove", entry, code: code) }
            try self.remove(entry)
        }
        guard rmdir(path) == 0 || errno == ENOENT else { throw SystemCallError("remove", path) }
    }

    /// Writes back everything that waits to be written on the file system of a folder.
    package static func sync(_ path: String) throws(SystemCallError) {
        let folder = try OwnedDescriptor(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "open", path)
        guard syncfs(folder.rawValue) == 0 else { throw SystemCallError("sync", path) }
    }

    /// The folder that a path lies in; `nil` for `/` and for a path that has none.
    package static func parent(of path: String) -> String? {
        let trimmed = path.lastIndex { $0 != "/" }.map { path[...$0] } ?? ""
        guard !trimmed.isEmpty else { return nil }
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }

    /// The path of a folder without symbolic links, `.` and `..`.
    package static func realPath(_ path: String) throws(SystemCallError) -> String {
        guard let resolved = realpath(path, nil) else { throw SystemCallError("resolve", path) }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

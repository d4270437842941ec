internal import Files
internal import Glibc
internal import Skywelld

/// What lies in a folder before bundles are written to it: compared with the record of the last run, and with the new files.
struct OldBundles {
    /// Most entries that are looked at: a folder with more is not one of bundles.
    private static let entryLimit = 1_000_000

    private let root: String
    private let record: BundleRecord
    private let new: BundleFiles
    private let keptBefore: Set<String>
    /// What a person did since the record was written, sorted by name.
    private(set) var edits: [BundleFolder.Edit] = []
    /// Files that a person added and that no new one replaces, counted from the folder, sorted.
    private(set) var kept: [String] = []
    /// How the lines of each file change that is there and will be another.
    private var lines: [String: LineCounts] = [:]
    /// Files of ours that are there.
    private var present: Set<String> = []
    /// Files that are already what they will be, permissions included.
    private(set) var finished: Set<String> = []
    private var entries = 0

    /// Looks at a folder.
    ///
    /// - Parameter files: What will be written there.
    static func read(_ path: String, against files: BundleFiles) throws(BundleFolder.WriteError) -> OldBundles {
        var old: OldBundles
        do throws(SystemCallError) {
            let isEmpty = try Folder.names(in: path).isEmpty
            if isEmpty { return OldBundles(path, BundleRecord(files: [:], kept: []), files) }
        } catch {
            guard error.code == ENOENT else { throw .system(error) }
            return OldBundles(path, BundleRecord(files: [:], kept: []), files)
        }
        guard let record = try BundleRecord.read(in: path) else { throw .notOurs(path) }
        old = OldBundles(path, record, files)
        do throws(SystemCallError) {
            try old.walk("")
        } catch {
            throw .system(error)
        }
        let removed = record.files.keys.filter { !old.present.contains($0) }
        old.edits += removed.map { BundleFolder.Edit(name: $0, kind: .removed) }
        old.edits.sort { $0.name < $1.name }
        old.kept.sort()
        return old
    }

    private init(_ root: String, _ record: BundleRecord, _ files: BundleFiles) {
        self.root = root
        self.record = record
        self.new = files
        self.keptBefore = Set(record.kept)
    }

    private mutating func walk(_ prefix: String) throws(SystemCallError) {
        for name in try Folder.names(in: "\(self.root)/\(prefix)") {
            self.entries += 1
            guard self.entries <= Self.entryLimit else {
                throw SystemCallError("list", self.root, code: EFBIG)
            }
            let path = prefix + name
            guard path != BundleFolder.recordName else { continue }
            let status = try FileStatus(of: "\(self.root)/\(path)", followingLinks: false)
            if status.kind == .folder {
                try self.walk("\(path)/")
            } else {
                try self.compare(path, status)
            }
        }
    }

    private mutating func compare(_ path: String, _ status: FileStatus) throws(SystemCallError) {
        guard let recorded = self.record.files[path] else {
            if self.new.byPath[path] == nil { self.kept.append(path) }
            if !self.keptBefore.contains(path) { self.edits.append(BundleFolder.Edit(name: path, kind: .added)) }
            return
        }
        self.present.insert(path)
        guard status.kind == .file else {
            self.edits.append(BundleFolder.Edit(name: path, kind: .changed))
            return
        }
        let bytes = try BoundedFile.read("\(self.root)/\(path)", limit: 1 << 30)
        let digest = ContentDigest.hex(bytes)
        if digest != recorded { self.edits.append(BundleFolder.Edit(name: path, kind: .changed)) }
        guard let file = self.new.byPath[path] else { return }
        if digest != file.digest {
            self.lines[path] = LineCounts(from: bytes, to: file.contents.utf8)
        } else if status.mode == file.mode {
            self.finished.insert(path)
        }
    }

    // MARK: - Changes

    /// Whether the folder is, to the last file, what it will be.
    var isFinished: Bool {
        self.edits.isEmpty && self.finished.count == self.new.all.count && self.present.count == self.finished.count
            && self.kept == self.record.kept && self.record.files.count == self.new.all.count
            && !self.new.all.isEmpty
    }

    /// What becomes of each host.
    var changes: BundleChanges {
        let newFiles = Dictionary(grouping: self.new.all, by: \.host)
        let oldNames = Dictionary(grouping: self.present.compactMap(Self.split), by: \.host)
        var hosts = self.new.hosts.map { host in
            let old = Set(oldNames[host, default: []].map(\.name))
            let changed = newFiles[host, default: []].compactMap {
                self.change(of: $0, wasThere: old.contains($0.name))
            }
            let removed = old.subtracting(newFiles[host, default: []].map(\.name)).map { name in
                BundleChanges.File(name: name, kind: .removed, lines: LineCounts(added: 0, removed: 0))
            }
            let all = (changed + removed).sorted { $0.name < $1.name }
            let kind: BundleChanges.Host.Kind = old.isEmpty ? .new : all.isEmpty ? .unchanged : .changed
            return BundleChanges.Host(name: host, kind: kind, files: all)
        }
        let gone = Set(oldNames.keys).subtracting(self.new.hosts).sorted()
        hosts += gone.map { BundleChanges.Host(name: $0, kind: .removed, files: []) }
        return BundleChanges(hosts: hosts, kept: self.kept)
    }

    private func change(of file: BundleFiles.File, wasThere: Bool) -> BundleChanges.File? {
        if wasThere {
            return self.lines[file.path].map { BundleChanges.File(name: file.name, kind: .changed, lines: $0) }
        }
        return BundleChanges.File(name: file.name, kind: .new, lines: LineCounts(allOf: file.contents))
    }

    private static func split(_ path: String) -> (host: String, name: String)? {
        guard let slash = path.firstIndex(of: "/") else { return nil }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }
}

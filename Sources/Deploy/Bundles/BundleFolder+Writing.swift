package import Compiler
package import Files

extension BundleFolder {
    /// Something that a person did to a folder of bundles since it was written.
    package struct Edit: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable {
            case changed
            case added
            case removed
        }

        /// Counted from the folder.
        package let name: String
        package let kind: Kind
    }

    /// Why bundles were not written. Nothing has changed then.
    package enum WriteError: Error, Equatable, Sendable {
        /// The folder holds files and no record of an earlier run: it is somebody else's.
        case notOurs(String)
        /// The record cannot be understood: its path.
        case badRecord(String)
        /// What a person did, sorted by name; at least one.
        case edited([Edit])
        case system(SystemCallError)
    }

    /// Writes bundles to a folder as a whole: all files are the old ones, or all are the new ones.
    ///
    /// What is no longer generated vanishes. Files that a person added and that were kept once are kept from then on.
    ///
    /// - Parameters:
    ///   - bundles: With host names that differ.
    ///   - path: The folder; it need not exist, but the one above it must.
    ///   - isForced: Whether what a person changed or removed may be written anew, and what was added be kept.
    /// - Returns: What changed against what lay there before.
    package static func write(
        _ bundles: [Bundle],
        to path: String,
        isForced: Bool
    ) throws(WriteError) -> BundleChanges {
        let files = BundleFiles(bundles)
        let old = try OldBundles.read(path, against: files)
        guard isForced || old.edits.isEmpty else { throw .edited(old.edits) }
        guard !old.isFinished else { return old.changes }
        do throws(SystemCallError) {
            try self.replace(path, with: files, over: old)
        } catch {
            throw .system(error)
        }
        return old.changes
    }

    private static func replace(
        _ path: String,
        with files: BundleFiles,
        over old: OldBundles
    ) throws(SystemCallError) {
        var replacement = try FolderReplacement(of: path)
        do throws(SystemCallError) {
            for file in files.all {
                // A file that stays as it is only gets another name, which is cheaper by far than another file.
                if old.finished.contains(file.path) {
                    try replacement.keep(file.path)
                } else {
                    try replacement.write(file.contents, to: file.path, mode: file.mode)
                }
            }
            let record = BundleRecord(files: files.byPath.mapValues(\.digest), kept: old.kept)
            try replacement.write(record.text, to: BundleFolder.recordName, mode: BundleRecord.mode)
            for name in old.kept { try replacement.keep(name) }
        } catch {
            replacement.abandon()
            throw error
        }
        try replacement.commit()
    }
}

package import Compiler
package import Diagnostics
internal import Files

/// Bundles on disk: a folder with one folder per host.
package enum BundleFolder {
    /// What was found in a folder.
    package struct Reading: Sendable {
        /// Sorted by name.
        package let bundles: [WrittenBundle]
        /// About files and folders; none has a place in a topology.
        package let diagnostics: [Diagnostic]
    }

    /// How much of a folder is looked at.
    package enum Limits {
        /// Of one file, in bytes.
        package static let fileSize = 1 << 20
        package static let bundles = 20_000
        /// Files of one host.
        package static let files = 256
        /// Folders below a host's.
        package static let depth = 4
    }

    /// The file beside the bundles that says what was written, and with which digest.
    package static let recordName = "picket-bundles.json"

    /// Reads the bundles of a folder, whoever wrote them.
    ///
    /// A folder with a `skywelld.cfg` of its own is one bundle. Hidden files and folders are left out. A symbolic link
    /// is followed to a regular file, and to nothing else.
    ///
    /// - Parameter path: As the user named it.
    package static func read(_ path: String) -> Reading {
        var reader = BundleReader()
        let bundles = reader.read(path)
        return Reading(bundles: bundles, diagnostics: reader.diagnostics)
    }
}

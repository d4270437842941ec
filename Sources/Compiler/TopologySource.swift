/// Which file a compilation was made from, for the first lines of the artifacts and for the manifest.
package struct TopologySource: Hashable, Sendable {
    /// The name of the file without its folders, in plain ASCII.
    package let name: String
    /// SHA-256 of the file's bytes: 64 lower-case hexadecimal digits; empty if there is no file.
    package let digest: String

    /// - Parameters:
    ///   - name: Anything: a file name may hold line ends too, and it stands in comments of the artifacts.
    ///   - digest: Made by `ContentDigest`.
    package init(name: String, digest: String) {
        self.name = PlainText.of(name)
        self.digest = digest
    }
}

/// The files of one host as they lie on disk, perhaps written by a person.
package struct WrittenBundle: Hashable, Sendable {
    package struct File: Hashable, Sendable {
        /// Counted from the bundle's folder, such as `skywelld.cfg`.
        package let name: String
        package let bytes: [UInt8]
        /// The permission bits, such as `0o600`.
        package let mode: UInt32

        package init(name: String, bytes: [UInt8], mode: UInt32) {
            self.name = name
            self.bytes = bytes
            self.mode = mode
        }
    }

    /// The name of the folder, which is the host's.
    package let name: String
    /// The folder as the user named it, for messages.
    package let path: String
    /// Sorted by name.
    package let files: [File]

    package init(name: String, path: String, files: [File]) {
        self.name = name
        self.path = path
        self.files = files.sorted { $0.name < $1.name }
    }

    package subscript(name: String) -> File? {
        self.files.first { $0.name == name }
    }
}

internal import Files
internal import FoundationEssentials

/// What was written to a folder of bundles, so that the next run can tell what a person did to it since.
struct BundleRecord: Codable, Equatable {
    static let schema = "picket.bundles/1"
    /// A topology of the largest size needs about a tenth of it; in bytes.
    static let sizeLimit = 256 << 20
    /// Digests of files with weak secrets in them are nobody else's business.
    static let mode: UInt32 = 0o600

    let schema: String
    /// The SHA-256 of every file, by its path counted from the folder.
    let files: [String: String]
    /// Files of a person that are kept, sorted.
    let kept: [String]

    init(files: [String: String], kept: [String]) {
        self.schema = Self.schema
        self.files = files
        self.kept = kept
    }

    /// Reads the record of a folder.
    ///
    /// - Throws: `BundleFolder.WriteError.badRecord` if there is one that cannot be understood.
    /// - Returns: `nil` if there is none.
    static func read(in folder: String) throws(BundleFolder.WriteError) -> BundleRecord? {
        let path = "\(folder)/\(BundleFolder.recordName)"
        let bytes: [UInt8]
        do throws(SystemCallError) {
            bytes = try BoundedFile.readRegular(path, limit: Self.sizeLimit).bytes
        } catch {
            if error.isMissing { return nil }
            throw .system(error)
        }
        guard let record = try? JSONDecoder().decode(BundleRecord.self, from: Data(bytes)),
            record.schema == Self.schema
        else { throw .badRecord(path) }
        return record
    }

    /// The text of the record: the same for the same content.
    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { preconditionFailure("texts can always be written as JSON") }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}

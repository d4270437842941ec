internal import Files
internal import Skywelld

/// The file that `[validators_file]` names.
extension NodeConfigurationReader {
    /// Longest such file, in bytes. Source: skywelld reference §8.3, `validators_site`.
    private static let validatorsMaximum = 51_200

    /// What it says; `nil` if it cannot be read, which is an error: the node would send on too little without a word.
    ///
    /// Its path counts from where the process stands, as for the server.
    mutating func validators(listedBy configuration: ServerConfiguration) -> ServerConfiguration.ValidatorsReading? {
        guard let line = configuration.validatorsFile else { return .nobody }
        do {
            let bytes = try BoundedFile.read(line.text, limit: Self.validatorsMaximum)
            let reading = ServerConfiguration.readValidators(
                ConfigurationFile(bytes),
                isPrivate: configuration.isPrivate
            )
            self.report(reading.problems, in: line.text)
            return reading
        } catch {
            self.report("error", "[validators_file] names '\(line.text)': \(error.reason)", at: line.number)
            return nil
        }
    }
}

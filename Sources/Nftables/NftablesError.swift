/// libnftables or the kernel refused a command.
package struct NftablesError: Error, Equatable, CustomStringConvertible {
    /// The start of what was asked.
    package let command: String
    /// libnftables' own words, several lines.
    package let message: String

    package init(command: String, message: String) {
        self.command = command
        self.message = message
    }

    package var description: String {
        "nftables: \(self.message.isEmpty ? "refused: \(self.command)" : self.message)"
    }
}

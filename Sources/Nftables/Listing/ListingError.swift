/// A listing that cannot be read.
package struct ListingError: Error, Hashable, CustomStringConvertible {
    /// In bytes from the start of the text.
    package let offset: Int
    package let message: String

    package var description: String { "unreadable listing at byte \(self.offset): \(self.message)" }
}

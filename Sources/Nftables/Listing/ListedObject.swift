/// An object of a table that rules refer to by its name, and that decides by what it was made with: a quota, a limit, a helper, …
package struct ListedObject: Hashable, Sendable, CustomStringConvertible {
    /// As libnftables calls it, such as `quota` or `ct timeout`.
    package let kind: String
    package let name: String
    /// What it was made with, as it is listed, but for what it has seen.
    package let definition: String

    package var description: String { "\(self.kind) \(self.name) { \(self.definition) }" }
}

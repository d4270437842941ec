/// A description of packets, or an expectation, that cannot be understood.
package struct MalformedDescription: Error, Hashable, CustomStringConvertible {
    /// Everything that is wrong with it.
    package let problems: [String]

    package var description: String { self.problems.joined(separator: "; ") }
}

internal import Files

/// The lab could not be made or used.
package struct LabError: Error, Equatable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        /// This machine or this lab cannot do it now.
        case unavailable
        /// This machine forbids it to this user.
        case notPermitted
    }

    package let kind: Kind
    /// What was tried, where, because of what.
    package let message: String
    /// What the user can do about it.
    package let help: String?

    package init(_ kind: Kind, _ message: String, help: String? = nil) {
        self.kind = kind
        self.message = message
        self.help = help
    }

    /// Wraps a failed system call with what was being done.
    init(_ doing: String, _ error: SystemCallError) {
        self.init(.unavailable, "\(doing): \(error)")
    }

    package var description: String { self.message }
}

internal import Glibc

/// A system call failed: which one, on what, and why.
package struct SystemCallError: Error, Equatable, CustomStringConvertible {
    package let call: String
    package let subject: String
    /// The value of `errno`.
    package let code: Int32

    /// - Parameter code: `errno` unless given; read it before anything else can change it.
    package init(_ call: String, _ subject: String, code: Int32 = errno) {
        self.call = call
        self.subject = subject
        self.code = code
    }

    /// Whether this user may not do it, or nobody may here.
    package var isPermission: Bool { self.code == EACCES || self.code == EPERM || self.code == EROFS }

    /// Whether there is nothing at the path.
    package var isMissing: Bool { self.code == ENOENT || self.code == ENOTDIR }

    /// Whether there is something at the path already.
    package var isExisting: Bool { self.code == EEXIST }

    /// Why, in lower case.
    package var reason: String { String(cString: strerror(self.code)).lowercased() }

    package var description: String {
        "\(self.call) \(self.subject): \(String(cString: strerror(self.code)))"
    }
}

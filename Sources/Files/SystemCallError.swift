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

    package var description: String {
        "\(self.call) \(self.subject): \(String(cString: strerror(self.code)))"
    }
}

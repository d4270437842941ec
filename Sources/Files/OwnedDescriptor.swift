internal import Glibc

/// The one owner of a file descriptor; closes it in `deinit`.
package struct OwnedDescriptor: ~Copyable {
    package let rawValue: Int32

    /// Takes the result of a call that returns a descriptor or -1.
    package init(_ result: Int32, _ call: String, _ subject: String) throws(SystemCallError) {
        guard result >= 0 else { throw SystemCallError(call, subject) }
        self.rawValue = result
    }

    deinit {
        close(self.rawValue)
    }
}

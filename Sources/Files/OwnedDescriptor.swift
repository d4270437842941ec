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

    /// Writes a text from its first to its last byte.
    ///
    /// - Parameter subject: What is written to, for the error.
    borrowing func write(_ text: String, subject: String) throws(SystemCallError) {
        var text = text
        let code = text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Glibc.write(self.rawValue, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return count == 0 ? EIO : errno }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return 0
        }
        guard code == 0 else { throw SystemCallError("write", subject, code: code) }
    }
}

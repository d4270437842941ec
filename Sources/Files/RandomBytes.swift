internal import CLinux
internal import Glibc

/// Bytes from the kernel's source of chance, good enough for keys.
package enum RandomBytes {
    /// Waits until the kernel has gathered enough chance since it started.
    package static func make(_ count: Int) throws(SystemCallError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let part = bytes.withUnsafeMutableBytes {
                getrandom($0.baseAddress?.advanced(by: filled), count - filled, 0)
            }
            if part < 0, errno == EINTR { continue }
            guard part > 0 else { throw SystemCallError("getrandom", "\(count) bytes") }
            filled += part
        }
        return bytes
    }
}

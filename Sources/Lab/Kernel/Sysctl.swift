internal import Glibc

/// Settings under `/proc/sys/net` of the calling thread's network namespace.
enum Sysctl {
    /// - Returns: Whether the kernel took it: `/proc/sys` can be read-only in a container.
    @discardableResult
    static func set(_ path: String, _ value: String) -> Bool {
        let descriptor = open("/proc/sys/net/" + path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return write(descriptor, value, value.utf8.count) == value.utf8.count
    }
}

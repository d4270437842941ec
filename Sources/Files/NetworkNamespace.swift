internal import CLinux
internal import Glibc

/// A network namespace, held by descriptor: it lives as long as this value or a process inside it.
package final class NetworkNamespace: Sendable {
    /// A lab holds a thousand of these and leaves the lower descriptors to others: libnftables waits with `select`, which ends the
    /// process over one that is not below this.
    private static let firstDescriptor: Int32 = 1_024

    private let descriptor: OwnedDescriptor

    /// The number of the descriptor, by which another process finds the namespace under `/proc/PID/fd`.
    package var descriptorNumber: Int32 { self.descriptor.rawValue }

    /// Holds the namespace in which the calling thread stands.
    package init(ofCurrentThreadNamed name: String) throws(SystemCallError) {
        let path = "/proc/thread-self/ns/net"
        self.descriptor = try Self.open(path, O_RDONLY | O_CLOEXEC, "\(path) of \(name)")
    }

    /// Holds the namespace that a file stands for, such as `/run/netns/sentry-1`, `/proc/PID/ns/net` or `/proc/PID/fd/N`.
    package init(path: String) throws(SystemCallError) {
        self.descriptor = try Self.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, path)
    }

    private static func open(
        _ path: String,
        _ flags: Int32,
        _ subject: String
    ) throws(SystemCallError) -> OwnedDescriptor {
        let low = try OwnedDescriptor(Glibc.open(path, flags), "open", subject)
        let high = fcntl(low.rawValue, F_DUPFD_CLOEXEC, Self.firstDescriptor)
        // Who may have no more descriptors than that has no use for so high a one.
        guard high >= 0 else { return low }
        return try OwnedDescriptor(high, "fcntl", subject)
    }

    /// Moves the calling thread into a new, empty namespace and holds it.
    package static func makeAndEnter(name: String) throws(SystemCallError) -> NetworkNamespace {
        guard unshare(CLONE_NEWNET) == 0 else { throw SystemCallError("unshare", "network namespace of \(name)") }
        return try NetworkNamespace(ofCurrentThreadNamed: name)
    }

    /// Moves the calling thread into this namespace.
    package func enter() throws(SystemCallError) {
        guard setns(self.descriptor.rawValue, CLONE_NEWNET) == 0 else {
            throw SystemCallError("setns", "network namespace")
        }
    }
}

internal import CLinux
internal import Files
internal import Glibc

/// Namespaces of our own, in which an ordinary user is root over a network that nobody else sees.
enum UserNamespace {
    /// Moves this process into new user, mount and network namespaces, and its future children into a new process one.
    ///
    /// Must run before the process has a second thread: the kernel allows a new user namespace only then.
    ///
    /// - Throws: `notPermitted` or `unavailable`, with what to change on this machine.
    static func enter() throws(LabError) {
        try self.enter(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID, "user, mount, network and process")
    }

    /// Moves this process into new user, mount and network namespaces; all else stays as it is.
    ///
    /// Must run before the process has a second thread.
    ///
    /// - Throws: `notPermitted` or `unavailable`, with what to change on this machine.
    static func enterNetworkAndMounts() throws(LabError) {
        try self.enter(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET, "user, mount and network")
    }

    private static func enter(_ kinds: Int32, _ names: String) throws(LabError) {
        let user = geteuid()
        let group = getegid()
        guard unshare(kinds) == 0 else {
            throw Self.refusal(SystemCallError("unshare", "\(names) namespaces"))
        }
        do {
            try Self.write("deny", to: "/proc/self/setgroups")
            try Self.write("0 \(user) 1", to: "/proc/self/uid_map")
            try Self.write("0 \(group) 1", to: "/proc/self/gid_map")
        } catch {
            throw Self.refusal(error)
        }
    }

    private static func write(_ text: String, to path: String) throws(SystemCallError) {
        let file = try OwnedDescriptor(open(path, O_WRONLY | O_CLOEXEC), "open", path)
        guard Glibc.write(file.rawValue, text, text.utf8.count) == text.utf8.count else {
            throw SystemCallError("write", path)
        }
    }

    /// The three ways in which machines forbid user namespaces, told apart.
    static func refusal(_ error: SystemCallError) -> LabError {
        switch error.code {
        case EPERM, EACCES:
            LabError(
                .notPermitted,
                "this machine does not let you make user namespaces (\(error))",
                help: "allow them: sysctl kernel.unprivileged_userns_clone=1 (Debian), "
                    + "kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu); in a container, use one that permits unshare"
            )
        case ENOSPC, EUSERS:
            LabError(
                .unavailable,
                "this machine has no user namespaces left (\(error))",
                help: "raise user.max_user_namespaces and user.max_net_namespaces with sysctl"
            )
        default:
            LabError(
                .unavailable,
                "this kernel cannot make user namespaces (\(error))",
                help: "the lab needs Linux 5.10 or later with CONFIG_USER_NS, CONFIG_NET_NS and CONFIG_PID_NS"
            )
        }
    }
}

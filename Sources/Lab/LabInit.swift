internal import CLinux
internal import Files
internal import Glibc

/// The first process inside the lab.
package enum LabInit {
    /// Where the lab's own file system is mounted, seen only inside: every Linux system has this directory.
    package static let root = "/mnt"

    /// Whether this process was started by a keeper: number 1 of its process namespace, and told so.
    package static var isThisProcess: Bool {
        getpid() == 1 && ProcessEnvironment.value(LabKeeper.lifelineVariable) != nil
    }

    /// Ties this process to its keeper and gives it a `/proc` and a file system of its own.
    ///
    /// - Parameter end: Called when the keeper is gone, right before everything ends.
    package static func begin(end: @escaping @Sendable () -> Void = {}) throws(LabError) {
        guard let text = ProcessEnvironment.value(LabKeeper.lifelineVariable), let lifeline = Int32(text) else {
            preconditionFailure("only a keeper starts this process")
        }
        unsetenv(LabKeeper.lifelineVariable)
        _ = fcntl(lifeline, F_SETFD, FD_CLOEXEC)
        StandingLab.guardDescriptors()
        // A standing lab has files to remove when its keeper is gone: there only the pipe ends it.
        if !StandingLab.isThisProcess {
            _ = picket_set_parent_death_signal(SIGKILL)
        }
        // The lab's mounts are for its own processes: the keeper's view of the state folder stays as it is.
        guard unshare(CLONE_NEWNS) == 0 else { throw LabError("prepare the lab", SystemCallError("unshare", "mounts")) }
        do {
            try Threads.detach { Self.follow(lifeline, end) }
            try Self.mountFileSystems()
        } catch {
            throw LabError("prepare the lab", error)
        }
        Self.raiseDescriptorLimit()
        // Bridges and cables need no IPv6 addresses; making them is most of the time a namespace takes.
        Sysctl.set("ipv6/conf/all/disable_ipv6", "1")
        // Where br_netfilter is loaded (Docker does it), bridges would pass frames through firewall hooks: a cable has none.
        for family in ["iptables", "ip6tables", "arptables"] {
            Sysctl.set("bridge/bridge-nf-call-\(family)", "0")
        }
    }

    /// Ends this process, and with it the lab, when the keeper is gone.
    private static func follow(_ lifeline: Int32, _ end: () -> Void) {
        var byte: UInt8 = 0
        while read(lifeline, &byte, 1) < 0, errno == EINTR {}
        end()
        _exit(128 + SIGKILL)
    }

    /// A lab holds a descriptor per host, so it takes as many as it may have.
    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private static func mountFileSystems() throws(SystemCallError) {
        guard mount("none", "/", nil, MountFlag.recursive | MountFlag.isPrivate, nil) == 0 else {
            throw SystemCallError("mount", "/ as private")
        }
        // A container that masks parts of /proc forbids this; then its own /proc stays, which serves as well.
        _ = mount("proc", "/proc", "proc", MountFlag.noSetUserID | MountFlag.noDevices | MountFlag.noPrograms, nil)
        guard mount("tmpfs", Self.root, "tmpfs", MountFlag.noSetUserID | MountFlag.noDevices, "mode=0700") == 0 else {
            throw SystemCallError("mount", "tmpfs on \(Self.root)")
        }
    }
}

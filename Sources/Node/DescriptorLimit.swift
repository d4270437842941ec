private import Glibc

/// How many descriptors this process may have.
enum DescriptorLimit {
    /// As many as it may give itself: many nodes have many connections.
    static func raise() {
        var limit = rlimit()
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(kind, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(kind, &limit)
    }
}

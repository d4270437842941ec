/// What a `log` statement writes, and where. Source: libnftables-json(5), "LOG".
package struct ListedLog: Hashable, Sendable {
    /// Stands before every line.
    package let prefix: String?
    /// As in syslog; `nil` for nft's own, `warn`.
    package let level: String?
    /// The netlink group that gets the packets instead of the kernel's log.
    package let group: Int?
    /// How much of a packet the group gets, in bytes.
    package let copiedLength: Int?
    /// How many packets wait until the group gets them.
    package let queueThreshold: Int?
    /// What else is written of a packet.
    package let flags: [String]

    package init(
        prefix: String? = nil,
        level: String? = nil,
        group: Int? = nil,
        copiedLength: Int? = nil,
        queueThreshold: Int? = nil,
        flags: [String] = []
    ) {
        self.prefix = prefix
        self.level = level == Self.usualLevel ? nil : level
        self.group = group
        self.copiedLength = copiedLength
        self.queueThreshold = queueThreshold
        self.flags = flags
    }

    /// nft leaves it out of listings.
    private static let usualLevel = "warn"
}

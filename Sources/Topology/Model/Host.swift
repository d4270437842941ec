package import Addressing
package import Diagnostics

/// One machine with one server.
package struct Host: Hashable, Sendable {
    /// Where a server listens for peers if the file does not say.
    package static let defaultPeerPort: Port = 50333

    package let name: HostName
    package let role: Role
    package let group: GroupName
    /// What fails together with this host; `nil` if the file does not say.
    package let zone: ZoneName?
    package let peerPort: Port
    /// At least one, in the order of the file.
    package let attachments: [Attachment]
    /// Whom a validator or a relay serves through: at least one sentry, in the order of the file. Empty for every other
    /// role, and for a validator that has relays.
    package let sentries: [HostName]
    /// A validator's relays, in the order of the file; empty for every other role.
    package let relays: [HostName]
    package let daemon: DaemonSettings
    package let firewall: FirewallSettings
    package let secrets: SecretSettings
    /// How to reach the real host; `nil` for a host that lives in the lab only.
    package let ssh: SSHSettings?
    /// The name in the file; a range stands for several hosts.
    package let span: SourceSpan
    /// The value of `role` that counts, on the host or where it inherits it from.
    package let roleSpan: SourceSpan

    package init(
        name: HostName,
        role: Role,
        group: GroupName,
        zone: ZoneName? = nil,
        peerPort: Port,
        attachments: [Attachment],
        sentries: [HostName] = [],
        relays: [HostName] = [],
        daemon: DaemonSettings = DaemonSettings(),
        firewall: FirewallSettings = FirewallSettings(),
        secrets: SecretSettings = SecretSettings(),
        ssh: SSHSettings? = nil,
        span: SourceSpan,
        roleSpan: SourceSpan
    ) {
        self.name = name
        self.role = role
        self.group = group
        self.zone = zone
        self.peerPort = peerPort
        self.attachments = attachments
        self.sentries = sentries
        self.relays = relays
        self.daemon = daemon
        self.firewall = firewall
        self.secrets = secrets
        self.ssh = ssh
        self.span = span
        self.roleSpan = roleSpan
    }

    /// The host's address on a segment; `nil` if it is not attached to it.
    package func address(on segment: SegmentName) -> IPv4Address? {
        self.attachments.first { $0.segment == segment }?.address
    }
}

package import Addressing

/// How to reach the real host.
package struct SSHSettings: Hashable, Sendable {
    /// A name or an address; `nil` for the host's own name, which `ssh_config` may explain.
    package let address: String?
    package let user: String?
    package let port: Port
    /// The path of a private key.
    package let identity: String?
    /// Hosts to go through, as `ssh -J` takes them.
    package let jump: String?

    package init(
        address: String? = nil,
        user: String? = nil,
        port: Port = 22,
        identity: String? = nil,
        jump: String? = nil
    ) {
        self.address = address
        self.user = user
        self.port = port
        self.identity = identity
        self.jump = jump
    }
}

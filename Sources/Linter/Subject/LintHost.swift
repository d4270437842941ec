internal import Addressing
package import Compiler
internal import Diagnostics
package import Skywelld
package import Topology

/// One host as its files describe it.
///
/// A class, because some seventy rules walk over ten thousand of them, and a copy costs more than most checks.
package final class LintHost: Sendable {
    /// The position in the subject.
    package let index: Int
    package let name: String
    /// The folder as the user named it; empty for what was compiled in memory.
    package let path: String
    package let role: Role
    package let dialect: Dialect
    /// `nil` for files that a person wrote.
    package let model: Host?
    package let identity: Identity?
    /// Why each line of `skywelld.cfg` is there; empty for files that a person wrote.
    package let reasons: [Reason]
    /// `skywelld.cfg`.
    package let bytes: [UInt8]
    package let facts: ServerFacts
    /// `picket.nft`; `nil` if there is none.
    package let rules: RulesetText?
    /// The permission bits of `skywelld.cfg`; `nil` for what is not on disk.
    package let mode: UInt32?

    init(
        index: Int,
        name: String,
        path: String = "",
        role: Role,
        dialect: Dialect,
        model: Host? = nil,
        identity: Identity? = nil,
        reasons: [Reason] = [],
        bytes: [UInt8],
        rules: RulesetText? = nil,
        mode: UInt32? = nil,
        sharing list: ValidatorList? = nil
    ) {
        self.index = index
        self.name = name
        self.path = path
        self.role = role
        self.dialect = dialect
        self.model = model
        self.identity = identity
        self.reasons = reasons
        self.bytes = bytes
        self.facts = ServerFacts(ConfigurationFile(bytes), identity: identity, sharing: list)
        self.rules = rules
        self.mode = mode
    }

    /// A copy with one thing changed, for mutations and for roles that turn out later.
    func with(
        role: Role? = nil,
        dialect: Dialect? = nil,
        bytes: [UInt8]? = nil,
        rules: RulesetText? = nil,
        mode: UInt32? = nil
    ) -> LintHost {
        LintHost(
            index: self.index,
            name: self.name,
            path: self.path,
            role: role ?? self.role,
            dialect: dialect ?? self.dialect,
            model: self.model,
            identity: self.identity,
            reasons: self.reasons,
            bytes: bytes ?? self.bytes,
            rules: rules ?? self.rules,
            mode: mode ?? self.mode
        )
    }

    /// A copy without rules, for mutations.
    func withoutRules() -> LintHost {
        self.copy(model: self.model, rules: nil)
    }

    /// A copy in another zone, for mutations.
    func moved(to zone: ZoneName) -> LintHost {
        self.copy(model: self.model.map { $0.with(zone: zone, firewall: $0.firewall) }, rules: self.rules)
    }

    /// A copy with other firewall settings in its model, for mutations.
    func with(firewall: FirewallSettings) -> LintHost {
        self.copy(model: self.model.map { $0.with(zone: $0.zone, firewall: firewall) }, rules: self.rules)
    }

    private func copy(model: Host?, rules: RulesetText?) -> LintHost {
        LintHost(
            index: self.index,
            name: self.name,
            path: self.path,
            role: self.role,
            dialect: self.dialect,
            model: model,
            identity: self.identity,
            reasons: self.reasons,
            bytes: self.bytes,
            rules: rules,
            mode: self.mode
        )
    }

    /// The IPv4 addresses that are known to be the host's own.
    var addresses: [IPv4Address] {
        if let model { return model.attachments.map(\.address) }
        return self.facts.ports.compactMap { $0["ip"].flatMap { IPv4Address($0.text) } }
            .filter { $0.rawValue != 0 && !HostLiteral.isLoopback($0.description) }
    }

    /// Where peers dial it, if the file says.
    var peerPort: Int? { self.facts.peerPort?.number }
}

extension Host {
    fileprivate func with(zone: ZoneName?, firewall: FirewallSettings) -> Host {
        Host(
            name: self.name,
            role: self.role,
            group: self.group,
            zone: zone,
            peerPort: self.peerPort,
            attachments: self.attachments,
            sentries: self.sentries,
            relays: self.relays,
            daemon: self.daemon,
            firewall: firewall,
            secrets: self.secrets,
            ssh: self.ssh,
            span: self.span,
            roleSpan: self.roleSpan
        )
    }
}

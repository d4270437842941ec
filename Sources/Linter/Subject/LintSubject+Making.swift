package import Compiler
package import Skywelld
package import Topology

extension LintSubject {
    /// What a topology was compiled into.
    ///
    /// - Parameter run: As in `Compilation.init`.
    package init(
        _ topology: Topology,
        _ compilation: Compilation,
        run: ([@Sendable () -> [LintHost]]) -> [[LintHost]] = { parts in parts.map { $0() } }
    ) {
        let count = compilation.bundles.count
        let parts = stride(from: 0, to: count, by: Compilation.partSize).map { start in
            { @Sendable in
                Self.hosts(start..<min(start + Compilation.partSize, count), topology, compilation)
            }
        }
        self.init(hosts: run(parts).flatMap(\.self), topology: topology)
    }

    /// The hosts of some bundles.
    private static func hosts(
        _ indices: Range<Int>,
        _ topology: Topology,
        _ compilation: Compilation
    ) -> [LintHost] {
        var list: ValidatorList?
        return indices.compactMap { index -> LintHost? in
            let bundle = compilation.bundles[index]
            guard let host = topology[host: bundle.host] else { return nil }
            let configuration = bundle[.configuration]
            let result = LintHost(
                index: index,
                name: host.name.rawValue,
                role: host.role,
                dialect: host.daemon.dialect,
                model: host,
                identity: compilation.identities[host.name],
                reasons: configuration.reasons,
                bytes: Array(configuration.contents.utf8),
                rules: RulesetText(bundle[.ruleset].contents),
                sharing: list
            )
            list = result.facts.validatorList
            return result
        }
    }

    /// Files on disk, perhaps written by a person. Folders with nothing of Picket's and no `skywelld.cfg` are left out; where that alone
    /// is missing, it is as good as empty.
    package init(_ bundles: [WrittenBundle], dialect: Dialect) {
        let signs: [Artifact.Name] = [.configuration, .ruleset, .firewallUnit, .manifest]
        let written = bundles.filter { bundle in signs.contains { bundle[$0.rawValue] != nil } }
        let hosts = written.enumerated().map { index, bundle in
            let configuration = bundle[Artifact.Name.configuration.rawValue]
            let bytes = configuration?.bytes ?? []
            return LintHost(
                index: index,
                name: bundle.name,
                path: bundle.path,
                role: Self.role(of: bundle, bytes),
                dialect: dialect,
                bytes: bytes,
                rules: bundle[Artifact.Name.ruleset.rawValue].map {
                    RulesetText(String(decoding: $0.bytes, as: UTF8.self))
                },
                mode: configuration?.mode
            )
        }
        let subject = LintSubject(hosts: hosts, topology: nil)
        let settled = zip(written, hosts).map { bundle, host in
            let isSaid = host.role != .hub || Self.manifestRole(of: bundle) == .hub
            return isSaid ? host : host.with(role: subject.inferredRole(of: host))
        }
        self.init(hosts: settled, topology: nil)
    }

    /// What makes a validator is its configuration, if it has one.
    private static func role(of bundle: WrittenBundle, _ configuration: [UInt8]) -> Role {
        if LooseConfiguration(configuration).meansValidator { return .validator }
        let role = self.manifestRole(of: bundle) ?? .hub
        return role == .validator && !configuration.isEmpty ? .hub : role
    }

    /// The role of a server that Picket wrote into a manifest; `nil` if there is none.
    ///
    /// Every key has a line of its own there.
    private static func manifestRole(of bundle: WrittenBundle) -> Role? {
        guard let file = bundle[Artifact.Name.manifest.rawValue] else { return nil }
        let start = "\"role\": \""
        let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
        let values = lines.compactMap { line -> Substring? in
            let text = line.drop { $0 == " " }
            return text.hasPrefix(start) ? text.dropFirst(start.count).prefix { $0 != "\"" } : nil
        }
        return values.first.flatMap { Role(rawValue: String($0)) }.flatMap { $0.isOurs ? $0 : nil }
    }

    /// What a server that does not validate is for, judging by who dials it.
    private func inferredRole(of host: LintHost) -> Role {
        let isPrivate = !host.addresses.isEmpty && host.addresses.allSatisfy(HostLiteral.isPrivate)
        let serves = self.diallers[host.index].contains { self.hosts[$0].role == .validator }
        if serves { return isPrivate && !host.facts.fixed.isEmpty ? .relay : .sentry }
        let hasValidators = self.hosts.contains { $0.role == .validator }
        return hasValidators && host.addresses.isEmpty ? .sentry : .hub
    }
}

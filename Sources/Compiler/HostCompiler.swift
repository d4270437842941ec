internal import Addressing
internal import Topology

/// Makes the bundle of one host after the other.
struct HostCompiler: Sendable {
    /// About how many bytes an artifact has, so that it grows without copying.
    private enum Capacity {
        static let configuration = 2_048
        static let unit = 2_048
    }

    private let topology: Topology
    private let source: TopologySource
    private let templates: ReadTemplates
    private let configurations: ConfigurationValues
    private let units: UnitValues
    private let privatePrefixes: [(IPv4Prefix, Reason)]

    init(_ topology: Topology, secrets: Secrets, source: TopologySource, templates: ReadTemplates) {
        self.topology = topology
        self.source = source
        self.templates = templates
        self.configurations = ConfigurationValues(topology, secrets: secrets, source: source.name)
        self.units = UnitValues(topology: topology, source: source.name)
        self.privatePrefixes = HostRuleset.privatePrefixes(of: topology)
    }

    func bundle(of host: Host, _ identity: Identity) -> Bundle {
        let unitRecord = self.units.record(of: host)
        var artifacts = [
            self.configuration(of: host, identity),
            HostRuleset(
                host,
                in: self.topology,
                privatePrefixes: self.privatePrefixes,
                source: self.source.name
            ).artifact,
            self.unit(.serviceDropIn, .serviceDropIn, unitRecord),
            self.unit(.firewallUnit, .firewallUnit, unitRecord),
        ]
        if self.units.nudges(host) {
            artifacts.append(self.unit(.nudgeUnit, .nudgeUnit, unitRecord))
            artifacts.append(self.unit(.nudgeTimer, .nudgeTimer, unitRecord))
        }
        let manifest = Manifest(
            of: host,
            in: self.topology.network,
            identity,
            artifacts: artifacts,
            source: self.source,
            templates: self.templates.digests
        )
        return Bundle(host: host.name, artifacts: artifacts + [manifest.artifact])
    }

    func standIn(for external: Host) -> Artifact {
        self.configuration(of: external, .forLab(of: external, in: self.topology.network))
    }

    private func configuration(of host: Host, _ identity: Identity) -> Artifact {
        let record = self.configurations.record(of: host, identity)
        let (text, reasons) = self.templates[.configuration].fill(record, capacity: Capacity.configuration)
        return Artifact(.configuration, text, reasons: reasons)
    }

    private func unit(_ name: Artifact.Name, _ template: TemplateName, _ record: TemplateValue.Record) -> Artifact {
        let (text, reasons) = self.templates[template].fill(record, capacity: Capacity.unit)
        return Artifact(name, text, reasons: reasons)
    }
}

internal import Compiler
internal import Deploy
internal import Diagnostics
internal import Lab
internal import Linter
internal import Skywelld
internal import Topology
internal import Verification

/// A check of files on disk, alone or by what a topology says of them.
struct BundleCheck: CheckResult {
    private(set) var files: [FileDiagnostics]
    let subject: LintSubject?
    private(set) var hasInputErrors: Bool
    private(set) var isUnsettled = false
    private(set) var proof: Proof?

    var summary: String { self.subject?.summary ?? "nothing" }

    /// - Parameters:
    ///   - file: The topology's; `nil` to go by the files alone.
    ///   - proves: Whether claims about packets are to be settled; `nil` where that is quick.
    /// - Throws: The exit code, if the topology cannot be read.
    init(_ path: String, dialect: Dialect, topology file: String?, proves: Bool?, _ console: Console) throws {
        let reading = BundleFolder.read(path)
        let subject = LintSubject(reading.bundles, dialect: dialect)
        let folder = FileDiagnostics(reading.diagnostics, in: SourceFile(name: path, text: ""))
        self.files = [folder] + Linter.check(bundles: reading.bundles, dialect: dialect)
        self.subject = subject.hosts.isEmpty ? nil : subject
        self.hasInputErrors = subject.hosts.isEmpty || reading.diagnostics.contains { $0.severity == .error }
        let intent = try file.map { try TopologyFile.inspect($0, console) }
        if let intent { self.files.append(FileDiagnostics(intent.reading.diagnostics, in: intent.reading.source)) }
        if let intent, intent.reading.topology == nil {
            self.hasInputErrors = true
            return
        }
        guard proves != false, self.subject != nil else { return }
        guard proves == true || reading.bundles.count <= Proof.unaskedHosts else {
            self.proof = Proof(.tooManyHosts)
            return
        }
        if let intent, let topology = intent.reading.topology {
            self.judge(reading.bundles, by: topology, intent.source, intent.reading.source)
        } else {
            self.judge(reading.bundles, subject)
        }
    }

    // MARK: - By a topology

    private mutating func judge(
        _ bundles: [WrittenBundle],
        by topology: Topology,
        _ source: TopologySource,
        _ text: SourceFile
    ) {
        let names = Set(topology.hosts.filter(\.role.isOurs).map(\.name.rawValue))
        let strange = bundles.filter { !names.contains($0.name) }.map { bundle in
            Diagnostic.warning(
                RuleRefusal.strangeFolder.code,
                "\(bundle.path) belongs to no host of the topology, and was judged without it",
                at: nil
            )
        }
        self.files.append(FileDiagnostics(strange, in: text))
        do {
            // Rules hold no keys, and whoever changed the templates of other files did not change these.
            let compiled = try? Compilation(topology, secrets: .forLab(of: topology), source: source)
            let rulesets = try BundleRulesets(bundles, compiled: compiled, topology: text.name)
            self.files += rulesets.refused
            let hosts = rulesets.hosts.compactMap { host in
                HostName(host.bundle.name).flatMap { topology[host: $0] }.map {
                    let facts = self.subject?.facts(ofHost: host.bundle.name)
                    let units = OtherUnits(host.bundle, original: host.original, dials: facts?.links)
                    return StaticHost(
                        name: $0.name,
                        listing: host.listing,
                        firewallUnit: host.firewallUnit,
                        source: host.source,
                        compiled: host.compiled,
                        otherUnits: units,
                        server: facts.map { WrittenServer($0, units) }
                    )
                }
            }
            self.proof = Proof(.claims(StaticVerification(topology, hosts: hosts).claims()))
        } catch {
            self.proof = Proof(.unsettled(reason: error.message, help: error.help))
        }
        let expectations = UnsettledExpectation.diagnostics(in: topology)
        self.isUnsettled = self.proof?.leavesOpen(expectations: !expectations.isEmpty) ?? false
    }

    // MARK: - Alone

    private mutating func judge(_ bundles: [WrittenBundle], _ subject: LintSubject) {
        do {
            let rulesets = try BundleRulesets(bundles)
            self.files += rulesets.refused
            let hosts = rulesets.hosts.compactMap { host in
                subject.facts(ofHost: host.bundle.name).map { facts in
                    let units = OtherUnits(host.bundle, dials: facts.links)
                    return WrittenHost(
                        name: host.bundle.name,
                        role: facts.role,
                        server: WrittenServer(facts, units),
                        addresses: facts.addresses,
                        listing: host.listing,
                        firewallUnit: host.firewallUnit,
                        source: host.source,
                        otherUnits: units
                    )
                }
            }
            self.proof = Proof(.claims(BundleVerification(hosts).claims), leftOut: BundleVerification.unsettled)
        } catch {
            self.proof = Proof(.unsettled(reason: error.message, help: error.help))
        }
        self.isUnsettled = self.proof?.leavesOpen(expectations: false) ?? false
    }
}

extension WrittenServer {
    /// - Parameters:
    ///   - facts: What the server's configuration says.
    ///   - units: What keeps the server running.
    fileprivate init(_ facts: LintSubject.HostFacts, _ units: OtherUnits) {
        self.init(
            peerPort: facts.peerPort,
            at: facts.peerAddress,
            listens: facts.listens.map { Listening(section: $0.section, address: $0.address) },
            isPrivate: facts.isPrivate,
            peersMax: facts.peersMax,
            dials: facts.links,
            failures: facts.failures.map { "\(Artifact.Name.configuration): \($0)" } + units.ofServer
        )
    }
}

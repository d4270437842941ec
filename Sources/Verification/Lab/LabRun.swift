package import Compiler
internal import Files
package import Lab
package import Topology

/// From a topology to a verified lab, inside the lab's first process.
package struct LabRun {
    package let topology: Topology
    package let vantages: VantagePlan
    package let compilation: Compilation
    /// What the hosts get: the compiler's bundles, or what a mutation made of them.
    package let bundles: [Bundle]
    package let plan: LabPlan
    package let mutation: Mutation?

    /// Compiles a topology and plans its lab; touches nothing.
    ///
    /// - Parameters:
    ///   - topology: Read and valid.
    ///   - vantages: Planned without errors.
    ///   - source: The name of the topology's file.
    ///   - mutation: A fault to make.
    /// - Throws: `TemplateError`, or `MutationError` if the fault does not fit the topology.
    package init(_ topology: Topology, _ vantages: VantagePlan, source: String, mutation: Mutation? = nil) throws {
        let compilation = try Compilation(topology, source: source)
        var bundles = compilation.bundles
        try mutation?.apply(to: &bundles, topology)
        let standIns = topology.hosts(.external).map { ($0.name, compilation.standIn(for: $0)) }
        var plan = LabPlan(
            topology,
            vantages: vantages,
            bundles: bundles,
            standIns: Dictionary(uniqueKeysWithValues: standIns),
            identities: compilation.identities
        )
        try mutation?.apply(to: &plan, topology, vantages)
        self.topology = topology
        self.vantages = vantages
        self.compilation = compilation
        self.bundles = bundles
        self.plan = plan
        self.mutation = mutation
    }

    /// Builds the lab, starts its nodes and settles all claims.
    ///
    /// - Parameter progress: Called with what is being done.
    package func verify(progress: (String) -> Void) throws -> LabReport {
        let clock = ContinuousClock()
        let start = clock.now
        progress("building \(self.plan.hosts.count) hosts on \(self.plan.segments.count) segments")
        let (lab, buildSeconds) = try self.build()
        try lab.watchCables(of: self.topology.hosts.filter(\.role.isHidden).map(\.name))
        try lab.startNodes()
        let claims = try self.verification(of: lab).run(progress: progress)
        return LabReport(
            network: self.topology.network.rawValue,
            mutation: self.mutation?.rawValue,
            claims: claims,
            buildSeconds: buildSeconds,
            totalSeconds: (clock.now - start) / .seconds(1)
        )
    }

    /// Makes the lab's namespaces, cables and rules; no node runs yet.
    package func build() throws -> (lab: Lab, seconds: Double) {
        let clock = ContinuousClock()
        let start = clock.now
        let lab = try Lab(building: self.plan)
        return (lab, (clock.now - start) / .seconds(1))
    }

    /// Starts the lab's nodes and waits until they have found each other, or cannot.
    package func startNodes(_ lab: Lab) throws {
        try lab.startNodes()
        _ = try self.verification(of: lab).observeLinks()
    }

    private func verification(of lab: Lab) throws -> LabVerification {
        try LabVerification(
            lab,
            self.topology,
            self.vantages,
            self.compilation,
            bundles: self.bundles
        )
    }

    /// What another process must know of the lab, should it stay up.
    ///
    /// - Parameter buildSeconds: How long it took to build.
    package func record(of lab: Lab, file: String, buildSeconds: Double) -> LabRecord {
        let kinds = Dictionary(uniqueKeysWithValues: self.vantages.vantages.map { ($0.name, $0.kind.rawValue) })
        return LabRecord(
            network: self.topology.network.rawValue,
            file: file,
            buildSeconds: buildSeconds,
            hosts: lab.hostNames.map { name in
                let host = lab[name]
                let declared = self.topology[host: name]
                return LabRecord.Host(
                    name: name.rawValue,
                    kind: declared?.role.rawValue ?? kinds[name] ?? "",
                    addresses: host.plan.interfaces.map { "\($0.address)" },
                    administration: host.plan.configuration.flatMap(AdministrationPort.endpoint).map { "\($0)" },
                    log: declared.map { _ in host.logPath },
                    namespace: host.namespace.descriptorNumber
                )
            }
        )
    }
}

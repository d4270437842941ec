package import Addressing
internal import Files
internal import Glibc
package import Nftables
package import Topology

/// A running lab: one network namespace per host, one bridge per segment, the hosts' real rules, and their nodes.
///
/// Confined to the main thread of the lab's first process; probes run on threads of their own.
package final class Lab {
    /// A bridge has at most 1,023 ports.
    private static let maximumInterfacesPerSegment = 1_023
    /// Bridges are numbered from here, cables from `firstCable`, so that no request has to ask for an index.
    private static let firstBridge: Int32 = 1_000
    private static let firstCable: Int32 = 100_000
    /// A host's first interface. Kernels with tunnel modules make devices of their own behind the loopback's index 1.
    private static let firstInterface: Int32 = 100

    /// When it was begun to be built, since 1970.
    package let began = LabClock.sinceUnixEpoch
    private let home: NetworkNamespace
    private var hostsByName: [HostName: LabHost] = [:]
    /// Exit codes of the processes of this lab that have ended.
    private(set) var endedProcesses: [ChildProcess: Int32] = [:]
    /// Hosts whose cables are watched.
    private var taps: [HostName: CableTap] = [:]
    /// In the order of the plan.
    package let hostNames: [HostName]

    /// Builds namespaces, cables and addresses, and loads every host's rules.
    ///
    /// - Parameter plan: What to build.
    /// - Throws: What could not be built, on which host.
    package init(building plan: LabPlan) throws(LabError) {
        self.hostNames = plan.hosts.map(\.name)
        do {
            self.home = try NetworkNamespace(ofCurrentThreadNamed: "the lab")
            try self.build(plan)
        } catch let error as LabError {
            throw error
        } catch let error as SystemCallError {
            throw LabError("build the lab", error)
        } catch {
            preconditionFailure("build throws only the two kinds above, not \(error)")
        }
    }

    package subscript(name: HostName) -> LabHost {
        guard let host = self.hostsByName[name] else { preconditionFailure("no host \(name) in this lab") }
        return host
    }

    func recordStart(of node: ChildProcess, writingTo path: String, on name: HostName) {
        self.hostsByName[name]?.started(node, writingTo: path)
    }

    /// From now on, keeps note of everything that hosts send.
    package func watchCables(of names: [HostName]) throws(LabError) {
        for name in names {
            do {
                self.taps[name] = try CableTap(on: self[name].cables)
            } catch {
                throw LabError("listen on the cables of \(name)", error)
            }
        }
    }

    /// What a watched host has sent since it was last asked.
    package func takeFrames(of name: HostName) -> (frames: [CapturedFrame], lost: Int) {
        guard let tap = self.taps[name] else { preconditionFailure("nobody watches the cables of \(name)") }
        return tap.drain()
    }

    /// Collects the processes that have ended: this process is number 1, so nobody else will.
    package func reap() {
        var status: Int32 = 0
        while true {
            let id = waitpid(-1, &status, WNOHANG)
            guard id > 0 else { return }
            self.endedProcesses[ChildProcess(id: id)] = ChildProcess.exitCode(status)
        }
    }

    private func build(_ plan: LabPlan) throws {
        let root = try NetlinkSocket()
        var bridges: [SegmentName: (index: Int32, prefixes: [IPv4Prefix])] = [:]
        let sizes = Dictionary(plan.hosts.flatMap { $0.interfaces.map { ($0.segment, 1) } }, uniquingKeysWith: +)
        for (number, segment) in plan.segments.enumerated() {
            guard sizes[segment.name, default: 0] <= Self.maximumInterfacesPerSegment else {
                throw LabError(
                    .unavailable,
                    "segment '\(segment.name)' has \(sizes[segment.name, default: 0]) interfaces in the lab; "
                        + "a bridge takes \(Self.maximumInterfacesPerSegment)",
                    help: "split the segment, or leave hosts out"
                )
            }
            bridges[segment.name] = (Self.firstBridge + Int32(number), segment.prefixes)
        }
        try root.perform(
            plan.segments.indices.map { .addBridge("_bridge\($0)", index: Self.firstBridge + Int32($0)) }
        )
        var nextCable = Self.firstCable
        var loader = RulesLoader()
        for host in plan.hosts {
            self.hostsByName[host.name] = try self.build(host, root, bridges, &loader, &nextCable)
        }
        try self.home.enter()
    }

    private func build(
        _ plan: LabPlan.Host,
        _ root: borrowing NetlinkSocket,
        _ bridges: [SegmentName: (index: Int32, prefixes: [IPv4Prefix])],
        _ loader: inout RulesLoader,
        _ nextCable: inout Int32
    ) throws -> LabHost {
        let namespace = try NetworkNamespace.makeAndEnter(name: "\(plan.name)")
        Sysctl.set("ipv6/conf/all/disable_ipv6", "1")
        // A new namespace takes these over from the machine, which may be a router.
        Sysctl.set("ipv4/ip_forward", plan.forwards ? "1" : "0")
        for scope in ["all", "default"] {
            Sysctl.set("ipv4/conf/\(scope)/rp_filter", "0")
        }
        // Rules before cables: there is no moment at which the host answers without them.
        for ruleset in plan.rulesets {
            try loader.load(ruleset, host: plan.name)
        }
        var cables: [Int32] = []
        var here: [NetlinkMessage] = [.bringUp(index: 1)]
        for (number, interface) in plan.interfaces.enumerated() {
            guard let bridge = bridges[interface.segment] else {
                preconditionFailure("\(plan.name) is attached to '\(interface.segment)', which the plan does not have")
            }
            let index = Self.firstInterface + Int32(number)
            // A second interface on one segment (an undeclared one) cannot have the segment's name as well.
            let isFirst = !plan.interfaces[..<number].contains { $0.segment == interface.segment }
            try root.perform([
                .addCable(
                    "_\(nextCable)",
                    index: nextCable,
                    bridge: bridge.index,
                    hostNamespace: namespace.descriptorNumber,
                    hostName: isFirst ? "\(interface.segment)" : "_extra\(number)",
                    hostIndex: index
                )
            ])
            cables.append(nextCable)
            nextCable += 1
            here.append(.bringUp(index: index))
            let own = bridge.prefixes.first { $0.contains(interface.address) }
            here.append(.addAddress(interface.address, length: own?.length ?? 32, index: index))
            here += bridge.prefixes.filter { $0 != own }.map {
                .addRoute(to: $0, onLink: index, from: interface.address)
            }
        }
        here += plan.routes.map { .addRoute(to: $0.destination, via: $0.gateway) }
        try NetlinkSocket().perform(here)
        return LabHost(plan: plan, namespace: namespace, cables: cables)
    }
}

extension Lab {
    /// Runs work on the calling thread while it stands in a host's namespace.
    ///
    /// - Parameters:
    ///   - name: The host.
    ///   - work: Quick work: the lab does nothing else meanwhile.
    package func inside<Value>(_ name: HostName, _ work: () throws -> Value) throws -> Value {
        try self[name].namespace.enter()
        defer { self.comeHome() }
        return try work()
    }

    /// Moves the calling thread back to the lab's own namespace; a process that cannot must not go on in the wrong one.
    private func comeHome() {
        do { try self.home.enter() } catch { preconditionFailure("\(error)") }
    }

    /// What a host's kernel holds of our tables; `nil` if it has none.
    package func rulesInPlace(on name: HostName) throws -> String? {
        try self.inside(name) { try NftablesContext().listingOfOurs() }
    }

    /// How this machine's kernel lists a ruleset that nobody else has touched: what `rulesInPlace` must be.
    package func canonicalListing(of ruleset: String) throws -> String? {
        defer { self.comeHome() }
        let scratch = try NetworkNamespace.makeAndEnter(name: "scratch")
        return try withExtendedLifetime(scratch) {
            let context = try NftablesContext.large()
            try context.run(ruleset)
            return context.listingOfOurs()
        }
    }

    /// Packets counted so far by a host's named counters; empty if it has no rules of ours.
    package func packetCounts(on name: HostName) throws -> [CounterName: UInt64] {
        try self.inside(name) { try NftablesContext().packetCounts() }
    }

    /// The IPv4 addresses that a host's kernel really has, apart from loopback, in order.
    package func addresses(of name: HostName) throws -> [IPv4Address] {
        try self.inside(name) { try KernelAddresses.list() }
    }
}

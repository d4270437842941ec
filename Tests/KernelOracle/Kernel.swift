import CLinux
import Glibc
import Nftables
import PacketSpace

/// The kernel of this process's network namespace, asked what it does with packets.
final class Kernel {
    /// What the kernel did with one probe.
    struct Observation: Sendable {
        /// As the rules saw it, with the state that connection tracking gave it.
        let packet: Packet
        let isAccepted: Bool
    }

    /// What came of some probes.
    struct Run {
        let observations: [Observation]
        /// Probes that never reached the hook; nothing can be said of them.
        let lost: Int
    }

    /// A ruleset as the kernel lists it.
    struct Loaded {
        /// With what the kernel itself says of what listings leave out.
        let listing: RulesetListing
        /// Without it; `nil` where listings leave out nothing.
        let unsaid: RulesetListing?
    }

    /// Where packets go that are not for this host.
    static let wayOut = "eth1"
    /// The interfaces by which packets come in.
    static let interfaces = ["eth0", "eth1", "eth", "lan0", "a-very-long-nam"]

    /// Of each interface: where it stands among them.
    private static func group(of interface: String?) -> UInt32 {
        UInt32(Self.interfaces.firstIndex { $0 == interface } ?? 0)
    }

    let hook: Hook
    private let context: NftablesContext
    private let tunnels: TunnelList
    private let sender: Sender

    /// Must run in a network namespace of its own, as its root.
    init(hook: Hook) throws {
        self.hook = hook
        self.context = try NftablesContext()
        try Tunnel.bringUp("lo")
        self.tunnels = try TunnelList(Self.interfaces)
        for interface in Self.interfaces {
            try RouteNetlink.setGroup(of: interface, to: Self.group(of: interface))
        }
        for setting in ["all", "default"] + Self.interfaces {
            Self.set("ipv4/conf/\(setting)/rp_filter", "0")
            Self.set("ipv4/conf/\(setting)/accept_local", "1")
            Self.set("ipv4/conf/\(setting)/route_localnet", "1")
            Self.set("ipv4/conf/\(setting)/send_redirects", "0")
        }
        self.sender = try Sender()
        switch hook {
        case .prerouting, .input:
            try Routes.everythingIsLocal()
        case .forward, .postrouting, .output:
            Self.set("ipv4/ip_forward", "1")
            Self.set("ipv6/conf/all/forwarding", "1")
            try Routes.everythingLeaves(by: Self.wayOut)
        }
    }

    /// The routes, where they are as those of ordinary hosts.
    ///
    /// - Parameter areWrong: Everything goes out elsewhere.
    func routes(areWrong: Bool) -> RoutingView? {
        guard self.hook != .prerouting, self.hook != .input else { return nil }
        return Routes.view(interfaces: Self.interfaces, wayOut: areWrong ? "lan0" : Self.wayOut)
    }

    /// Loads a ruleset.
    ///
    /// - Parameters:
    ///   - ruleset: nft syntax; must not flush.
    ///   - primers: Sent before there are rules, so that their connections are known.
    ///   - isMisread: Whether the listing is to be wrong: every drop in it is an accept.
    /// - Returns: The ruleset as the kernel lists it.
    /// - Throws: `NftablesError` if the kernel refuses the ruleset.
    func load(_ ruleset: String, primers: [Packet], isMisread: Bool = false) throws -> Loaded {
        if !primers.isEmpty {
            try self.context.run(Harness.primer)
            for packet in primers {
                try self.tunnels.receive(PacketBytes.bytes(of: packet), by: packet.inputInterface)
            }
        }
        try self.context.run("flush ruleset\n" + ruleset + "\n" + Harness.table(around: self.hook, of: ruleset))
        let kernel = try self.context.rulesetListing()
        var text = kernel.json
        if isMisread { text = text.replacing("\"drop\": null", with: "\"accept\": null") }
        let listing = try RulesetListing(KernelListing(json: text, bytecode: kernel.bytecode))
        return Loaded(
            listing: Self.withoutHarness(listing),
            unsaid: try kernel.bytecode.map { _ in Self.withoutHarness(try RulesetListing(json: text.utf8)) }
        )
    }

    private static func withoutHarness(_ listing: RulesetListing) -> RulesetListing {
        RulesetListing(tables: listing.tables.filter { $0.name != Harness.tableName })
    }

    /// Sends packets through the ruleset that was loaded last.
    func send(_ probes: [Probe]) throws -> Run {
        // Forwarding takes one hop away before the rules see the packet.
        let hops: UInt8 = self.hook == .forward || self.hook == .postrouting ? 1 : 0
        for (index, probe) in probes.enumerated() {
            let bytes = PacketBytes.bytes(
                of: probe.packet,
                codePoint: probe.codePoint,
                number: UInt16(index + 1),
                hopLimit: probe.packet.hopLimit + hops,
                content: probe.subject.map { PacketBytes.bytes(of: $0) } ?? []
            )
            if self.hook == .output {
                self.sender.send(bytes, probe.packet)
            } else {
                try self.tunnels.receive(bytes, by: probe.packet.inputInterface)
            }
        }
        let json = try self.context.run("list table inet \(Harness.tableName)", format: .json)
        return self.read(try Harness.notes(in: json), probes)
    }

    /// Where the packets of the hook go out; `nil` where nobody knows yet.
    var interfaceOut: String? {
        self.hook == .prerouting || self.hook == .input ? nil : Self.wayOut
    }

    private func read(_ notes: Harness.Notes, _ probes: [Probe]) -> Run {
        var observations: [Observation] = []
        for (index, probe) in probes.enumerated() {
            let number = UInt16(index + 1)
            guard let state = notes.states[number] else { continue }
            var packet = PropertyNotes.told(notes.told[number] ?? 0, probe.packet)
            packet.state = state
            packet.codePoint = probe.codePoint
            packet.label = UInt32(number)
            packet.inputGroup = Self.group(of: packet.inputInterface)
            packet.outputGroup = Self.group(of: Self.wayOut)
            packet.outputInterface = self.interfaceOut
            if self.hook == .output { packet.inputInterface = nil }
            if let subject = probe.subject {
                packet.length = UInt32(PacketBytes.bytes(of: packet, content: PacketBytes.bytes(of: subject)).count)
            } else {
                packet.length = UInt32(PacketBytes.bytes(of: packet).count)
            }
            observations.append(Observation(packet: packet, isAccepted: notes.accepted.contains(number)))
        }
        return Run(observations: observations, lost: probes.count - observations.count)
    }

    private static func set(_ path: String, _ value: String) {
        let descriptor = open("/proc/sys/net/" + path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        write(descriptor, value, value.utf8.count)
        close(descriptor)
    }
}

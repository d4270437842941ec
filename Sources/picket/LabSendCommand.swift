internal import Addressing
internal import ArgumentParser
internal import Lab
internal import PacketSpace
internal import Topology

struct LabSendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sends one packet in a lab that is up, and says what became of it.",
        discussion: """
            'picket check' prints such a command with each packet that violates a claim. The lab is that of the topology: start \
            it with 'picket lab up FILE'. The packet goes through the sender's own rules, may name any source, and is the only \
            one; up to two seconds later it is said whether it left, came, was let in and was answered, and which counters of \
            both hosts' rules have grown.

            The lab's hosts have no IPv6. For a packet of IPv6 both ends are lent their addresses while it is on its way, and \
            routes to each other over a segment that both are on: --at names the host that has the destination; \
            without it, it is whoever has it in the topology, or nobody.

            Exit code 0: it was let in (or out, if nobody in the lab has the address); 1: it was not; 69: it got lost between.

            Example: picket lab send topologies/quickstart.yaml --from intruder:backbone --to 10.1.10.51:50333

            \(ExitCode.help)
            """
    )

    @Argument(help: "The topology file.")
    var file: String

    @Option(help: ArgumentHelp("A host, 'outsider:SEGMENT' or 'intruder:SEGMENT'.", valueName: "host"))
    var from: String

    @Option(
        help: ArgumentHelp(
            "An address, with :PORT behind it but for ICMP: 10.0.0.1:22, '[fd00::1]:22'.",
            valueName: "address"
        )
    )
    var to: String

    @Option(name: .customLong("protocol"), help: "tcp, udp, icmp or icmpv6.")
    var transport: SendRequest.Transport = .tcp

    @Option(
        help: ArgumentHelp(
            "The source: an address, perhaps with :PORT behind it; the sender's own if nothing is said.",
            valueName: "address"
        )
    )
    var source: String?

    @Option(help: ArgumentHelp("IPv6: the host that is lent the destination.", valueName: "host"))
    var at: String?

    @Option(
        help: ArgumentHelp(
            "IPv6: the segment that it goes over; the first of both ends if nothing is said.",
            valueName: "name"
        )
    )
    var segment: String?

    @Option(help: ArgumentHelp("TCP flags, such as syn or syn,ack; none for none.", valueName: "flags"))
    var flags: String?

    @Option(help: ArgumentHelp("The ICMP type; an echo request if nothing is said.", valueName: "number"))
    var type: UInt8?

    @Option(help: ArgumentHelp("The ICMP code; 0 if nothing is said.", valueName: "number"))
    var code: UInt8?

    @Flag(help: "Prints one JSON document (schema \(SendReport.schemaName)) instead of text.")
    var json = false

    @OptionGroup var output: OutputOptions

    private var request: SendRequest {
        get throws(SendProblem) {
            try SendRequest(
                to: self.to,
                source: self.source,
                self.transport,
                flags: self.flags,
                type: self.type,
                code: self.code
            )
        }
    }

    func validate() throws {
        do {
            guard try self.request.isIPv6 || self.at == nil && self.segment == nil else {
                throw SendProblem("--at and --segment go with IPv6")
            }
        } catch let error as SendProblem {
            throw ValidationError(error.message)
        }
    }

    func run() throws {
        let console = self.output.console
        let request = try self.request
        let (topology, vantages) = try TopologyFile.read(self.file, console, forLab: true)
        do {
            let registry = try LabRegistry()
            let name = topology.network.rawValue
            guard registry.isUp(name) else {
                throw LabError(.unavailable, "no lab '\(name)' is up", help: "start it: picket lab up \(self.file)")
            }
            let hosts = try registry.record(of: name).hosts
            let sender = try self.sender(among: hosts, vantages, console)
            let packet = request.packet(from: sender.addresses)
            let sent = try StandingLab.send(
                packet,
                number: UInt16.random(in: 1...UInt16.max),
                over: self.segment ?? (request.isIPv6 ? self.vantageSegment : nil),
                from: sender,
                to: try self.receiver(of: request, in: topology, among: hosts, console),
                of: name,
                registry: registry
            )
            try self.finish(SendReport(packet, sent), console)
        } catch let error as LabError {
            console.error(error)
            throw ExitCode(error)
        }
    }

    private func finish(_ report: SendReport, _ console: Console) throws {
        console.print(self.json ? try JSONText.make(report) : Console.safe(report.text))
        switch report.sent.fate {
        case .accepted: return
        case .dropped, .notLetOut: throw ExitCode.no
        case .left: if report.sent.receiver != nil { throw ExitCode.unavailable }
        }
    }

    private func receiver(
        of request: SendRequest,
        in topology: Topology,
        among hosts: [LabRecord.Host],
        _ console: Console
    ) throws -> LabRecord.Host? {
        guard let at else {
            // Of IPv6 the lab knows nothing, and the topology what it declares.
            let owner = topology.hosts.first { host in
                host.attachments.contains { $0.ipv6Address.map(IPAddress.ipv6) == request.destination }
            }
            return hosts.first { host in
                host.addresses.contains("\(request.destination)") || host.name == owner?.name.rawValue
            }
        }
        if let host = hosts.first(where: { $0.name == at }) { return host }
        let names = hosts.map(\.name).joined(separator: ", ")
        console.error("nobody in the lab is called '\(at)'", help: "one of: \(names)")
        throw ExitCode(64)
    }

    /// The segment that the sender's name says; `nil` if it is a host's.
    private var vantageSegment: String? {
        self.from.split(separator: ":", maxSplits: 1).dropFirst().first.map(String.init)
    }

    /// The host that a name means, or the lab's own one on a segment.
    private func sender(
        among hosts: [LabRecord.Host],
        _ vantages: VantagePlan,
        _ console: Console
    ) throws -> LabRecord.Host {
        let parts = self.from.split(separator: ":", maxSplits: 1)
        let vantage = vantages.vantages.first {
            parts.count == 2 && $0.kind.rawValue == parts[0] && $0.segment.rawValue == parts[1]
        }
        if let host = hosts.first(where: { $0.name == vantage?.name.rawValue ?? self.from }) { return host }
        let own = vantages.vantages.map { "\($0.kind.rawValue):\($0.segment)" }
        console.error(
            "nobody in the lab is called '\(self.from)'",
            help: "one of: \((hosts.map(\.name) + own).joined(separator: ", "))"
        )
        throw ExitCode(64)
    }
}

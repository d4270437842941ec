internal import Compiler
internal import Files
internal import Glibc
internal import Lab
internal import Nftables
internal import Topology
internal import Verification

/// Times the steps of a proof from inside the process, for `Benchmarks/prover`.
///
/// `list TOPOLOGY DIRECTORY` compiles a topology and writes what the kernel lists of each host's rules to
/// `DIRECTORY/HOST.json`; the others work on such a directory. `host` proves one host again and again, `hosts` settles the
/// claims of all hosts, `pairs` says which hosts reach which. Each prints how many seconds its steps took, a line each, and
/// then its answers.
@main
enum ProverBench {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count >= 3 else {
            print("usage: ProverBench list|host|hosts|pairs TOPOLOGY DIRECTORY [HOST]")
            exit(64)
        }
        let topology = try Self.topology(arguments[1])
        let listings = Listings(directory: arguments[2])
        switch arguments[0] {
        case "list": try Self.list(topology, listings)
        case "host" where arguments.count == 4: try Self.proveOne(topology, listings, arguments[3])
        case "hosts": try Self.proveAll(topology, listings)
        case "pairs": try Self.provePairs(topology, listings)
        default: exit(64)
        }
    }

    private static func topology(_ path: String) throws -> Topology {
        let bytes = try BoundedFile.read(path, limit: Topology.Limits.fileSize)
        guard let topology = Topology.read(bytes: bytes, name: path).topology else {
            print("\(path) has errors")
            exit(65)
        }
        return topology
    }

    // MARK: - Making listings

    private static func list(_ topology: Topology, _ listings: Listings) throws {
        var stopwatch = Stopwatch()
        let compilation = try Compilation(topology, source: "topology.yaml")
        stopwatch.mark("compile")
        let scratch = try ScratchRuleset.enter()
        for bundle in compilation.bundles {
            try listings.write(try scratch.listing(of: bundle[.ruleset].contents).json, of: bundle.host)
        }
        stopwatch.mark("list")
        try listings.write(HostTable(topology: topology).text, named: "hosts.tsv")
        print(stopwatch.text)
    }

    // MARK: - Proving

    /// One host as often as it takes to see how long it takes: each time from the text on, in a store of its own.
    private static func proveOne(_ topology: Topology, _ listings: Listings, _ name: String) throws {
        guard let host = HostName(name) else { exit(64) }
        let rounds = 200
        let json = try listings.bytes(of: host)
        var stopwatch = Stopwatch()
        var violated = 0
        for _ in 0..<rounds {
            let found = StaticHost(name: host, listing: try RulesetListing(json: json), firewallUnit: nil)
            violated = StaticVerification(topology, hosts: [found]).claims().count { $0.outcome == .violated }
        }
        stopwatch.mark("host", over: rounds)
        print(stopwatch.text)
        print("violated \(violated)")
    }

    private static func proveAll(_ topology: Topology, _ listings: Listings) throws {
        var stopwatch = Stopwatch()
        let hosts = try Self.read(topology, listings, &stopwatch)
        let verification = StaticVerification(topology, hosts: hosts)
        _ = verification.claims()
        stopwatch.mark("prove-alone")
        let claims = verification.claims { parts in
            (try? Threads.run(parts, atOnce: Threads.processors)) ?? parts.map { $0() }
        }
        stopwatch.mark("prove")
        print(stopwatch.text)
        // The claims that other provers are asked, too.
        for claim in claims where claim.outcome == .violated && claim.id != .noForeignInterference {
            for host in Set(claim.evidence.map(\.vantage)).sorted() { print("violated \(claim.id) \(host)") }
        }
    }

    private static func provePairs(_ topology: Topology, _ listings: Listings) throws {
        var stopwatch = Stopwatch()
        let hosts = try Self.read(topology, listings, &stopwatch)
        let matrix = Reach(topology, hosts: hosts).matrix()
        stopwatch.mark("pairs")
        print(stopwatch.text)
        for (sender, from) in matrix.hosts.enumerated() {
            for (receiver, to) in matrix.hosts.enumerated() where receiver != sender {
                if matrix.toAnyPort(from: sender, to: receiver) != .no { print("reaches \(from) \(to)") }
            }
        }
    }

    /// All texts first, so that disks are not what is measured.
    private static func read(
        _ topology: Topology,
        _ listings: Listings,
        _ stopwatch: inout Stopwatch
    ) throws -> [StaticHost] {
        let names = topology.hosts.filter(\.role.isOurs).map(\.name)
        let texts = try names.map { try listings.bytes(of: $0) }
        stopwatch.mark("load")
        let hosts = try zip(names, texts).map {
            StaticHost(name: $0, listing: try RulesetListing(json: $1), firewallUnit: nil)
        }
        stopwatch.mark("read")
        return hosts
    }
}

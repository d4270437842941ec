internal import Compiler
internal import Files
internal import Glibc
internal import Lab
internal import Nftables
internal import PacketSpace
internal import Topology
internal import Verification

/// Times the steps of a proof from inside the process, for `Benchmarks/prover`.
///
/// `list TOPOLOGY DIRECTORY` compiles a topology and writes what the kernel lists of each host's rules to
/// `DIRECTORY/HOST.json`. `host`, `hosts` and `read` work on such a directory. Each prints lines of a name and a number:
/// seconds, or a count.
@main
enum ProverBench {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count >= 3 else {
            print("usage: ProverBench list|host|hosts TOPOLOGY DIRECTORY [HOST]")
            exit(64)
        }
        let topology = try Self.topology(arguments[1])
        let listings = Listings(directory: arguments[2])
        switch arguments[0] {
        case "list": try Self.list(topology, listings)
        case "host": try Self.proveOne(topology, listings, arguments[3])
        case "hosts": try Self.proveAll(topology, listings)
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
            try listings.write(try scratch.listing(of: bundle[.ruleset].contents), of: bundle.host)
        }
        stopwatch.mark("list")
        print(stopwatch.text)
    }

    // MARK: - Proving

    /// One host as often as it takes to see how long it takes: each time from the text on, in a store of its own.
    private static func proveOne(_ topology: Topology, _ listings: Listings, _ name: String) throws {
        guard let host = HostName(name) else { exit(64) }
        let rounds = 200
        let json = try listings.bytes(of: host)
        var stopwatch = Stopwatch()
        var held = 0
        for _ in 0..<rounds {
            let found = StaticHost(name: host, listing: try RulesetListing(json: json), firewallUnit: nil)
            held = Self.held(StaticVerification(topology, hosts: [found]).claims())
        }
        stopwatch.mark("host", over: rounds)
        print(stopwatch.text)
        print("held \(held)")
    }

    private static func proveAll(_ topology: Topology, _ listings: Listings) throws {
        var stopwatch = Stopwatch()
        let names = topology.hosts.filter(\.role.isOurs).map(\.name)
        let texts = try names.map { try listings.bytes(of: $0) }
        stopwatch.mark("load")
        let hosts = try zip(names, texts).map {
            StaticHost(name: $0, listing: try RulesetListing(json: $1), firewallUnit: nil)
        }
        stopwatch.mark("read")
        let claims = StaticVerification(topology, hosts: hosts).claims()
        stopwatch.mark("prove")
        print(stopwatch.text)
        print("held \(Self.held(claims))")
    }

    private static func held(_ claims: [StaticClaim]) -> Int {
        claims.count { $0.outcome == .holds }
    }
}

import Addressing
import PeerProtocol
import Skywelld

@testable import Overlay

/// A peer finder with links to many neighbours.
struct FinderBench {
    var finder: PeerFinder
    private var nextAccepted: UInt64 = 1
    private var nextDialled: UInt64 = 2

    init(
        isPrivate: Bool = false,
        peersMax: Int = 40,
        listeningPort: UInt16? = 50333,
        seed: UInt64 = 1,
        configure: (inout Overlay.Configuration) -> Void = { _ in }
    ) {
        var configuration = Overlay.Configuration(
            nodeKey: Bench.sentry,
            isPrivate: isPrivate,
            peersMax: peersMax,
            listeningPort: listeningPort,
            userAgent: "picket"
        )
        configure(&configuration)
        self.finder = PeerFinder(
            configuration,
            limits: SlotCounts(peersMax: peersMax, wantsIncoming: !isPrivate, roundingDraw: 0),
            random: SplitMix64(seed: seed)
        )
        self.finder.start(now: .zero)
    }

    static func address(_ number: Int) -> IPv4Address {
        IPv4Address(rawValue: 0x0808_0000 + UInt32(number))
    }

    static func endpoint(_ number: Int, _ port: Port = 50333) -> Endpoint {
        Endpoint(self.address(number), port)
    }

    /// Keys are made once: deriving one takes as long as a test may.
    private static let keys = (0..<64).map { NodeKey(seed: Seed(passphrase: "finder \($0)")).publicKey }

    static func key(_ number: Int) -> NodePublicKey {
        self.keys[number]
    }

    mutating func accept(_ number: Int) -> ConnectionID {
        let id = ConnectionID(rawValue: self.nextAccepted)
        self.nextAccepted += 2
        self.finder.accepted(id, from: Endpoint(Self.address(number), 40_000))
        return id
    }

    mutating func link(_ number: Int, key: Int? = nil) -> (ConnectionID, PeerFinder.Activation) {
        let id = self.accept(number)
        return (id, self.finder.activate(id, Self.key(key ?? number)))
    }

    mutating func dial(_ endpoint: Endpoint) -> ConnectionID {
        let id = ConnectionID(rawValue: self.nextDialled)
        self.nextDialled += 2
        self.finder.dialled(id, endpoint)
        return id
    }

    /// Lets a neighbour tell of endpoints, given as numbers and hops.
    mutating func tell(_ id: ConnectionID, _ entries: [(Int, hops: Int)], now: Duration) {
        let announced = entries.map { Endpoints.Entry(Self.address($0.0), 50333, hops: UInt32($0.hops)) }
        _ = self.announced(by: id, announced, now: now)
    }

    /// Hands an announcement to the finder, and lets it put it where it belongs.
    mutating func announced(by id: ConnectionID, _ entries: [Endpoints.Entry], now: Duration) -> Endpoint? {
        defer { self.finder.weighHearsay() }
        return self.finder.announced(by: id, entries, now: now)
    }
}

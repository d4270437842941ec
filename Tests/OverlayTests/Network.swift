import Addressing
import Overlay
import PeerProtocol
import Skywelld
import Testing

/// Machines wired to each other in memory, in virtual time: bytes are split and delayed by chance, in order.
struct Network {
    struct Node {
        var machine: Overlay
        let endpoint: Endpoint
        let key: NodePublicKey
        var wake: Duration?
        var nextAccepted: UInt64 = 1
        /// The keys of the active links, by the machine's own notices.
        var links: [NodePublicKey] = []
    }

    /// One end of a connection.
    private struct End: Hashable {
        let node: Int
        let id: ConnectionID
    }

    private struct Delivery {
        let time: Duration
        /// Keeps the order of what happens at the same time.
        let number: Int
        let end: End
        let event: Event
    }

    /// From the sending of a byte to its arrival, in milliseconds.
    static let latency = 1...80

    private(set) var nodes: [Node] = []
    private(set) var now = Duration.zero
    private var random: SplitMix64
    private var deliveries: [Delivery] = []
    private var deliveryCount = 0
    /// The other end of each end that is open.
    private var opposite: [End: End] = [:]
    /// Ends whose bytes get lost without anybody being told.
    private var cutEnds: Set<End> = []
    /// When the last thing on its way to an end arrives.
    private var lastArrival: [End: Duration] = [:]

    init(seed: UInt64) {
        self.random = SplitMix64(seed: seed)
    }

    static func endpoint(_ index: Int) -> Endpoint {
        Endpoint(IPv4Address(rawValue: 0x0A00_0001 + UInt32(index)), 50333)
    }

    /// Adds a node that is to stay connected to others, given by their positions.
    mutating func add(isPrivate: Bool, fixedPeers: [Int]) {
        let index = self.nodes.count
        let key = NodeKey(seed: Seed(passphrase: "node \(index)"))
        let configuration = Overlay.Configuration(
            nodeKey: key,
            isPrivate: isPrivate,
            fixedPeers: fixedPeers.map(Self.endpoint),
            userAgent: "picket"
        )
        self.nodes.append(
            Node(
                machine: Overlay(configuration: configuration, seed: self.random.next()),
                endpoint: Self.endpoint(index),
                key: key.publicKey
            )
        )
    }

    mutating func start() {
        for index in self.nodes.indices { self.feed(.started, to: index) }
    }

    /// Lets time pass.
    mutating func advance(by duration: Duration) {
        let end = self.now + duration
        while true {
            let delivery = self.deliveries.indices.min {
                (self.deliveries[$0].time, self.deliveries[$0].number)
                    < (self.deliveries[$1].time, self.deliveries[$1].number)
            }
            let waking = self.nodes.indices.filter { self.nodes[$0].wake != nil }
                .min { self.nodes[$0].wake ?? end < self.nodes[$1].wake ?? end }
            let deliveryTime = delivery.map { self.deliveries[$0].time } ?? .seconds(1 << 40)
            let wakeTime = waking.flatMap { self.nodes[$0].wake } ?? .seconds(1 << 40)
            guard min(deliveryTime, wakeTime) <= end else { break }
            self.now = max(self.now, min(deliveryTime, wakeTime))
            if let delivery, deliveryTime <= wakeTime {
                let item = self.deliveries.remove(at: delivery)
                self.feed(item.event, to: item.end.node)
            } else if let waking {
                self.nodes[waking].wake = nil
                self.feed(.timeReached, to: waking)
            }
        }
        self.now = end
    }

    /// Cuts a connection chosen by chance: both ends are told, or one end, or none.
    mutating func cutSomething() {
        let ends = self.opposite.keys.sorted { ($0.node, $0.id) < ($1.node, $1.id) }
        guard let end = ends.randomElement(using: &self.random), let other = self.opposite[end] else { return }
        self.cutEnds.formUnion([end, other])
        self.deliveries.removeAll { $0.end == end || $0.end == other }
        for told in [end, other].prefix(Int.random(in: 0...2, using: &self.random)) {
            self.opposite[told] = nil
            self.deliver(.connectionClosed(told.id, .reset), to: told)
        }
    }

    private mutating func feed(_ event: Event, to index: Int) {
        let moment = Moment(elapsed: self.now, networkTime: 700_000_000 + UInt64(self.now.components.seconds))
        for action in self.nodes[index].machine.handle(event, now: moment) {
            switch action {
            case .dial(let id, let endpoint): self.connect(End(node: index, id: id), to: endpoint)
            case .send(let id, let bytes): self.send(bytes, from: End(node: index, id: id))
            case .close(let id, _): self.close(End(node: index, id: id))
            case .wake(let at): self.nodes[index].wake = at
            case .testConnect(let id, let endpoint):
                let isReachable = self.nodes.contains { $0.endpoint == endpoint }
                self.deliver(.connectTestFinished(id, isReachable: isReachable), to: End(node: index, id: id))
            case .saveBootcache: break
            case .log(let notice): self.note(notice, at: index)
            }
        }
    }

    private mutating func note(_ notice: Notice, at index: Int) {
        switch notice {
        case .peerActive(let key, _, _, _, _):
            #expect(!self.nodes[index].links.contains(key), "a key has two links")
            self.nodes[index].links.append(key)
        case .peerClosed(let key, _, _, _), .peerLost(let key, _, _, _):
            self.nodes[index].links.removeAll { $0 == key }
        default:
            break
        }
    }

    private mutating func connect(_ dialler: End, to endpoint: Endpoint) {
        guard let index = self.nodes.firstIndex(where: { $0.endpoint == endpoint }) else {
            self.deliver(.connectionClosed(dialler.id, .refused), to: dialler)
            return
        }
        let acceptor = End(node: index, id: ConnectionID(rawValue: self.nodes[index].nextAccepted))
        self.nodes[index].nextAccepted += 2
        self.opposite[dialler] = acceptor
        self.opposite[acceptor] = dialler
        let remote = Endpoint(self.nodes[dialler.node].endpoint.address, 40000)
        self.deliver(.connectionAccepted(acceptor.id, remote: remote), to: acceptor)
        let finished = (0..<24).map { _ in UInt8.random(in: 0...255, using: &self.random) }
        let session = SessionValue(localFinished: Array(finished[..<12]), peerFinished: Array(finished[12...]))
        self.deliver(.connectionSecured(acceptor.id, session: session), to: acceptor)
        self.deliver(.connectionSecured(dialler.id, session: session), to: dialler)
    }

    private mutating func send(_ bytes: [UInt8], from end: End) {
        guard let other = self.opposite[end], !self.cutEnds.contains(end) else { return }
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...200, using: &self.random))
            rest = rest.dropFirst(piece.count)
            self.deliver(.bytesReceived(other.id, Array(piece)), to: other)
        }
        self.deliver(.queueDrained(end.id), to: end)
    }

    private mutating func close(_ end: End) {
        if let other = self.opposite.removeValue(forKey: end), !self.cutEnds.contains(end) {
            self.opposite[other] = nil
            self.deliver(.connectionClosed(other.id, .closedByPeer), to: other)
        }
        self.deliver(.connectionClosed(end.id, .closedByUs), to: end)
    }

    private mutating func deliver(_ event: Event, to end: End) {
        let delay = Duration.milliseconds(Int.random(in: Self.latency, using: &self.random))
        let time = max(self.now + delay, self.lastArrival[end] ?? .zero)
        self.lastArrival[end] = time
        self.deliveryCount += 1
        self.deliveries.append(Delivery(time: time, number: self.deliveryCount, end: end, event: event))
    }
}

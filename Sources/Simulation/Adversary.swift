import Addressing
import Overlay
import PeerProtocol
import Skywelld

/// Somebody who means harm: like a machine it takes events and returns actions, but it keeps no rule.
///
/// Its handshakes are real, and so are its signatures, as far as it has the keys.
package struct Adversary: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// Takes as many slots as it gets, from many addresses with many keys.
        case grabber
        /// Opens connections with one key all the time.
        case twin
        /// Announces addresses where nobody listens, and those that it guesses to be hidden; redirects to them.
        case liar
        /// Sends votes of trusted validators with bad signatures, and votes of its own.
        case forger
        /// Opens connections and says nothing: some before the handshake, some after.
        case mute
        /// Asks everybody for their peers, again and again.
        case crawler
    }

    private struct Contact: Sendable {
        let key: NodeKey
        let isInbound: Bool
        /// Whether it says nothing at all.
        let isSilent: Bool
        var isLinked = false
        var decoder = FrameDecoder(wanted: [.ping])
    }

    /// Between two strokes.
    private static let interval = Duration.seconds(1)

    private let kind: Kind
    private let doors: [Endpoint]
    private let lies: [IPv4Address]
    private let trusted: [NodePublicKey]
    private let base: IPv4Address
    private let port: Port
    private var random: SplitMix64
    private var contacts: [ConnectionID: Contact] = [:]
    private var order: [ConnectionID] = []
    private var nextDial: UInt64 = 2
    private var strokes = 0
    private let ownKey: NodeKey

    init(_ kind: Kind, _ cast: Cast, seed: UInt64) {
        self.kind = kind
        self.random = SplitMix64(seed: seed)
        let actor = cast.actors.first { $0.kind == .adversary(kind) }
        self.base = actor?.publicAddress ?? IPv4Address(rawValue: 0x0C00_0001)
        self.port = actor?.port ?? 50333
        let others = cast.actors.filter { $0.kind == .stranger }.compactMap { stranger in
            stranger.publicAddress.map { Endpoint($0, stranger.port) }
        }
        self.doors = cast.publicDoors + others.prefix(8)
        self.lies = cast.secrets.flatMap(\.addresses) + (0..<40).map { IPv4Address(rawValue: 0x0D00_0001 + $0) }
        self.trusted = cast.trusted.sorted()
        self.ownKey = NodeKey(seed: Seed(passphrase: "adversary \(kind.rawValue) \(seed)"))
    }

    /// From which of its addresses a connection comes.
    func source(of id: ConnectionID) -> IPv4Address {
        IPv4Address(rawValue: self.base.rawValue + UInt32(id.rawValue / 2 % UInt64(Cast.adversaryAddresses)))
    }

    /// How many connections it wants at a time.
    private var appetite: Int {
        switch self.kind {
        case .grabber: 48
        case .twin: 8
        case .liar, .forger: max(4, self.doors.count)
        case .mute: 64
        case .crawler: self.doors.count
        }
    }

    mutating func handle(_ event: Event, now: Moment) -> [Action] {
        switch event {
        case .started: return [.wake(at: now.elapsed)]
        case .timeReached: return self.strike(now: now)
        case .connectionAccepted(let id, _):
            self.contacts[id] = Contact(key: self.ownKey, isInbound: true, isSilent: self.kind == .mute)
            return []
        case .connectionSecured(let id, let session): return self.greet(id, session, now: now)
        case .bytesReceived(let id, let bytes): return self.read(bytes, on: id)
        case .connectionClosed(let id, _):
            self.contacts[id] = nil
            self.order.removeAll { $0 == id }
            return []
        case .connectionOpened, .queueDrained, .connectTestFinished, .connectRequested, .validatorListed: return []
        }
    }

    // MARK: - Strokes

    private mutating func strike(now: Moment) -> [Action] {
        self.strokes += 1
        var actions: [Action] = [.wake(at: now.elapsed + Self.interval)]
        for index in 0..<max(0, min(self.appetite - self.order.count, 16)) where !self.doors.isEmpty {
            let door = self.doors[(self.strokes * 16 + index) % self.doors.count]
            let id = ConnectionID(rawValue: self.nextDial)
            self.nextDial += 2
            let key =
                self.kind == .grabber ? NodeKey(seed: Seed(passphrase: "grabber \(self.random.next())")) : self.ownKey
            let isSilent = self.kind == .mute && Bool.random(using: &self.random)
            self.contacts[id] = Contact(key: key, isInbound: false, isSilent: isSilent)
            self.order.append(id)
            actions.append(.dial(id, door))
        }
        for id in self.order where self.contacts[id]?.isLinked ?? false { actions += self.harass(id, now: now) }
        return actions
    }

    private mutating func harass(_ id: ConnectionID, now: Moment) -> [Action] {
        switch self.kind {
        case .grabber, .twin, .mute, .crawler: return []
        case .liar:
            guard self.strokes.isMultiple(of: 5) else { return [] }
            let entries = (0..<11).compactMap { _ in
                self.lies.randomElement(using: &self.random).map { address in
                    Endpoints.Entry(address, self.port, hops: UInt32.random(in: 0...3, using: &self.random))
                }
            }
            return [.send(id, Message.endpoints(Endpoints([.own(self.port)] + entries)).frame.bytes)]
        case .forger:
            return self.forgeries(now: now).map { .send(id, $0.frame.bytes) }
        }
    }

    /// In the name of a trusted validator without its key, and in its own name with a good signature.
    private mutating func forgeries(now: Moment) -> [Message] {
        let time = UInt32(truncatingIfNeeded: now.networkTime)
        let statement = ValidationStatement(
            ledgerSequence: UInt32.random(in: 0..<1_000_000, using: &self.random),
            signingTime: time,
            ledgerHash: Hash256(sha512HalfOf: Array("\(self.random.next())".utf8))
        )
        let position = ProposalPosition(
            sequence: UInt32.random(in: 0..<1_000_000, using: &self.random),
            closeTime: time,
            previousLedger: .zero,
            transactionSet: .zero
        )
        let signature = self.ownKey.sign(digest: position.signingDigest().bytes)
        let names = [self.trusted.randomElement(using: &self.random), self.ownKey.publicKey].compactMap { $0 }
        return names.flatMap { name -> [Message] in
            let validation = statement.signed(publicKey: name.bytes) { self.ownKey.sign(digest: $0) }
            return [
                .validation(validation.message),
                .proposal(Proposal(position, publicKey: name.bytes, signature: signature)),
            ]
        }
    }

    // MARK: - Conversations

    private mutating func greet(_ id: ConnectionID, _ session: SessionValue?, now: Moment) -> [Action] {
        guard let contact = self.contacts[id], let session, !contact.isInbound, !contact.isSilent else { return [] }
        if self.kind == .crawler {
            return [.send(id, Array("GET /crawl HTTP/1.1\r\nHost: node\r\n\r\n".utf8))]
        }
        let fields = HandshakeFields(
            software: "skywelld-0.29.60",
            crawl: .public,
            publicKey: contact.key.publicKey.base58,
            signature: contact.key.sign(digest: session.bytes),
            networkTime: now.networkTime
        )
        return [.send(id, HandshakeRequest(fields).bytes)]
    }

    private mutating func read(_ bytes: [UInt8], on id: ConnectionID) -> [Action] {
        guard var contact = self.contacts[id] else { return [] }
        guard !contact.isInbound else {
            guard self.kind == .liar else { return [] }
            let others = self.lies.map { Endpoint($0, self.port) }
            return [.send(id, HTTPAnswer.redirect(self.base, to: others)), .close(id, .slotsFull)]
        }
        guard contact.isLinked else {
            contact.isLinked = bytes.starts(with: Array("HTTP/1.1 101".utf8))
            self.contacts[id] = contact
            return contact.isLinked ? [] : [.close(id, .redirected)]
        }
        guard self.kind != .mute else { return [] }
        var rest = bytes[...]
        var actions: [Action] = []
        while !rest.isEmpty, let element = try? contact.decoder.read(&rest) {
            guard case .frame(let frame) = element, case .ping(let ping)? = try? Message(frame), ping.kind == .ping
            else {
                continue
            }
            actions.append(.send(id, ping.pong.frame.bytes))
        }
        self.contacts[id] = contact
        return actions
    }
}

import Addressing
import PeerProtocol
import TestSupport

/// Makes up messages of every type, with every optional field there and not there.
enum MessageGenerator {
    static func message(of type: MessageType, using random: inout Dice) -> Message? {
        switch type {
        case .hello, .proofOfWork: nil
        case .ping: .ping(Ping(random.element([Ping.Kind.ping, .pong]), sequence: random.number()))
        case .cluster: .cluster(Self.cluster(using: &random))
        case .getPeers: .getPeers(GetPeers())
        case .peers: .peers(Peers((0..<random.element(0...5)).map { _ in Self.endpoint(using: &random) }))
        case .endpoints: .endpoints(Self.endpoints(using: &random))
        case .transaction: .transaction(Self.transaction(using: &random))
        case .getLedger: .getLedger(Self.getLedger(using: &random))
        case .ledgerData: .ledgerData(Self.ledgerData(using: &random))
        case .proposeLedger: .proposal(Self.proposal(using: &random))
        case .statusChange: .statusChange(Self.statusChange(using: &random))
        case .haveSet: .haveSet(HaveSet(random.element(HaveSet.Status.allCases), Self.hash(using: &random)))
        case .validation:
            .validation(Validation(object: random.bytes(random.element(50...300)), hops: random.maybe { $0.number() }))
        case .getObjects: .getObjects(Self.getObjects(using: &random))
        }
    }

    private static func hash(using random: inout Dice) -> Hash256 {
        Hash256(random.bytes(32)) ?? .zero
    }

    private static func text(using random: inout Dice) -> String {
        String((0..<random.element(0...20)).map { _ in random.element("abz019 \u{e9}\u{4e2d}\"\n\0") })
    }

    private static func endpoint(using random: inout Dice) -> Endpoint {
        Endpoint(
            IPv4Address(rawValue: random.number()),
            Port(rawValue: UInt16.random(in: 1...65_535, using: &random)) ?? 1
        )
    }

    private static func cluster(using random: inout Dice) -> Cluster {
        Cluster(
            nodes: (0..<random.element(0...4)).map { _ in
                Cluster.Node(
                    publicKey: Self.text(using: &random),
                    reportTime: random.number(),
                    load: random.number(),
                    name: random.maybe { Self.text(using: &$0) }
                )
            },
            loadSources: (0..<random.element(0...4)).map { _ in
                Cluster.LoadSource(
                    name: Self.text(using: &random),
                    cost: random.number(),
                    count: random.maybe { $0.number() }
                )
            }
        )
    }

    private static func endpoints(using random: inout Dice) -> Endpoints {
        Endpoints(
            (0..<random.element(0...12)).map { _ in
                let endpoint = Self.endpoint(using: &random)
                return Endpoints.Entry(endpoint.address, endpoint.port, hops: random.element(0...Endpoints.maximumHops))
            },
            senderTakes: random.element([.ownEntry, .everything])
        )
    }

    private static func transaction(using random: inout Dice) -> Transaction {
        Transaction(
            random.bytes(random.element(1...300)),
            status: random.element(Transaction.Status.allCases),
            receiveTimestamp: random.maybe { $0.next() },
            isDeferred: random.maybe { Bool.random(using: &$0) }
        )
    }

    private static func getLedger(using random: inout Dice) -> GetLedger {
        GetLedger(
            random.element(LedgerItem.allCases),
            ledgerKind: random.maybe { $0.element(GetLedger.LedgerKind.allCases) },
            ledgerHash: random.maybe { Self.hash(using: &$0) },
            ledgerSequence: random.maybe { $0.number() },
            nodeIDs: (0..<random.element(0...5)).map { _ in random.bytes(random.element(0...33)) },
            requestCookie: random.maybe { $0.next() },
            isIndirect: Bool.random(using: &random),
            queryDepth: random.maybe { $0.number() }
        )
    }

    private static func ledgerData(using random: inout Dice) -> LedgerData {
        LedgerData(
            random.element(LedgerItem.allCases),
            ledgerHash: Self.hash(using: &random),
            ledgerSequence: random.number(),
            nodes: (0..<random.element(0...5)).map { _ in
                LedgerData.Node(
                    data: random.bytes(random.element(0...300)),
                    id: random.maybe { $0.bytes($0.element(0...33)) }
                )
            },
            requestCookie: random.maybe { $0.number() },
            failure: random.maybe { $0.element(LedgerData.Failure.allCases) }
        )
    }

    private static func proposal(using random: inout Dice) -> Proposal {
        Proposal(
            ProposalPosition(
                sequence: random.number(),
                closeTime: random.number(),
                previousLedger: random.maybe { Self.hash(using: &$0) },
                transactionSet: Self.hash(using: &random)
            ),
            publicKey: random.bytes(Proposal.publicKeyLength),
            signature: random.bytes(random.element(Proposal.signatureLength)),
            hops: random.maybe { $0.number() }
        )
    }

    private static func statusChange(using random: inout Dice) -> StatusChange {
        StatusChange(
            status: random.maybe { $0.element(StatusChange.Status.allCases) },
            event: random.maybe { $0.element(StatusChange.Event.allCases) },
            ledgerSequence: random.maybe { $0.number() },
            ledgerHash: random.maybe { Self.hash(using: &$0) },
            previousLedgerHash: random.maybe { Self.hash(using: &$0) },
            networkTime: random.maybe { $0.next() },
            servable: random.maybe { random in
                let first = max(random.number(), 1)
                return first...max(first, random.number())
            }
        )
    }

    private static func getObjects(using random: inout Dice) -> GetObjects {
        GetObjects(
            random.element(GetObjects.Kind.allCases),
            isQuery: Bool.random(using: &random),
            sequence: random.maybe { $0.number() },
            ledgerHash: random.maybe { Self.hash(using: &$0) },
            isFat: random.maybe { Bool.random(using: &$0) },
            objects: (0..<random.element(0...5)).map { _ in
                GetObjects.Object(
                    hash: random.maybe { Self.hash(using: &$0) },
                    nodeID: random.maybe { $0.bytes($0.element(0...33)) },
                    index: random.maybe { $0.bytes($0.element(0...33)) },
                    data: random.maybe { $0.bytes($0.element(0...300)) },
                    ledgerSequence: random.maybe { $0.number() }
                )
            }
        )
    }
}

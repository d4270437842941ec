internal import Addressing
internal import Glibc
internal import PeerProtocol
internal import Skywelld
internal import TLS

/// One connection that sends validations, and others that have to get every one of them.
struct RelayLoad {
    /// How many validations are under way: few enough for the queue of any link, and enough to keep a server busy.
    private static let window = 32
    /// As many as `serve` is told to listen to.
    private static let validators = 16

    let port: Port
    /// The server's.
    let process: Int
    let sinks: Int
    let messages: Int

    func run(asPeers: Bool) throws {
        let context = try TLSContext.client()
        let source = try BenchPeer(context, port: self.port)
        if asPeers { try source.upgrade(BenchNode.key("source")) }
        let sinks = try (0..<self.sinks).map { number in
            let sink = try BenchPeer(context, port: self.port)
            if asPeers { try sink.upgrade(BenchNode.key("sink \(number)")) }
            return sink
        }
        let frames = Self.validations(self.messages)
        let (used, clock) = (ProcessorTime.of(process: self.process), ContinuousClock.now)
        for start in stride(from: 0, to: self.messages, by: Self.window) {
            let part = frames[start..<min(start + Self.window, self.messages)]
            for frame in part { try source.send(frame) }
            for sink in sinks { try sink.expectValidations(part.count) }
        }
        let seconds = (ContinuousClock.now - clock) / .seconds(1) / Double(self.messages)
        print((ProcessorTime.of(process: self.process) - used) / Double(self.messages), seconds)
    }

    /// Each another one, and all as old as they may be to be sent on.
    private static func validations(_ count: Int) -> [[UInt8]] {
        let keys = (0..<Self.validators).map { BenchNode.key("validator \($0)") }
        let now = UInt32(NetworkTime.fromUnix(UInt64(time(nil))) ?? 0)
        return (0..<count).map { number in
            let key = keys[number % keys.count]
            let ledger = UInt32(number / keys.count)
            let hash = Hash256(sha512HalfOf: Array("ledger \(ledger)".utf8))
            let statement = ValidationStatement(ledgerSequence: ledger, signingTime: now, ledgerHash: hash)
            let validation = statement.signed(publicKey: key.publicKey.bytes) { key.sign(digest: $0) }
            return Message.validation(validation.message).frame.bytes
        }
    }
}

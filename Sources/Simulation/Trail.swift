import Addressing
import Overlay

/// What happened, as a number that stands for all of it, and, if wanted, as lines to read.
struct Trail: Sendable {
    enum What: Sendable {
        case started(Int)
        case fault(Fault, isBeginning: Bool)
        case dialled(Int, Endpoint)
        case notice(Int, Notice)
    }

    struct Entry: Sendable {
        let time: Duration
        let what: What
    }

    private(set) var digest: UInt64 = 0
    private(set) var entries: [Entry] = []
    private let keepsEntries: Bool

    init(keepsEntries: Bool) {
        self.keepsEntries = keepsEntries
    }

    /// The trail of a whole world from those of its parts.
    ///
    /// - Parameter end: No entry is later; some parts may have gone on a little longer than others.
    init(joining parts: [Trail], until end: Duration?) {
        self.keepsEntries = false
        self.digest = parts.reduce(0) { Fingerprint.mix($0, $1.digest) }
        // Sorting keeps the order of what is equal.
        self.entries = parts.flatMap(\.entries).filter { entry in end.map { entry.time <= $0 } ?? true }
            .sorted { $0.time < $1.time }
    }

    /// Something worth a line.
    mutating func note(_ what: What, at time: Duration) {
        guard self.keepsEntries else { return }
        self.entries.append(Entry(time: time, what: what))
    }

    mutating func note(_ notice: Notice, of actor: Int, at time: Duration) {
        guard self.keepsEntries else { return }
        self.entries.append(Entry(time: time, what: .notice(actor, notice)))
    }

    /// Something came to an actor: changes the digest.
    mutating func mix(_ event: Event, _ actor: Int, at time: Duration) {
        let content: UInt64 =
            switch event {
            case .connectionClosed(let id, _): id.rawValue << 2 | 1
            case .connectionSecured(let id, _): id.rawValue << 2 | 2
            default: 3
            }
        self.mix(content, actor, at: time)
    }

    /// Bytes came to an actor.
    mutating func mix(_ id: ConnectionID, _ fingerprint: UInt64, _ actor: Int, at time: Duration) {
        self.mix(Fingerprint.mix(id.rawValue, fingerprint), actor, at: time)
    }

    private mutating func mix(_ content: UInt64, _ actor: Int, at time: Duration) {
        let attoseconds = time.attoseconds
        let when = UInt64(truncatingIfNeeded: attoseconds) ^ UInt64(truncatingIfNeeded: attoseconds >> 64)
        self.digest = Fingerprint.mix(Fingerprint.mix(self.digest, when), Fingerprint.mix(UInt64(actor), content))
    }
}

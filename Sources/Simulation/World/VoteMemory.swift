import Overlay
import PeerProtocol
internal import Synchronization

/// The last votes that machines of a shore have read, as nothing but their bytes decides what is in them.
final class VoteMemory: Sendable {
    private struct Entry {
        var fingerprint: UInt64 = 0
        var frame: [UInt8] = []
        var content: VoteContent?
    }

    /// A power of two.
    private static let capacity = 256

    private let entries = Mutex(Array(repeating: Entry(), count: VoteMemory.capacity))

    /// All machines of a world have the same limits.
    @Sendable
    func read(_ type: MessageType, _ frame: [UInt8], _ limits: FrameLimits) -> VoteContent? {
        let fingerprint = Fingerprint.of(frame)
        let place = Int(truncatingIfNeeded: fingerprint >> 32) & (Self.capacity - 1)
        let known = self.entries.withLock { entries in
            entries[place].fingerprint == fingerprint && entries[place].frame == frame ? entries[place].content : nil
        }
        if let known { return known }
        guard let content = VoteContent(type, frame, limits: limits)?.complete else { return nil }
        self.entries.withLock { $0[place] = Entry(fingerprint: fingerprint, frame: frame, content: content) }
        return content
    }
}

import PeerProtocol
import TestSupport
import Testing

@Suite("SessionValue")
struct SessionValueTests {
    private struct Entry: Decodable {
        let note: String
        let localFinished: String
        let peerFinished: String
        let sharedValue: String?
    }

    @Test("is what the vectors say, the same at both ends, and missing where it must be")
    func vectors() throws {
        let entries = try VectorFile.entries(Entry.self, of: "shared_value")
        #expect(entries.contains { $0.sharedValue == nil } && entries.contains { $0.sharedValue != nil })
        for entry in entries {
            let (local, peer) = (bytes(entry.localFinished), bytes(entry.peerFinished))
            let expected = entry.sharedValue.map(bytes)
            #expect(SessionValue(localFinished: local, peerFinished: peer)?.bytes == expected, "\(entry.note)")
            #expect(SessionValue(localFinished: peer, peerFinished: local)?.bytes == expected, "\(entry.note)")
        }
    }

    @Test("does not exist if both messages are the same")
    func equal() {
        let finished = [UInt8](repeating: 1, count: 12)
        #expect(SessionValue(localFinished: finished, peerFinished: finished) == nil)
    }

    @Test("has 32 bytes")
    func length() {
        #expect(SessionValue(bytes: [UInt8](repeating: 0, count: 32)) != nil)
        #expect(SessionValue(bytes: [UInt8](repeating: 0, count: 31)) == nil)
        #expect(SessionValue(bytes: []) == nil)
    }
}

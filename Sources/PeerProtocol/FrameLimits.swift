/// How much of a frame is read: lengths in bytes, and how many fields a message may have.
package struct FrameLimits: Equatable, Sendable {
    /// The length of a payload of any type, and of unknown ones. Source: skywelld reference §4.1.
    package var any = 64 * 1024 * 1024
    /// The lengths of payloads that are small by nature.
    package var byType: [MessageType: Int] = [
        .hello: 4 * 1024,
        .ping: 1024,
        .proofOfWork: 4 * 1024,
        .cluster: 1024 * 1024,
        .getPeers: 1024,
        .peers: 64 * 1024,
        .endpoints: 64 * 1024,
        .transaction: 1024 * 1024,
        .getLedger: 1024 * 1024,
        .proposeLedger: 64 * 1024,
        .statusChange: 4 * 1024,
        .haveSet: 1024,
        .validation: 64 * 1024,
    ]
    /// The longest payload that is held only to see whether it is a message at all; what is longer is passed over unread.
    package var checkedLength = 64 * 1024
    /// How many fields a message has at most, where one of them repeats; unknown fields count too.
    package var fieldsByType: [MessageType: Int] = [
        .cluster: 4096,
        .peers: 1024,
        .endpoints: 256,
        .getLedger: 8192,
        .ledgerData: 16_384,
        .getObjects: 16_384,
    ]
    /// The same of all other messages.
    package var fields = 64
    /// Of a key, name or address that is text.
    package var textLength = 128
    /// Of what names a node of a tree, or its place there: a hash and a depth take 33 bytes.
    package var nodeIDLength = 64
    /// Of a serialized validation.
    package var validationLength = 16 * 1024

    package init() {}

    /// The longest payload of a type; `nil` stands for unknown types.
    package func maximumLength(of type: MessageType?) -> Int {
        min(self.any, type.flatMap { self.byType[$0] } ?? self.any)
    }

    /// How many fields a message of a type may have.
    package func maximumFieldCount(of type: MessageType) -> Int {
        self.fieldsByType[type] ?? self.fields
    }

    /// Refuses text that is longer than any that the protocol has a use for.
    func requireShort(_ text: String) throws(MessageError) {
        guard text.utf8.count <= self.textLength else { throw .wrongLength }
    }
}

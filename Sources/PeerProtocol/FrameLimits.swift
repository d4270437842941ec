/// How long the payload of a frame may be, in bytes.
package struct FrameLimits: Equatable, Sendable {
    /// Of any type, and of unknown ones. Source: skywelld reference §4.1.
    package var any = 64 * 1024 * 1024
    /// Of types that are small by nature.
    package var byType: [MessageType: Int] = [
        .hello: 4 * 1024,
        .ping: 1024,
        .proofOfWork: 4 * 1024,
        .cluster: 1024 * 1024,
        .getPeers: 1024,
        .peers: 64 * 1024,
        .endpoints: 64 * 1024,
        .proposeLedger: 64 * 1024,
        .statusChange: 4 * 1024,
        .haveSet: 1024,
        .validation: 64 * 1024,
    ]

    package init() {}

    /// The limit of a type; `nil` stands for unknown types.
    package func maximumLength(of type: MessageType?) -> Int {
        min(self.any, type.flatMap { self.byType[$0] } ?? self.any)
    }
}

/// Where a peer stands in the ledgers, compared with the votes that we have seen.
///
/// Source: skywelld reference §5.5.
package enum Sanity: String, Equatable, Sendable {
    case unknown, sane, insane

    /// Closer than this is sane. Source: skywelld reference §5.5.
    static let saneBelow = 24
    /// Farther than this is insane. Source: skywelld reference §5.5.
    static let insaneAbove = 128

    /// What a number that a peer says of itself makes of it; in between it stays what it was.
    mutating func note(_ sequence: UInt32, ours: UInt32) {
        let distance = abs(Int(sequence) - Int(ours))
        if distance < Self.saneBelow { self = .sane }
        if distance > Self.insaneAbove { self = .insane }
    }
}

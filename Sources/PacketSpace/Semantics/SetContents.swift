internal import Nftables

/// What a set or a map holds, or may hold, when a packet comes.
struct SetContents {
    let elements: [SetElement]
    /// Rules or time may have changed it since it was listed: it may hold elements that are not listed.
    let mayHoldMore: Bool
    /// Elements without a time-out may be gone as well.
    let mayHoldLess: Bool

    /// It has an element for whatever the others do not match.
    var hasCatchAll: Bool { self.elements.contains { $0.key == .everythingElse } }
}

internal import Addressing

/// A network that imported hosts share.
struct SegmentDraft {
    /// At most 15 bytes.
    let name: String
    let isPublic: Bool
    /// None overlaps another; sorted.
    let prefixes: [IPv4Prefix]
}

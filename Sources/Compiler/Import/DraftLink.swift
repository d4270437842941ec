internal import Addressing

/// A connection that a configuration asks for, between hosts by their index.
struct DraftLink: Hashable {
    let dialler: Int
    let listener: Int
    let endpoint: Endpoint
}

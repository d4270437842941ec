package import Addressing

/// A value in a listed rule or set.
///
/// Numbers and addresses are told apart; names (`tcp`, `established`, `eth0`) are left to whoever knows the type.
package enum Constant: Hashable, Sendable {
    case number(ClosedRange<UInt64>)
    case ipv4(ClosedRange<IPv4Address>)
    case ipv6(ClosedRange<IPv6Address>)
    case boolean(Bool)
    case symbol(String)
    /// Two names with all between them.
    case symbols(String, String)
    /// The first bits of a number, whose width only its type knows.
    case numberPrefix(UInt64, length: Int)
    /// Several bits together: `syn | ack`, or any of a list.
    case flags([Constant])
    /// One value for each part of a concatenation.
    indirect case concatenation([Constant])
    /// `*`: what no other element matches.
    case everythingElse
    /// `@name`.
    case namedSet(String)
    case anonymousSet([SetElement])
    /// Something that this reader does not know, by its name.
    case unknown(String)
}

/// One element of a set or a map.
package struct SetElement: Hashable, Sendable {
    package var key: Constant
    /// What a map gives for the key.
    package var value: MapValue?
    /// It may be gone when a packet comes, or not match it: it has a time-out, a limit or something else of its own.
    package var mayExpire: Bool
    /// In seconds, from when it was added or updated last; `nil` if it has the set's.
    package var timeout: Int?
    /// It counts connections, and matches when more of them are open than this; `nil` if it does not.
    package var ceiling: Int?
    /// The listing has more about it than its key and value: a time-out, a comment, a counter, …
    package var hasMore: Bool
    /// Some of that decides something, and is none of the above, such as a limit.
    var isUnread = false

    package init(
        _ key: Constant,
        value: MapValue? = nil,
        mayExpire: Bool = false,
        timeout: Int? = nil,
        ceiling: Int? = nil,
        hasMore: Bool = false
    ) {
        self.key = key
        self.value = value
        self.mayExpire = mayExpire || timeout != nil
        self.timeout = timeout
        self.ceiling = ceiling
        self.hasMore = hasMore || self.mayExpire
    }
}

/// What a map gives for a key.
package indirect enum MapValue: Hashable, Sendable {
    case verdict(ListedVerdict)
    case constant(Constant)
}

/// One TCP connection of this node.
///
/// Numbered by whoever opened it first: the machine gives even numbers to its dials, the shell odd ones to what it
/// accepts.
package struct ConnectionID: Hashable, Comparable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.rawValue < rhs.rawValue
    }
}

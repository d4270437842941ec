/// A listing holds something of which only a part was kept, so that it cannot be printed again.
package struct UnprintableListing: Error, Hashable, CustomStringConvertible {
    /// What it is, in words close to those of nft.
    package let what: String

    package var description: String { "not kept in full: \(self.what)" }
}

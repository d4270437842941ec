/// A host's whole ruleset as the kernel holds it: what `nft -j list ruleset` prints.
package struct RulesetListing: Hashable, Sendable {
    /// Reads libnftables JSON.
    ///
    /// - Parameter json: UTF-8.
    package init(json: some Sequence<UInt8>) throws(ListingError) {
        throw ListingError(offset: 0, message: "the reader is not there yet")
    }
}

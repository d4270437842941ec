internal import Nftables
internal import PacketSpace

/// One side of a comparison of two rulesets.
struct DiffSide {
    let listing: RulesetListing
    /// `nil` where nothing but the listing is known.
    private let file: RulesetFile?

    init(_ listing: RulesetListing, _ file: RulesetFile?) {
        self.listing = listing
        self.file = file
    }

    /// Where its rules were written; read when somebody asks, since most rulesets are alike.
    var lines: RuleLines? {
        guard let file, file.format == .nft else { return nil }
        return RuleLines(file: file.name, text: file.text, listing: self.listing)
    }
}

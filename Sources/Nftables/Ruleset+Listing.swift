extension Ruleset {
    /// What the kernel lists after loading the text where there was nothing: the text can be judged without a kernel.
    ///
    /// `nil` where a rule is somebody else's own text, and where nothing is certain: names that nft may take for words of
    /// its own, sets that are not there or of another type, values out of bounds. Then only the kernel can tell.
    ///
    /// That it tells the truth is tested with the kernel for everything that Picket writes; only the order of a set's
    /// elements is its own (``RulesetListing/isSame(as:)``).
    package var listing: RulesetListing? {
        ListingPrediction(self)?.listing
    }
}

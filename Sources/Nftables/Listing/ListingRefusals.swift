/// What was found inside of rules and sets that no listing has, wherever a reader is when it finds it.
final class ListingRefusals {
    /// The place of the first one in the text, and what is wrong with it.
    private(set) var first: (place: Int, message: String)?

    func note(_ place: Int, _ message: String) {
        self.first = self.first ?? (place, message)
    }
}

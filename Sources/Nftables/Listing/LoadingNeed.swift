/// What a text takes from the machine on which it is loaded. Elsewhere it may be refused, or be other rules.
package enum LoadingNeed: Hashable, Sendable {
    /// That this interface is there.
    case interface(String)
    /// That a name is known, or a file is there: what nft says of a machine with an empty `/etc`, and the line of the text.
    case name(String, line: Int?)
    /// That it was not loaded before: what nft says when it is, and the line of the text.
    case absence(String, line: Int?)
}

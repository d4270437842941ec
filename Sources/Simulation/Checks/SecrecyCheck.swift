import Skywelld

/// Looks for protected addresses and keys in what strangers receive.
///
/// What our own hosts send is enough: a stranger cannot pass on what no stranger ever got.
struct SecrecyCheck: Sendable {
    private var search = GiveawaySearch<String>()

    init(_ secrets: [ProtectedHost]) {
        for secret in secrets {
            for address in secret.addresses {
                self.search.add(Giveaway.forms(of: address), "the address of \(secret.name)")
            }
            self.search.add(Giveaway.forms(of: secret.key), "the node key of \(secret.name)")
        }
    }

    /// What is given away, as a part of a sentence; `nil` if nothing is.
    ///
    /// - Parameter isVote: Then the short forms are not looked for: a vote's bytes are its author's own.
    func find(in bytes: [UInt8], isVote: Bool) -> String? {
        self.search.first(in: bytes, carriesAddresses: !isVote)
    }
}

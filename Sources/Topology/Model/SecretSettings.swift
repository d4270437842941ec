package import Diagnostics

/// Where a secret comes from; never the secret itself.
package enum SecretReference: Hashable, Sendable {
    /// The first line of a file; a relative path counts from the topology's folder.
    case file(String, SourceSpan)
    /// An environment variable.
    case environment(String, SourceSpan)
}

/// What `secrets` says of one host; what is `nil` lies in the key store.
package struct SecretSettings: Hashable, Sendable {
    /// The default key store's folder, counted from the topology's.
    package static let defaultStore = "keys"

    /// The key store's folder; a relative path counts from the topology's.
    package let store: String
    package let nodeSeed: SecretReference?
    /// Validators only.
    package let validationSeed: SecretReference?

    package init(
        store: String = Self.defaultStore,
        nodeSeed: SecretReference? = nil,
        validationSeed: SecretReference? = nil
    ) {
        self.store = store
        self.nodeSeed = nodeSeed
        self.validationSeed = validationSeed
    }
}

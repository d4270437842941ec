/// What an address or a port is translated to. Source: nft(8), "NAT statements".
package struct TranslationTarget: Hashable, Sendable {
    package let translation: ListedStatement.Translation
    /// Packets of another family go on to the next rule.
    package let family: ListedStatement.Family?
    /// `nil` where the address stays, or is one of this host's.
    package let address: Expression?
    package let port: Expression?
    /// No flags, such as `random` or `netmap`, that make the result unknown.
    package let isPlain: Bool

    package init(
        _ translation: ListedStatement.Translation,
        family: ListedStatement.Family? = nil,
        address: Expression?,
        port: Expression?,
        isPlain: Bool = true
    ) {
        self.translation = translation
        self.family = family
        self.address = address
        self.port = port
        self.isPlain = isPlain
    }

    /// Whether the kernel itself picks an address of the interface.
    package var isAutomatic: Bool { self.translation == .masquerade || self.translation == .redirect }

    /// Whether the kernel may drop what it is to translate: where the interface has no address, and where the rule leaves it
    /// ports that other connections may have.
    package var mayFail: Bool { self.isAutomatic || self.translation == .source && self.port != nil }
}

/// A pattern for names: `*` stands for any number of characters, `?` for one.
struct Glob {
    private let pattern: [UInt8]

    /// `nil` if the text holds a character that neither a name nor a pattern has.
    init?(_ text: String) {
        let isPattern = text.utf8.allSatisfy { byte in
            NameRule.isLetterOrDigit(byte) || [UInt8(ascii: "-"), Self.any, Self.one].contains(byte)
        }
        guard isPattern, !text.isEmpty else { return nil }
        self.pattern = Array(text.utf8)
    }

    /// Whether it stands for itself alone.
    var isLiteral: Bool {
        !self.pattern.contains(Self.any) && !self.pattern.contains(Self.one)
    }

    /// What every name that it matches begins with, in UTF-8.
    var prefix: ArraySlice<UInt8> {
        self.pattern.prefix { $0 != Self.any && $0 != Self.one }
    }

    /// - Parameter name: In UTF-8.
    func matches(_ name: [UInt8]) -> Bool {
        var (inPattern, inName) = (0, 0)
        // Where to go on with the last `*` taking one character more. An earlier one never needs to.
        var retry: (pattern: Int, name: Int)?
        while inName < name.count {
            if inPattern < self.pattern.count, self.pattern[inPattern] == Self.any {
                retry = (inPattern + 1, inName)
                inPattern += 1
            } else if inPattern < self.pattern.count, self.takes(name[inName], at: inPattern) {
                inPattern += 1
                inName += 1
            } else if let last = retry {
                retry = (last.pattern, last.name + 1)
                (inPattern, inName) = (last.pattern, last.name + 1)
            } else {
                return false
            }
        }
        return self.pattern[inPattern...].allSatisfy { $0 == Self.any }
    }

    private func takes(_ byte: UInt8, at index: Int) -> Bool {
        self.pattern[index] == byte || self.pattern[index] == Self.one
    }

    private static let any = UInt8(ascii: "*")
    private static let one = UInt8(ascii: "?")
}

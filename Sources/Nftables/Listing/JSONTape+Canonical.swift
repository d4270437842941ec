extension JSONTape {
    /// A value in words that tell it from any other one, without what says nothing about what it does: numbers that the kernel gives
    /// or counts, comments, the names of sets and chains, and the order of the elements of sets.
    func canonical(_ place: Int) -> String {
        var text = ""
        self.write(place, inside: "", to: &text)
        return text
    }

    /// - Parameter key: Of the member that the value is.
    private func write(_ place: Int, inside key: String, to text: inout String) {
        switch self.kind(place) {
        case .null, .yes, .no, .number: text += self.text(place)
        case .string: text += self.utf8(place).first == UInt8(ascii: "@") ? "\"@\"" : self.literal(place)
        case .array:
            var items = self.items(place).map(self.canonical)
            if Self.unordered.contains(key) { items.sort() }
            text += "[\(items.joined(separator: ", "))]"
        case .object:
            var members: [String] = []
            var item = self.first(place)
            while item < self.next(place) {
                let name = self.text(item)
                if !Self.isNotSaid(name, inside: key) {
                    var member = "\(name): "
                    self.write(item + 1, inside: name, to: &member)
                    members.append(member)
                }
                item = self.next(item + 1)
            }
            text += "{\(members.joined(separator: ", "))}"
        }
    }

    private static let unordered: Set<String> = ["set", "elem", "flags", "type_flags"]

    private static func isNotSaid(_ name: String, inside key: String) -> Bool {
        switch key {
        case "counter": ["packets", "bytes", "handle"].contains(name)
        case "quota": ["used", "used_unit"].contains(name)
        case "last": name == "used"
        case "elem": ["expires", "comment"].contains(name)
        case "jump", "goto": name == "target"
        default: name == "handle"
        }
    }
}

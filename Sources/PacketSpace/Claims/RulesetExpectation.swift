/// What somebody expects of a ruleset: that it lets certain packets through, or none of them.
package struct RulesetExpectation: Hashable, Sendable {
    package enum Wish: String, CaseIterable, Hashable, Sendable {
        /// Every one of the packets is accepted.
        case allow
        /// None of the packets is accepted.
        case deny
    }

    /// For help texts.
    package static let grammar = """
        EXPECTATION:  allow|deny PACKETS [at PLACE]
        \(PacketDescription.grammar)
        PLACE:        arrival: prerouting and input, if nothing is said;
                      departure: output and postrouting, usual with 'out';
                      forward, usual with 'in' and 'out';
                      or prerouting, input, output, postrouting alone
        """

    /// As it was written.
    package let text: String
    package let wish: Wish
    package let packets: PacketDescription
    package let place: Place

    /// - Throws: Everything that is wrong with the text.
    package init(_ text: String) throws(MalformedDescription) {
        var words = text.split { $0 == " " || $0 == "\t" || $0 == "\n" }
        var problems: [String] = []
        let wish = words.first.flatMap { Wish(rawValue: String($0)) }
        if wish == nil { problems.append("begin with 'allow' or 'deny'") } else { words.removeFirst() }
        var place: Place?
        if words.count >= 2, words[words.count - 2] == "at" {
            place = Place(rawValue: String(words[words.count - 1]))
            if place == nil {
                let known = Place.allCases.map(\.rawValue).joined(separator: ", ")
                problems.append("'\(words[words.count - 1])' is no place: one of \(known)")
            }
            words.removeLast(2)
        }
        let packets: PacketDescription?
        do throws(MalformedDescription) {
            packets = try PacketDescription(words.joined(separator: " "))
        } catch {
            packets = nil
            if wish != nil { problems += error.problems }
        }
        guard problems.isEmpty, let wish, let packets else { throw MalformedDescription(problems: problems) }
        self.text = text
        self.wish = wish
        self.packets = packets
        self.place = place ?? packets.usualPlace
        // An expectation of no packets would always hold.
        guard packets.packet(at: self.place) != nil else {
            throw MalformedDescription(problems: ["there are no such packets at \(self.place.rawValue)"])
        }
    }
}

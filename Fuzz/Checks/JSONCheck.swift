internal import PeerProtocol

/// What must hold when any bytes at all are read as JSON.
package enum JSONCheck {
    /// Ends the process if something does not hold.
    package static func run(_ bytes: [UInt8]) {
        guard let value = try? JSONReader.read(bytes) else { return }
        precondition(Self.depth(of: value) <= JSONReader.depthMaximum, "a document is deeper than the limit")
        let written = Array(value.text.utf8)
        precondition((try? JSONReader.read(written)) == value, "a document written and read is another one")
        let blank = UInt8(ascii: " ")
        precondition((try? JSONReader.read([blank] + bytes + [blank])) == value, "blanks around a document change it")
        precondition(
            (try? JSONReader.read(bytes + [UInt8(ascii: "}")])) == nil,
            "something behind a document is passed over"
        )
    }

    private static func depth(of value: JSONValue) -> Int {
        switch value {
        case .array(let elements): 1 + (elements.map(Self.depth).max() ?? 0)
        case .object(let members): 1 + (members.values.map(Self.depth).max() ?? 0)
        case .null, .boolean, .integer, .number, .string: 0
        }
    }
}

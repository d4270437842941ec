internal import Diagnostics
internal import Skywelld
internal import Topology

/// What a bundle holds and what it was made from. No secrets.
struct Manifest {
    static let schema = "picket.manifest/1"

    /// The members of a JSON object, or a text.
    private enum Value {
        case text(String)
        case flag(Bool)
        /// Sorted by name.
        case object([(String, Value)])
    }

    private let members: [(String, Value)]
    private let place: Reason

    init(
        of host: Host,
        in network: NetworkName,
        _ identity: Identity,
        artifacts: [Artifact],
        source: TopologySource,
        templates: [(name: String, digest: String)]
    ) {
        let digests = artifacts.sorted { $0.name < $1.name }.map { artifact in
            (artifact.name.rawValue, Value.text(ContentDigest.hex(artifact.contents)))
        }
        var members: [(String, Value)] = [
            ("artifacts", .object(digests)),
            ("host", .text(host.name.rawValue)),
            ("network", .text(network.rawValue)),
            ("nodeKey", .text(identity.nodeKey.base58)),
            ("picket", .text(PicketVersion.current)),
            ("role", .text(host.role.rawValue)),
            ("schema", .text(Self.schema)),
            ("templates", .object(templates.map { ($0.name, .text($0.digest)) })),
            ("throwAwayKeys", .flag(identity.isThrowAway)),
            ("topology", .object([("digest", .text(source.digest)), ("name", .text(source.name))])),
        ]
        if let key = identity.validationKey { members.append(("validationKey", .text(key.base58))) }
        self.members = members
        self.place = Reason(.manifest, at: host.span)
    }

    var artifact: Artifact {
        var text = ""
        text.reserveCapacity(2_048)
        Self.write(.object(self.members), indent: "", to: &text)
        text += "\n"
        let lines = text.utf8.count { $0 == UInt8(ascii: "\n") }
        return Artifact(.manifest, text, reasons: Array(repeating: self.place, count: lines))
    }

    private static func write(_ value: Value, indent: String, to text: inout String) {
        switch value {
        case .text(let value):
            self.write(value, to: &text)
        case .flag(let value):
            text += value ? "true" : "false"
        case .object(let members):
            let inner = indent + "  "
            text += "{"
            for (index, member) in members.enumerated() {
                text += index == 0 ? "\n" : ",\n"
                text += inner
                self.write(member.0, to: &text)
                text += ": "
                self.write(member.1, indent: inner, to: &text)
            }
            text += "\n"
            text += indent
            text += "}"
        }
    }

    private static func needsMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// Everything that comes here is printable ASCII, so these two are all that need a mark.
    private static func write(_ string: String, to text: inout String) {
        text += "\""
        if string.utf8.contains(where: Self.needsMark) {
            for scalar in string.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { text += "\\" }
                text.unicodeScalars.append(scalar)
            }
        } else {
            text += string
        }
        text += "\""
    }
}

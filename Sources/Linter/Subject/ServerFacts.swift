internal import Addressing
internal import Compiler
package import Skywelld

/// What the server makes of a `skywelld.cfg`, read once for all rules.
package struct ServerFacts: Sendable {
    package let file: ConfigurationFile
    package let ips: [PeerEntry]
    package let fixed: [PeerEntry]
    /// The port sections that `[server]` names, and that exist.
    package let ports: [PortFacts]
    package let nodeSeed: SeedFacts?
    package let validationSeed: SeedFacts?
    /// The lines of `[validators]`: the first word is a key, or meant to be one.
    package let validators: [ConfigurationFile.Line]
    /// The same lines without their places.
    package let validatorList: ValidatorList
    package let timeServers: [ConfigurationFile.Line]
    /// `nil` if the section does not have exactly one line that is a whole number.
    package let quorum: Int?
    /// Whether the private flag is on, as the server reads it: exactly one line, and it is `1`.
    package let isPrivate: Bool

    /// - Parameters:
    ///   - identity: Keys that were derived already; `nil` if none were.
    ///   - list: What another host trusts, to be shared if this one says the same.
    init(_ file: ConfigurationFile, identity: Identity?, sharing list: ValidatorList?) {
        self.file = file
        self.ips = (file["ips"]?.lines ?? []).compactMap(PeerEntry.init)
        self.fixed = (file["ips_fixed"]?.lines ?? []).compactMap(PeerEntry.init)
        let server = file["server"]
        let defaults = server?.keyValues ?? []
        self.ports = (server?.values ?? []).compactMap { file[$0.text] }.map { PortFacts($0, defaults: defaults) }
        self.nodeSeed = Self.only(file["node_seed"]).map { line in
            SeedFacts(line, known: identity.map { ($0.nodeSeed, $0.nodeKey) })
        }
        self.validationSeed = Self.only(file["validation_seed"]).map { line in
            SeedFacts(
                line,
                known: identity.flatMap { identity in
                    identity.validationSeed.flatMap { seed in identity.validationKey.map { (seed, $0) } }
                }
            )
        }
        let validators = file["validators"]?.lines ?? []
        self.validators = validators
        self.validatorList = list.flatMap { $0.says(validators) ? $0 : nil } ?? ValidatorList(validators)
        self.timeServers = file["sntp_servers"]?.lines ?? []
        self.quorum = Self.only(file["validation_quorum"]).flatMap { Int($0.text) }
        self.isPrivate = Self.only(file["peer_private"])?.text == "1"
    }

    /// The line of a setting that must have exactly one. Source: skywelld reference §8.1.
    static func only(_ section: ConfigurationFile.Section?) -> ConfigurationFile.Line? {
        guard let section, section.lines.count == 1 else { return nil }
        return section.lines[0]
    }

    var peerPort: PortFacts? { self.ports.first(where: \.isPeer) }

    /// What a line of `[validators]` starts with.
    static func key(of line: ConfigurationFile.Line) -> Substring {
        Substring(line.text.utf8.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") })
    }

    /// The validation keys of the list as they are written, in order.
    var validatorKeys: [Substring] { self.validatorList.keys }

    /// The first line of a section, for pointing at it.
    func line(of section: String) -> Int? {
        self.file[section].flatMap { $0.lines.first?.number ?? $0.headers.first }
    }
}

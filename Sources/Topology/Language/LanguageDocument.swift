/// Makes the reference of the language, in Markdown, from its description.
struct LanguageDocument {
    private static let introduction = """
        # The topology language

        A topology file says which hosts there are and what they are for. Picket compiles it into what each host needs, and
        proves that the validators are hidden. The file is YAML; anchors, aliases, merge keys and tags are refused, because
        they hide where a value comes from.

        ```yaml
        picket: 1
        network: quickstart

        segments:
          internet: { public: true, cidr: 198.51.100.0/24 }
          backbone: { cidr: 10.1.10.0/24 }

        hosts:
          validator-1:   { role: validator, backbone: 10.1.10.51 }
          sentry-{1..2}: { role: sentry, backbone: 10.1.10.{55..56}, internet: 198.51.100.{11..12} }
        ```

        ## Ranges and lists

        A range `{1..3}`, a range of whole addresses `{10.2.0.250..10.2.1.20}` or a list `{a,b,c}` in the name of a host
        stands for several hosts. Ranges and lists in its values run in step with the name, so they need the same length; a
        value without one is the same for all. Leading zeros are kept: `{08..10}`. Keys that take them are marked with *in
        step* below. Picket reads ranges without quotes; write quotes around them, as `'10.1.10.{51..52}'`, where other
        programs read the file as well.

        ## Levels

        Settings come, from near to far, from the host, from `groups.<group>`, from `roles.<role>`, from `defaults`, and for
        `daemon`, `firewall`, `secrets` and `ssh` from the top of the file. The nearer wins; maps merge key by key, lists and
        single values replace each other.

        ## Roles and links

        | Role | Means | Dials |
        | --- | --- | --- |
        | `validator` | hidden | its relays if there are any, otherwise its sentries |
        | `relay` | hidden, on private segments only; stands between validators and sentries | its sentries |
        | `sentry` | public, forwards for validators | the next server of its group, one of the next group, externals |
        | `hub` | public, serves no validator | as a sentry |
        | `external` | a peer that is not ours: a name and an address | nobody; the public servers of its group dial it |

        Sentries and hubs of a group form a ring in the order of the file. With several groups, the server at some place of one
        group dials the one at the same place of the next. `peers` replaces what a server dials outside of its group. Nobody
        ever dials a validator, and no two hosts dial each other.

        A link goes over the one private segment that both hosts are on, otherwise over the one public; where there are several,
        `via` says which.
        """

    /// The whole document.
    static var text: String {
        var document = LanguageDocument()
        document.visit(Language.file)
        return ([Self.introduction] + document.sections).joined(separator: "\n\n") + "\n"
    }

    private var sections: [String] = []
    private var known: Set<String> = []

    /// Writes a map, then the maps in it.
    private mutating func visit(_ map: MapDescription) {
        guard self.known.insert(map.path).inserted else { return }
        self.sections.append(Self.section(map))
        for key in map.keys { key.type.map.map { self.visit($0) } }
        map.others?.value.type.map.map { self.visit($0) }
    }

    private static func section(_ map: MapDescription) -> String {
        let title = map.path.isEmpty ? "## The file" : "## `\(map.path)`"
        let rows =
            map.keys.map { Self.row($0, name: $0.name) }
            + (map.others.map { [Self.row($0.value, name: $0.sign)] } ?? [])
        let table = ["| Key | Type | Default | Meaning |", "| --- | --- | --- | --- |"] + rows
        let examples = map.keys.map(\.example) + (map.others.map { [$0.value.example] } ?? [])
        return """
            \(title)

            \(map.summary)

            \(table.joined(separator: "\n"))

            ```yaml
            \(examples.joined(separator: "\n"))
            ```
            """
    }

    private static func row(_ key: KeyDescription, name: String) -> String {
        let type = Self.words(key.type) + (key.isTemplate ? ", *in step*" : "")
        let defaultValue = key.isRequired ? "**required**" : key.defaultValue ?? "none"
        return "| `\(name)` | \(type) | \(defaultValue) | \(key.summary) |"
    }

    /// A type in words.
    private static func words(_ type: ValueType) -> String {
        switch type {
        case .version: "`1`"
        case .flag: "`true` or `false`"
        case .text(let what): what
        case .name: "a name"
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .port: "a port"
        case .choice(_, let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .duration: "a time: `us`, `ms` or `s`"
        case .address: "an address"
        case .prefix: "a prefix"
        case .source: "an address or prefix"
        case .secret: "`file:PATH` or `env:NAME`"
        case .validationKey: "a public key, `n…`"
        case .party: "`any`, `stranger`, a host, a segment, an address or a prefix"
        case .selector(let keys): "a name, a pattern, or " + keys.map { "`\($0)=NAME`" }.joined(separator: ", ")
        case .list(.map(let map), _): "a list of [`\(map.path)`](#\(Self.anchor(map)))"
        case .list(_, let items): "a list of \(items)"
        case .either(let types): types.map(Self.words).joined(separator: ", or ")
        case .map(let map): "a map: [`\(map.path)`](#\(Self.anchor(map)))"
        }
    }

    /// The anchor that Markdown makes of a heading: lower case, without dots.
    private static func anchor(_ map: MapDescription) -> String {
        map.path.lowercased().filter { $0 != "." }
    }
}

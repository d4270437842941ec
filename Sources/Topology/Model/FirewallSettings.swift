package import Addressing
package import Diagnostics

/// What `firewall` says of one host.
package struct FirewallSettings: Hashable, Sendable {
    /// A source that something is open to.
    package struct Source: Hashable, Sendable {
        package let prefix: IPPrefix
        package let span: SourceSpan

        package init(_ prefix: IPPrefix, at span: SourceSpan) {
            self.prefix = prefix
            self.span = span
        }
    }

    package enum TransportProtocol: String, CaseIterable, Hashable, Sendable {
        case tcp, udp
    }

    /// A service that the host may use, such as DNS.
    package struct Egress: Hashable, Sendable {
        /// The key in the file, such as `ntp`.
        package let name: String
        /// At least one.
        package let destinations: [IPPrefix]
        package let transport: TransportProtocol
        package let port: Port
        package let span: SourceSpan

        package init(
            name: String,
            destinations: [IPPrefix],
            transport: TransportProtocol,
            port: Port,
            span: SourceSpan
        ) {
            self.name = name
            self.destinations = destinations
            self.transport = transport
            self.port = port
            self.span = span
        }
    }

    /// A port that monitoring may read.
    package struct Monitoring: Hashable, Sendable {
        /// May be empty: then nobody.
        package let sources: [Source]
        package let port: Port

        package init(sources: [Source], port: Port) {
            self.sources = sources
            self.port = port
        }
    }

    /// Ceilings for strangers on a public server.
    package struct Ceilings: Hashable, Sendable {
        /// Connections of all strangers together; `nil` for what the slot budget leaves them.
        package let total: Int?
        /// Connections of one address; `nil` for the default.
        package let perSource: Int?
        /// Connections of one /24; `nil` for the default.
        package let perPrefix: Int?
        /// New connections of one address in a minute; `nil` for the default.
        package let newPerMinute: Int?

        package init(total: Int? = nil, perSource: Int? = nil, perPrefix: Int? = nil, newPerMinute: Int? = nil) {
            self.total = total
            self.perSource = perSource
            self.perPrefix = perPrefix
            self.newPerMinute = newPerMinute
        }
    }

    /// A rule of the user's own, as nft text.
    package struct ExtraRule: Hashable, Sendable {
        /// Where it goes among our own rules.
        package enum Point: String, CaseIterable, Hashable, Sendable {
            /// Behind loopback and administration, before everything else: it sees packets of established flows, too.
            case inputFirst = "input_first"
            /// Behind monitoring, before the rules for peers.
            case input
            /// Before the last drop.
            case inputLast = "input_last"
            case forward
            /// Behind loopback, before everything else: it sees packets of established flows, too.
            case outputFirst = "output_first"
            /// Behind links and egress.
            case output
            /// Before the last verdict.
            case outputLast = "output_last"

            /// Whether it decides about what comes in.
            package var isInput: Bool { self == .inputFirst || self == .input || self == .inputLast }
            /// Whether it decides about what goes out.
            package var isOutput: Bool { self == .outputFirst || self == .output || self == .outputLast }
        }

        package let point: Point
        /// One line of nft syntax.
        package let text: String
        package let span: SourceSpan

        package init(point: Point, text: String, span: SourceSpan) {
            self.point = point
            self.text = text
            self.span = span
        }
    }

    /// What the kernel's log hears of a host that does not say otherwise.
    package static let defaultLogsPerMinute = 10

    /// Who may reach ssh; none covers another.
    package let administration: [Source]
    package let monitoring: Monitoring?
    /// In the order of the file.
    package let egress: [Egress]
    package let ceilings: Ceilings
    /// In the order of the file.
    package let rules: [ExtraRule]
    /// How many packets each dropping rule may write to the kernel's log in a minute; 0 for none.
    package let logsPerMinute: Int
    /// Whether packets from private segments must come in by the interface that leads there.
    package let refusesSpoofing: Bool
    /// Whether the kernel completes strangers' handshakes before the server of a public host hears of them.
    package let proxiesOpenings: Bool

    package init(
        administration: [Source] = [],
        monitoring: Monitoring? = nil,
        egress: [Egress] = [],
        ceilings: Ceilings = Ceilings(),
        rules: [ExtraRule] = [],
        logsPerMinute: Int = FirewallSettings.defaultLogsPerMinute,
        refusesSpoofing: Bool = true,
        proxiesOpenings: Bool = false
    ) {
        self.administration = administration
        self.monitoring = monitoring
        self.egress = egress
        self.ceilings = ceilings
        self.rules = rules
        self.logsPerMinute = logsPerMinute
        self.refusesSpoofing = refusesSpoofing
        self.proxiesOpenings = proxiesOpenings
    }
}

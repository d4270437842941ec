/// What an expression of a rule reads from the packet.
struct Subject {
    /// Where the value is in the diagrams' fields.
    enum Place {
        case field(Field)
        /// In several fields of one width in bits, highest part first.
        case parts([Field], width: Int)
        /// The value of two fields of 64 bits for some packets, 0 for all others.
        case gated(Diagram, [Field])
        /// By the field's own values and the kernel's value for each.
        case coded(Field, [UInt128])
        /// The header after the one of IPv6: the transport protocol, or one of the headers that may come before it.
        case nextHeader
        /// By value the packets that have it.
        case cases([(value: UInt128, packets: Diagram)])
        /// The same for every packet.
        case constant(UInt128)
        case unknown
    }

    var place: Place
    var kind: ValueKind
    /// The packets of which the value can be read. Others no comparison matches, not even a negated one (`NFT_BREAK`).
    var requirement: Condition
    var transform = BitTransform.identity
    /// Packets of which the value can be anything, because it is not what the field holds.
    var vague = Diagram.nothing

    init(_ place: Place, _ kind: ValueKind, if requirement: Condition = .always) {
        self.place = place
        self.kind = kind
        self.requirement = requirement
    }

    /// The same without its requirement.
    var bare: Self {
        var bare = self
        bare.requirement = .always
        return bare
    }

    /// Something that the prover knows nothing about, except of which packets it cannot be read.
    static func unknown(if requirement: Condition = .always) -> Self {
        let perhaps = Condition(surely: .nothing, possibly: requirement.possibly)
        return Self(.unknown, .number(width: 128), if: perhaps)
    }
}

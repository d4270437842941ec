/// What connection tracking says of a packet: exactly one of these.
///
/// The raw values count the cases; they are not the kernel's bits.
package enum ConnectionState: UInt8, CaseIterable, Hashable, Sendable {
    case invalid
    case established
    case related
    case new
    case untracked

    /// What tracking may say of a packet that it looks for in another zone: an answer may belong to nothing there, and then
    /// it may be taken for the middle of a flow that begins.
    var inAnotherZone: [ConnectionState] {
        switch self {
        case .established: [.invalid, .established, .new]
        case .related: [.invalid, .related, .new]
        case .new, .invalid, .untracked: [self]
        }
    }

    /// The kernel's bit for the state. Source: `NF_CT_STATE_*` of linux/netfilter/nf_conntrack_common.h.
    var bit: UInt64 {
        switch self {
        case .invalid: 1
        case .established: 2
        case .related: 4
        case .new: 8
        case .untracked: 64
        }
    }
}

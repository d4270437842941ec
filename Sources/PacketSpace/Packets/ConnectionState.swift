/// What connection tracking says of a packet: exactly one of these.
///
/// The raw values count the cases; they are not the kernel's bits.
package enum ConnectionState: UInt8, CaseIterable, Hashable, Sendable {
    case invalid
    case established
    case related
    case new
    case untracked

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

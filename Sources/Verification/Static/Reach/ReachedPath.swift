internal import Addressing
internal import PacketSpace
internal import Topology

/// One way between two ends, in one family, and which packets get along it.
struct ReachedPath {
    /// The sender's address; `nil` for others than our hosts.
    let source: IPAddress?
    /// The receiver's address; `nil` for others than our hosts.
    let destination: IPAddress?
    /// The host of ours that forwards; `nil` on a direct way.
    let forwarder: HostName?
    let family: Family
    /// First packets, as the sender sends them, that get there: functions of what the ends leave open.
    let there: Passable
    /// Those of them whose answers get back.
    let open: Passable
    /// All that belongs to no flow and may get there: more than first packets.
    let strays: Diagram

    var answer: ReachAnswer {
        if self.open.sure != .nothing { return .yes }
        return self.there.may != .nothing || self.strays != .nothing ? .maybe : .no
    }
}

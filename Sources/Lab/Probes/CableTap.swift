internal import CLinux
internal import Files
internal import Glibc
internal import Synchronization

/// Listens at the near ends of a host's cables to everything that the host sends.
///
/// Stands in the lab's own namespace, so nothing on the host can hide a frame from it. A thread of its own empties the
/// sockets, whose buffers an ordinary user cannot enlarge; it ends with the process.
final class CableTap: Sendable {
    /// Frames that are kept until they are asked for; more are counted as lost.
    private static let frameLimit = 20_000

    private struct Catch {
        var frames: [CapturedFrame] = []
        var lost = 0
    }

    private let sockets: [OwnedDescriptorBox]
    private let caught = Mutex(Catch())

    /// - Parameter cables: Interface indexes in the calling thread's namespace.
    init(on cables: [Int32]) throws(SystemCallError) {
        var sockets: [OwnedDescriptorBox] = []
        for cable in cables {
            sockets.append(OwnedDescriptorBox(try Self.open(on: cable)))
        }
        self.sockets = sockets
        try Threads.detach { self.listen() }
    }

    /// Everything that has arrived since the last call.
    ///
    /// - Returns: The frames, in order per cable, and how many had to be dropped for want of room.
    func drain() -> (frames: [CapturedFrame], lost: Int) {
        self.caught.withLock { caught in
            self.empty(into: &caught)
            defer { caught = Catch() }
            return (caught.frames, caught.lost)
        }
    }

    private func listen() {
        var waiting = self.sockets.map { pollfd(fd: $0.descriptor.rawValue, events: Int16(POLLIN), revents: 0) }
        while poll(&waiting, nfds_t(waiting.count), -1) >= 0 || errno == EINTR {
            self.caught.withLock { self.empty(into: &$0) }
        }
    }

    private func empty(into caught: inout Catch) {
        var buffer = [UInt8](repeating: 0, count: 128)
        for socket in self.sockets {
            let descriptor = socket.descriptor.rawValue
            while true {
                let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                guard count > 0 else { break }
                guard caught.frames.count < Self.frameLimit else {
                    caught.lost += 1
                    continue
                }
                caught.frames.append(CapturedFrame(buffer[..<count]))
            }
            var statistics = tpacket_stats()
            var size = socklen_t(MemoryLayout<tpacket_stats>.size)
            if getsockopt(descriptor, SOL_PACKET, PACKET_STATISTICS, &statistics, &size) == 0 {
                caught.lost += Int(statistics.tp_drops)
            }
        }
    }

    private static func open(on cable: Int32) throws(SystemCallError) -> OwnedDescriptor {
        let type = Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue)
        // Made for no protocol at first, so that nothing arrives before it is bound to the cable.
        let tap = try OwnedDescriptor(socket(AF_PACKET, type, 0), "socket", "packet")
        var one: Int32 = 1
        _ = setsockopt(
            tap.rawValue,
            SOL_PACKET,
            PACKET_IGNORE_OUTGOING,
            &one,
            socklen_t(MemoryLayout<Int32>.size)
        )
        var address = sockaddr_ll()
        address.sll_family = UInt16(AF_PACKET)
        address.sll_protocol = UInt16(ETH_P_ALL).bigEndian
        address.sll_ifindex = cable
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(tap.rawValue, $0, socklen_t(MemoryLayout<sockaddr_ll>.size))
            }
        }
        guard result == 0 else { throw SystemCallError("bind", "cable \(cable)") }
        return tap
    }

    /// Arrays take no noncopyable values.
    private final class OwnedDescriptorBox: Sendable {
        let descriptor: OwnedDescriptor

        init(_ descriptor: consuming OwnedDescriptor) {
            self.descriptor = descriptor
        }
    }
}

internal import CLinux
internal import Glibc

/// Listens at the near ends of a host's cables to everything that the host sends.
///
/// Stands in the lab's own namespace, so nothing on the host can hide a frame from it.
final class CableTap {
    /// Room for the frames of a whole test; beyond it the kernel drops and counts.
    private static let bufferSize: Int32 = 16 << 20
    private static let frameLimit = 20_000

    private let descriptors: [Int32]

    /// - Parameter cables: Interface indexes in the calling thread's namespace.
    init(on cables: [Int32]) throws(SystemCallError) {
        var descriptors: [Int32] = []
        do {
            for cable in cables {
                descriptors.append(try Self.open(on: cable))
            }
        } catch {
            for descriptor in descriptors { close(descriptor) }
            throw error
        }
        self.descriptors = descriptors
    }

    deinit {
        for descriptor in self.descriptors { close(descriptor) }
    }

    /// Everything that has arrived by now.
    ///
    /// - Returns: The frames, in order per cable, and how many the kernel had to drop for want of room.
    func drain() -> (frames: [CapturedFrame], lost: Int) {
        var frames: [CapturedFrame] = []
        var lost = 0
        var buffer = [UInt8](repeating: 0, count: 128)
        for descriptor in self.descriptors {
            while true {
                let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                guard count > 0 else { break }
                guard frames.count < Self.frameLimit else {
                    lost += 1
                    continue
                }
                frames.append(CapturedFrame(buffer[..<count]))
            }
            var statistics = tpacket_stats()
            var size = socklen_t(MemoryLayout<tpacket_stats>.size)
            if getsockopt(descriptor, SOL_PACKET, PACKET_STATISTICS, &statistics, &size) == 0 {
                lost += Int(statistics.tp_drops)
            }
        }
        return (frames, lost)
    }

    private static func open(on cable: Int32) throws(SystemCallError) -> Int32 {
        let type = Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue)
        // Made for no protocol at first, so that nothing arrives before it is bound to the cable.
        let descriptor = socket(AF_PACKET, type, 0)
        guard descriptor >= 0 else { throw SystemCallError("socket", "packet") }
        var size = Self.bufferSize
        _ = setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, socklen_t(MemoryLayout<Int32>.size))
        var one: Int32 = 1
        _ = setsockopt(descriptor, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_ll()
        address.sll_family = UInt16(AF_PACKET)
        address.sll_protocol = UInt16(ETH_P_ALL).bigEndian
        address.sll_ifindex = cable
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_ll>.size))
            }
        }
        guard result == 0 else {
            let error = SystemCallError("bind", "cable \(cable)")
            close(descriptor)
            throw error
        }
        return descriptor
    }
}

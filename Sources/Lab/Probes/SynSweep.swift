package import Addressing
internal import CLinux
package import Files
internal import Glibc

/// A SYN to every TCP port of an address, from the calling thread's namespace, through a raw socket.
///
/// Bounded: one packet per port. An answer is any TCP segment that comes back from a swept port.
package struct SynSweep: Sendable {
    package enum Answer: Hashable, Sendable {
        /// SYN and ACK: something listens and the rules let the packet in.
        case accepted
        /// RST: nothing listens, but the rules let the packet in.
        case reset
    }

    package struct Report: Equatable, Sendable {
        package let target: IPv4Address
        /// Packets that the kernel took from us.
        package let sent: Int
        /// Ports that answered, with the answer.
        package let answers: [Port: Answer]
        /// Why the sweep did not run to its end; `nil` if it did.
        package let failure: SystemCallError?

        package init(target: IPv4Address, sent: Int, answers: [Port: Answer], failure: SystemCallError?) {
            self.target = target
            self.sent = sent
            self.answers = answers
            self.failure = failure
        }
    }

    /// Packets handed to the kernel at once, before answers are collected: answers to these fit the receive buffer.
    private static let batchSize = 128
    /// How long address resolution is given, in microseconds.
    private static let resolution: UInt32 = 20_000
    /// How long answers may take after the last packet, in milliseconds.
    private static let grace: Int32 = 300

    package let source: IPv4Address
    package let target: IPv4Address
    /// The port that the SYNs come from.
    package let sourcePort: Port

    package init(from source: IPv4Address, to target: IPv4Address, sourcePort: Port = 40_404) {
        self.source = source
        self.target = target
        self.sourcePort = sourcePort
    }

    /// Sends all 65,535 packets and collects the answers. Takes about half a second.
    package func run() -> Report {
        var answers: [Port: Answer] = [:]
        var sent = 0
        do throws(SystemCallError) {
            let raw = try OwnedDescriptor(
                socket(AF_INET, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), Int32(IPPROTO_TCP)),
                "socket",
                "raw TCP"
            )
            try self.prepare(raw.rawValue)
            // While the next hop's hardware address is unknown, the kernel queues about a hundred packets and drops the
            // rest: the first one goes alone, and the others when it has had time to be answered.
            sent += try self.send(1...1, raw.rawValue)
            usleep(Self.resolution)
            for start in stride(from: 2, through: 65_535, by: Self.batchSize) {
                let ports = UInt16(start)...UInt16(min(start + Self.batchSize - 1, 65_535))
                sent += try self.send(ports, raw.rawValue)
                self.collect(raw.rawValue, wait: 0, into: &answers)
            }
            self.collect(raw.rawValue, wait: Self.grace, into: &answers)
            return Report(target: self.target, sent: sent, answers: answers, failure: nil)
        } catch let error {
            return Report(target: self.target, sent: sent, answers: answers, failure: error)
        }
    }

    private func prepare(_ raw: Int32) throws(SystemCallError) {
        var size: Int32 = 8 << 20
        // Without the right to force it, the default holds the answers to a batch as well.
        _ = setsockopt(raw, SOL_SOCKET, SO_RCVBUFFORCE, &size, socklen_t(MemoryLayout<Int32>.size))
        var address = SocketAddress.make(self.source, port: 0)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(raw, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw SystemCallError("bind", "\(self.source)") }
    }

    private func send(_ ports: ClosedRange<UInt16>, _ raw: Int32) throws(SystemCallError) -> Int {
        var segments = TCPSegment.syns(from: self.source, self.sourcePort.rawValue, to: self.target, ports)
        var destination = SocketAddress.make(self.target, port: 0)
        let result: (sent: Int, error: Int32) = segments.withUnsafeMutableBytes { bytes in
            withUnsafeMutablePointer(to: &destination) { destination in
                var vectors = (0..<ports.count).map { number in
                    iovec(iov_base: bytes.baseAddress?.advanced(by: number * TCPSegment.size), iov_len: TCPSegment.size)
                }
                return vectors.withUnsafeMutableBufferPointer { vectors in
                    var messages = vectors.indices.map { number in
                        var message = picket_message()
                        message.msg_hdr.msg_name = UnsafeMutableRawPointer(destination)
                        message.msg_hdr.msg_namelen = socklen_t(MemoryLayout<sockaddr_in>.size)
                        message.msg_hdr.msg_iov = vectors.baseAddress?.advanced(by: number)
                        message.msg_hdr.msg_iovlen = 1
                        return message
                    }
                    return Self.sendAll(&messages, raw)
                }
            }
        }
        guard result.error == 0 else {
            throw SystemCallError("send SYN to", "\(self.target)", code: result.error)
        }
        return result.sent
    }

    /// - Returns: How many the kernel took, and the `errno` that ended it; 0 if it took all.
    private static func sendAll(_ messages: inout [picket_message], _ raw: Int32) -> (sent: Int, error: Int32) {
        var sent = 0
        while sent < messages.count {
            let count = messages.withUnsafeMutableBufferPointer {
                sendmmsg(raw, $0.baseAddress?.advanced(by: sent), UInt32($0.count - sent), 0)
            }
            guard count > 0 || errno == EINTR else { return (sent, errno) }
            sent += Int(max(0, count))
        }
        return (sent, 0)
    }

    /// Reads what has come back, waiting up to `wait` milliseconds of silence.
    private func collect(_ raw: Int32, wait: Int32, into answers: inout [Port: Answer]) {
        var buffer = [UInt8](repeating: 0, count: 2048)
        while true {
            let count = recv(raw, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count > 0 {
                self.note(buffer[..<count], in: &answers)
                continue
            }
            var waiting = pollfd(fd: raw, events: Int16(POLLIN), revents: 0)
            guard wait > 0, poll(&waiting, 1, wait) > 0 else { return }
        }
    }

    private func note(_ packet: ArraySlice<UInt8>, in answers: inout [Port: Answer]) {
        guard let segment = TCPSegment(ipPacket: packet),
            segment.source == self.target,
            segment.destinationPort == self.sourcePort.rawValue,
            let port = Port(rawValue: segment.sourcePort)
        else { return }
        answers[port] = segment.isReset ? .reset : .accepted
    }
}

package import Addressing
private import Glibc

/// A TCP connection that this process opened; the one owner of its socket.
///
/// Blocking, with a time limit on everything. It belongs to the network namespace of the thread that opened it.
package struct TCPConnection: ~Copyable {
    private let descriptor: Int32

    /// Opens a connection. Blocks the thread for no longer than the time-out.
    ///
    /// - Parameters:
    ///   - endpoint: Where to.
    ///   - source: Which of this host's addresses to come from; `nil` leaves it to the kernel.
    ///   - timeout: How long to wait for an answer.
    /// - Returns: The open connection; it closes with the value.
    /// - Throws: What came instead.
    package static func open(
        to endpoint: Endpoint,
        from source: IPv4Address? = nil,
        timeout: Duration
    ) throws(TCPFailure) -> TCPConnection {
        try self.open(to: endpoint, from: source, until: Deadline(in: timeout))
    }

    static func open(
        to endpoint: Endpoint,
        from source: IPv4Address?,
        until deadline: Deadline
    ) throws(TCPFailure) -> TCPConnection {
        let descriptor = socket(
            AF_INET,
            Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue),
            0
        )
        guard descriptor >= 0 else { throw .system(errno) }
        let connection = TCPConnection(descriptor: descriptor)
        if let source {
            let result = Self.withSocketAddress(source, port: 0) { bind(descriptor, $0, $1) }
            guard result == 0 else { throw .sourceUnavailable(errno) }
        }
        let result = Self.withSocketAddress(endpoint.address, port: endpoint.port.rawValue) {
            connect(descriptor, $0, $1)
        }
        guard result == 0 || errno == EINPROGRESS else { throw TCPFailure(connect: errno) }
        guard connection.isReady(for: POLLOUT, until: deadline) else { throw .timedOut }
        let code = connection.pendingError
        guard code == 0 else { throw TCPFailure(connect: code) }
        // Each protocol message leaves at once.
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout.size(ofValue: isOn)))
        return connection
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(self.descriptor)
    }

    /// Sends all bytes.
    borrowing func send(_ bytes: [UInt8], until deadline: Deadline) throws(StreamFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else {
                try self.waitAfterFailure(for: POLLOUT, until: deadline)
            }
        }
    }

    /// Waits for bytes.
    ///
    /// - Returns: At least one, and at most as many as asked for; none when the other end has ended its direction.
    borrowing func receive(maximum: Int, until deadline: Deadline) throws(StreamFailure) -> [UInt8] {
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: maximum) { buffer, initialized in
                count = recv(self.descriptor, buffer.baseAddress, buffer.count, 0)
                initialized = max(0, count)
            }
            if count >= 0 { return bytes }
            try self.waitAfterFailure(for: POLLIN, until: deadline)
        }
    }

    /// After a system call failed: waits if it only came too early, and throws for every other `errno`.
    private borrowing func waitAfterFailure(for events: Int32, until deadline: Deadline) throws(StreamFailure) {
        switch errno {
        case EAGAIN: guard self.isReady(for: events, until: deadline) else { throw .timedOut }
        case EINTR: break
        case ECONNRESET, EPIPE: throw .reset
        case ETIMEDOUT: throw .timedOut
        default: throw .system(errno)
        }
    }

    /// Whether something can be done before the time is over; errors are ready, too.
    private borrowing func isReady(for events: Int32, until deadline: Deadline) -> Bool {
        var request = pollfd(fd: self.descriptor, events: Int16(events), revents: 0)
        while true {
            let result = poll(&request, 1, deadline.remainingMilliseconds)
            if result > 0 { return true }
            if result == 0 || errno != EINTR { return false }
        }
    }

    private var pendingError: Int32 {
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout.size(ofValue: code))
        return getsockopt(self.descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0 ? code : errno
    }

    private static func withSocketAddress(
        _ address: IPv4Address,
        port: UInt16,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var socketAddress = sockaddr_in()
        socketAddress.sin_family = sa_family_t(AF_INET)
        socketAddress.sin_port = port.bigEndian
        socketAddress.sin_addr.s_addr = address.rawValue.bigEndian
        return withUnsafeBytes(of: &socketAddress) {
            // SAFETY: `sockaddr_in` starts with the fields of `sockaddr`; that is how the C interface is made.
            $0.withMemoryRebound(to: sockaddr.self) { pointer in
                guard let base = pointer.baseAddress else { return -1 }
                return body(base, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

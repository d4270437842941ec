internal import CLinux
internal import Files
internal import Glibc

/// A route netlink socket; it speaks to the namespace in which it was opened, from any thread.
struct NetlinkSocket: ~Copyable {
    /// Requests sent before their acknowledgements are read: well under the socket's send buffer.
    private static let batchSize = 64

    private let descriptor: OwnedDescriptor

    init() throws(SystemCallError) {
        let result = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), NETLINK_ROUTE)
        self.descriptor = try OwnedDescriptor(result, "socket", "route netlink")
    }

    /// Carries out requests in order and waits for the kernel's answer to each.
    ///
    /// - Throws: The first refusal, with the purpose of the request.
    func perform(_ messages: [NetlinkMessage]) throws(SystemCallError) {
        var rest = messages[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Self.batchSize)
            rest = rest.dropFirst(batch.count)
            try self.send(Array(batch), flags: NLM_F_ACK)
            var failure: SystemCallError?
            for (index, message) in batch.enumerated() {
                let code = try self.acknowledgement(of: UInt32(index), purpose: message.purpose)
                if code != 0, failure == nil {
                    failure = SystemCallError("netlink", message.purpose, code: -code)
                }
            }
            if let failure { throw failure }
        }
    }

    /// Asks for a list and returns the payload of each item.
    ///
    /// - Parameter message: A request with `NLM_F_DUMP`.
    func list(_ message: NetlinkMessage) throws(SystemCallError) -> [[UInt8]] {
        try self.send([message], flags: 0)
        var items: [[UInt8]] = []
        while true {
            for (header, payload) in try self.receive(message.purpose) {
                switch Int32(header.nlmsg_type) {
                case NLMSG_DONE: return items
                case NLMSG_ERROR: throw SystemCallError("netlink", message.purpose, code: -Self.errorCode(payload))
                default: items.append(payload)
                }
            }
        }
    }

    private func send(_ messages: [NetlinkMessage], flags: Int32) throws(SystemCallError) {
        var bytes: [UInt8] = []
        for (index, message) in messages.enumerated() {
            var sealed = message.sealed(sequence: UInt32(index))
            sealed[6] |= UInt8(flags)
            bytes += sealed
        }
        guard Glibc.send(self.descriptor.rawValue, bytes, bytes.count, 0) == bytes.count else {
            throw SystemCallError("send", messages.first?.purpose ?? "netlink")
        }
    }

    /// Answers come one datagram per request and in order.
    private func acknowledgement(of sequence: UInt32, purpose: String) throws(SystemCallError) -> Int32 {
        while true {
            for (header, payload) in try self.receive(purpose)
            where Int32(header.nlmsg_type) == NLMSG_ERROR && header.nlmsg_seq == sequence {
                return Self.errorCode(payload)
            }
        }
    }

    private func receive(_ purpose: String) throws(SystemCallError) -> [(nlmsghdr, [UInt8])] {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(self.descriptor.rawValue, &buffer, buffer.count, 0)
        guard count > 0 else { throw SystemCallError("recv", purpose) }
        var messages: [(nlmsghdr, [UInt8])] = []
        var offset = 0
        let headerSize = MemoryLayout<nlmsghdr>.size
        while offset + headerSize <= count {
            let header = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: nlmsghdr.self) }
            let end = offset + Int(header.nlmsg_len)
            guard Int(header.nlmsg_len) >= headerSize, end <= count else { break }
            messages.append((header, Array(buffer[(offset + headerSize)..<end])))
            offset = (end + 3) & ~3
        }
        return messages
    }

    /// A negative `errno`, or 0.
    private static func errorCode(_ payload: [UInt8]) -> Int32 {
        guard payload.count >= 4 else { return -EPROTO }
        return payload.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
    }
}

internal import CLinux

/// One rtnetlink request under construction.
///
/// Source: rtnetlink(7), netlink(7): everything is in host byte order and aligned to four bytes.
struct NetlinkMessage {
    /// What the request is for, in error messages.
    let purpose: String
    /// Header and body; the header's length and sequence number are filled in by the socket.
    private(set) var bytes: [UInt8]

    init(_ type: Int, flags: Int32 = 0, purpose: String) {
        self.purpose = purpose
        var header = nlmsghdr()
        header.nlmsg_type = UInt16(type)
        header.nlmsg_flags = UInt16(NLM_F_REQUEST | flags)
        self.bytes = []
        self.append(header)
    }

    /// Appends a fixed structure such as `ifinfomsg`.
    mutating func append<Structure: BitwiseCopyable>(_ structure: Structure) {
        withUnsafeBytes(of: structure) { self.bytes += $0 }
        self.pad()
    }

    mutating func attribute(_ kind: Int, _ payload: [UInt8]) {
        self.append(rtattr(rta_len: UInt16(MemoryLayout<rtattr>.size + payload.count), rta_type: UInt16(kind)))
        self.bytes += payload
        self.pad()
    }

    mutating func attribute<Value: BitwiseCopyable>(_ kind: Int, value: Value) {
        self.attribute(kind, withUnsafeBytes(of: value) { Array($0) })
    }

    /// A C string with its final zero.
    mutating func attribute(_ kind: Int, text: String) {
        self.attribute(kind, Array(text.utf8) + [0])
    }

    /// An attribute that holds further attributes.
    mutating func nested(_ kind: Int, _ content: (inout NetlinkMessage) -> Void) {
        let start = self.bytes.count
        self.attribute(kind, [])
        content(&self)
        self.store(UInt16(self.bytes.count - start), at: start)
    }

    /// The finished request with its length and sequence number, asking for an acknowledgement.
    func sealed(sequence: UInt32) -> [UInt8] {
        var message = self
        message.store(UInt32(self.bytes.count), at: 0)
        message.store(sequence, at: 8)
        return message.bytes
    }

    private mutating func pad() {
        while self.bytes.count % 4 != 0 { self.bytes.append(0) }
    }

    private mutating func store<Value: BitwiseCopyable>(_ value: Value, at offset: Int) {
        withUnsafeBytes(of: value) { self.bytes.replaceSubrange(offset..<(offset + $0.count), with: $0) }
    }
}

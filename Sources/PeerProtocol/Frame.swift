/// One message on an active link: a header of six bytes and a payload.
///
/// Source: skywelld reference §4.1.
package struct Frame: Equatable, Sendable {
    /// In bytes.
    package static let headerLength = 6

    package let type: MessageType
    package let payload: [UInt8]

    package init(_ type: MessageType, _ payload: [UInt8]) {
        self.type = type
        self.payload = payload
    }

    /// The bytes on the wire. They must be one TLS write of their own: a stock receiver cannot take two frames at once.
    package var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.headerLength + self.payload.count) { buffer, count in
            Self.writeHeader(self.type, length: self.payload.count, buffer)
            count = Self.headerLength + self.payload.count
            _ = buffer[Self.headerLength..<count].initialize(from: self.payload)
        }
    }

    /// Writes the header of a frame to the front of its bytes.
    ///
    /// - Parameter length: Of the payload, in bytes.
    static func writeHeader(_ type: MessageType, length: Int, _ buffer: UnsafeMutableBufferPointer<UInt8>) {
        for index in 0..<4 { buffer[index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * index)) }
        buffer[4] = UInt8(truncatingIfNeeded: type.rawValue >> 8)
        buffer[5] = UInt8(truncatingIfNeeded: type.rawValue)
    }

    /// The announcement of a node that has no endpoint to tell: version 1 and an empty list.
    ///
    /// Source: skywelld reference §5.3.
    package static let emptyEndpoints = Frame(.endpoints, [0x08, 0x01])
}

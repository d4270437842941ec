/// Collects the head of one request or response from bytes that come in any split.
///
/// Every byte is looked at once, and bytes that cannot belong to a head end the reading at once: noise does not have to
/// reach the limit to be refused.
package struct HTTPHeadReader<Head: HTTPHead>: Sendable {
    /// The longest head, in bytes. Source: skywelld reference §3.1.
    package let limit: Int

    private var buffer: [UInt8] = []
    /// The length of the line being received, without its end.
    private var lineLength = 0

    package init(limit: Int = 80 * 1024) {
        self.limit = limit
    }

    /// How many bytes are held: at most the limit.
    package var bufferedCount: Int {
        self.buffer.count
    }

    /// Takes bytes from the front of what arrived, up to the end of the head.
    ///
    /// - Returns: The head, with the rest of the bytes left in `bytes`; `nil` if more are needed.
    package mutating func read(_ bytes: inout ArraySlice<UInt8>) throws(HTTPError) -> Head? {
        while let byte = bytes.popFirst() {
            guard self.buffer.count < self.limit else { throw .headTooLong }
            guard byte >= 0x20 && byte != 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
                throw .controlCharacter
            }
            self.buffer.append(byte)
            if byte == UInt8(ascii: "\n") {
                let isEmptyLine = self.lineLength == 0
                self.lineLength = 0
                if isEmptyLine {
                    defer { self.buffer = [] }
                    return try HTTPSyntax.head(self.buffer[...])
                }
            } else if byte != UInt8(ascii: "\r") {
                self.lineLength += 1
            }
        }
        return nil
    }
}

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
        let part = bytes.prefix(self.limit - self.buffer.count)
        let (count, isComplete) = try self.scan(part)
        self.buffer += part.prefix(count)
        bytes = bytes.dropFirst(count)
        guard isComplete else {
            guard bytes.isEmpty else { throw .headTooLong }
            return nil
        }
        defer { self.buffer = [] }
        return try HTTPSyntax.head(self.buffer[...])
    }

    /// Looks for the empty line.
    ///
    /// - Returns: How many bytes belong to the head, and whether they are its last.
    private mutating func scan(_ bytes: ArraySlice<UInt8>) throws(HTTPError) -> (count: Int, isComplete: Bool) {
        for index in bytes.indices {
            let byte = bytes[index]
            guard byte >= 0x20 && byte != 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
                throw .controlCharacter
            }
            if byte == UInt8(ascii: "\n") {
                let isEmptyLine = self.lineLength == 0
                self.lineLength = 0
                if isEmptyLine { return (index - bytes.startIndex + 1, true) }
            } else if byte != UInt8(ascii: "\r") {
                self.lineLength += 1
            }
        }
        return (bytes.count, false)
    }
}

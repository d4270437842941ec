internal import PeerProtocol

extension SecureConnection {
    /// Reads one response; what follows it is dropped.
    ///
    /// - Throws: `StreamFailure` or `HTTPError`.
    mutating func readResponse(headLimit: Int, bodyLimit: Int) throws -> HTTPResponseReader.Response {
        var rest: ArraySlice<UInt8> = []
        return try self.readResponse(headLimit: headLimit, bodyLimit: bodyLimit, rest: &rest)
    }

    /// Reads one response.
    ///
    /// - Parameter rest: Gets what has come behind it already.
    /// - Throws: `StreamFailure` or `HTTPError`.
    mutating func readResponse(
        headLimit: Int,
        bodyLimit: Int,
        rest: inout ArraySlice<UInt8>
    ) throws -> HTTPResponseReader.Response {
        var reader = HTTPResponseReader(headLimit: headLimit, bodyLimit: bodyLimit)
        while true {
            rest = try self.read()[...]
            if let response = try reader.read(&rest) { return response }
        }
    }
}

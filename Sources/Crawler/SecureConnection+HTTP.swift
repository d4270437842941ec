internal import PeerProtocol

extension SecureConnection {
    /// Reads one response; what follows it is dropped.
    ///
    /// - Throws: `StreamFailure` or `HTTPError`.
    mutating func readResponse(headLimit: Int, bodyLimit: Int) throws -> HTTPResponseReader.Response {
        var reader = HTTPResponseReader(headLimit: headLimit, bodyLimit: bodyLimit)
        while true {
            var bytes = try self.read()[...]
            if let response = try reader.read(&bytes) { return response }
        }
    }
}

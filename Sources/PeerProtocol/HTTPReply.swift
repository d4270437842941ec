/// An answer of a port that serves requests, and whether more of them may follow.
package struct HTTPReply: Equatable, Sendable {
    package let bytes: [UInt8]
    package let keepsAlive: Bool

    /// - Parameters:
    ///   - status: With its reason, such as `200 OK`.
    ///   - body: With its line end.
    ///   - type: Of the body.
    ///   - further: Fields after the usual ones.
    ///   - keepsAlive: Whether the connection stays.
    ///   - stamp: Who answers, and when.
    package init(
        _ status: HTTPStatus,
        _ body: String,
        type: String = "application/json; charset=UTF-8",
        further: KeyValuePairs<String, String> = [:],
        keepsAlive: Bool,
        stamp: Stamp
    ) {
        let body = Array(body.utf8)
        var fields = HTTPFields([
            "Date": NetworkTime.dateText(stamp.networkTime),
            "Connection": keepsAlive ? "Keep-Alive" : "close",
            "Content-Length": String(body.count),
            "Content-Type": type,
            "Server": "skywell-json-rpc/\(stamp.software)",
        ])
        for (name, value) in further { fields.append(name, value) }
        self.bytes = HTTPResponseHead(status: status.rawValue, reason: status.reason, fields: fields).bytes + body
        self.keepsAlive = keepsAlive
    }

    package struct Stamp: Equatable, Sendable {
        /// In seconds since 2000.
        package let networkTime: UInt64
        package let software: String

        package init(networkTime: UInt64, software: String) {
            self.networkTime = networkTime
            self.software = software
        }
    }
}

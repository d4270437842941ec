package import Addressing

/// The answers of the peer port that end a connection, byte for byte as the real server writes them.
package enum HTTPAnswer {
    /// The highest number of addresses in a redirect. Source: skywelld reference §3.6.
    package static let maximumRedirectCount = 10

    /// 503: no peer slot here, try these.
    ///
    /// Source: skywelld reference §3.6.
    ///
    /// - Parameters:
    ///   - remote: Who asked.
    ///   - peers: Where else to try. The one who asked, a second port of an address and what is above the limit are left out.
    /// - Returns: The bytes on the wire.
    package static func redirect(_ remote: IPv4Address, to peers: [Endpoint] = []) -> [UInt8] {
        var named: Set = [remote]
        let others = peers.filter { named.insert($0.address).inserted }
        let list = others.prefix(Self.maximumRedirectCount).map { "\"\($0)\"" }.joined(separator: ",")
        return Self.answer(
            status: 503,
            reason: "Service Unavailable",
            first: ["Remote-Address": remote.description],
            json: "{\"peer-ips\":[\(list)]}"
        )
    }

    /// 403: neither a peer nor a crawl.
    ///
    /// Source: skywelld reference §3.6.
    ///
    /// - Parameters:
    ///   - networkTime: For the `Date` header, in seconds since 2000.
    ///   - software: For the `Server` header.
    /// - Returns: The bytes on the wire.
    package static func forbidden(networkTime: UInt64, software: String) -> [UInt8] {
        let body = Array("Forbidden\r\n".utf8)
        let fields = HTTPFields([
            "Date": NetworkTime.dateText(networkTime),
            "Connection": "Keep-Alive",
            "Content-Length": String(body.count),
            "Content-Type": "application/json; charset=UTF-8",
            "Server": "skywell-json-rpc/\(software)",
        ])
        return HTTPResponseHead(status: 403, reason: "Forbidden", fields: fields).bytes + body
    }

    /// 200: who is connected.
    ///
    /// Source: skywelld reference §7.1.
    package static func crawl(_ document: CrawlDocument, form: CrawlDocument.Form = .documented) -> [UInt8] {
        Self.answer(status: 200, reason: "OK", first: [:], json: document.json(form))
    }

    private static func answer(
        status: Int,
        reason: String,
        first: KeyValuePairs<String, String>,
        json: String
    ) -> [UInt8] {
        let body = Array("\(json)\n".utf8)
        var fields = HTTPFields(first)
        fields.append("Content-Length", String(body.count))
        fields.append("Content-Type", "application/json")
        return HTTPResponseHead(status: status, reason: reason, fields: fields).bytes + body
    }
}

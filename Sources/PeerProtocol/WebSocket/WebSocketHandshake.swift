private import COpenSSL

/// How a connection becomes a WebSocket: the server's side of RFC 6455 §4.2.
package enum WebSocketHandshake {
    /// Source: RFC 6455 §1.3.
    private static let identifier = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    /// The answer that opens the socket; `nil` if the request does not ask for one in a form that we know.
    package static func answer(to request: HTTPRequestHead) -> [UInt8]? {
        guard request.method == "GET", request.version == .http11, request.fields["Host"] != nil,
            Self.names(request.fields["Upgrade"], "websocket"), Self.names(request.fields["Connection"], "upgrade"),
            request.fields["Sec-WebSocket-Version"] == "13", let key = request.fields["Sec-WebSocket-Key"],
            Base64.decode(key)?.count == 16
        else { return nil }
        let fields = HTTPFields([
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Accept": Self.accept(key),
        ])
        return HTTPResponseHead(status: 101, reason: "Switching Protocols", fields: fields).bytes
    }

    /// What shows the client that a server has understood it: no secret, and not used to protect anything.
    static func accept(_ key: String) -> String {
        let text = Array((key + Self.identifier).utf8)
        var digest = [UInt8](repeating: 0, count: 20)
        _ = SHA1(text, text.count, &digest)
        return Base64.encode(digest)
    }

    private static func names(_ list: String?, _ token: String) -> Bool {
        (list ?? "").lowercased().split(separator: ",").contains { part in
            part.drop { $0 == " " }.prefix { $0 != " " } == token
        }
    }
}

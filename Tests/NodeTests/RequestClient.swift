import Addressing
import Crawler
import Glibc
import PeerProtocol
import TLS
import TestSupport
import Testing

/// Talks to a port that serves requests, over plain TCP.
final class RequestClient {
    private let descriptor: Int32

    init(_ endpoint: Endpoint) throws {
        self.descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(self.descriptor >= 0)
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(self.descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        try #require(endpoint.connect(self.descriptor))
    }

    deinit {
        close(self.descriptor)
    }

    /// How many bytes the other end took.
    @discardableResult
    func say(_ bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes { send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    func say(_ text: String) {
        self.say(Array(text.utf8))
    }

    /// Everything up to the end of the connection; fails if that does not come.
    func readAll() throws -> String {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(self.descriptor, &buffer, buffer.count, 0)
            guard count > 0 else {
                if count < 0 { try #require(errno == ECONNRESET) }
                return String(decoding: all, as: UTF8.self)
            }
            all += buffer[..<count]
        }
    }

    /// The status and the body of an answer to a request on a connection of its own.
    static func ask(
        _ endpoint: Endpoint,
        _ body: String,
        method: String = "POST",
        target: String = "/",
        fields: String = ""
    ) throws -> (status: String, body: String) {
        let client = try RequestClient(endpoint)
        client.say(
            "\(method) \(target) HTTP/1.1\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)"
        )
        let answer = try client.readAll()
        let status = answer.prefix { $0 != "\r\n" }.split(separator: " ").dropFirst().first.map(String.init)
        guard let end = answer.firstRange(of: "\r\n\r\n") else { throw NeverCame() }
        return (status ?? "", String(answer[end.upperBound...]))
    }
}

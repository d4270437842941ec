package import Addressing
internal import PeerProtocol

/// Asks a node's own administration port, on the thread and in the network namespace of the caller.
///
/// Source: skywelld reference §7.3.
package enum AdministrationClient {
    /// Longest answer, in bytes: ten thousand links.
    private static let bodyMaximum = 8 * 1_024 * 1_024
    private static let headMaximum = 80 * 1_024
    private static let readMaximum = 65_536

    /// Why there is no list of links.
    package struct Failure: Error, Equatable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Asks for all links of a node.
    ///
    /// - Parameters:
    ///   - endpoint: A port with `protocol = http`, of which the caller is an administrator.
    ///   - timeout: For everything together.
    package static func peers(at endpoint: Endpoint, timeout: Duration) throws(Failure) -> [LinkedPeer] {
        let deadline = Deadline(in: timeout)
        do {
            let connection = try TCPConnection.open(to: endpoint, from: nil, until: deadline)
            try connection.send(Self.request, until: deadline)
            var reader = HTTPResponseReader(headLimit: Self.headMaximum, bodyLimit: Self.bodyMaximum)
            while true {
                let bytes = try connection.receive(maximum: Self.readMaximum, until: deadline)
                guard !bytes.isEmpty else { throw StreamFailure.closed }
                var rest = bytes[...]
                guard let response = try reader.read(&rest) else { continue }
                return try Self.peers(in: response)
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(description: "\(error)")
        }
    }

    private static let request: [UInt8] = {
        let body = #"{"method":"peers","params":[{}]}"#
        let head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
        return Array("\(head)\(body.utf8.count)\r\n\r\n\(body)".utf8)
    }()

    static func peers(in response: HTTPResponseReader.Response) throws(Failure) -> [LinkedPeer] {
        guard response.head.status == 200 else { throw Failure(description: "status \(response.head.status)") }
        guard let answer = try? JSONReader.read(response.body), let result = answer.members?["result"]?.members else {
            throw Failure(description: "no result")
        }
        switch result["peers"] {
        case .null: return []
        case .array(let entries): return entries.compactMap(LinkedPeer.init)
        default: throw Failure(description: "no peers: \(result["error"]?.string ?? "no error")")
        }
    }
}

package import Addressing
internal import PeerProtocol
package import TLS

/// Asks nodes for their `/crawl`, one after the other, on the thread and in the network namespace of the caller.
package struct CrawlClient: ~Copyable {
    /// Longest answer without its body, in bytes. Source: skywelld reference §3.1.
    package static let headMaximum = 80 * 1_024
    /// Longest body, in bytes: ten thousand peers.
    package static let bodyMaximum = 4 * 1_024 * 1_024

    private static let request = [UInt8]("GET /crawl HTTP/1.1\r\n\r\n".utf8)

    private let context: TLSContext
    private let source: IPv4Address?

    /// - Parameter source: Which of this host's addresses to come from; `nil` leaves it to the kernel.
    /// - Throws: When OpenSSL does not work here.
    package init(from source: IPv4Address? = nil) throws(TLSError) {
        self.context = try TLSContext.client()
        self.source = source
    }

    /// Asks one node.
    ///
    /// - Parameters:
    ///   - endpoint: The node's peer port.
    ///   - timeout: For everything together.
    /// - Returns: What the node answered, or how far it went.
    package borrowing func fetch(_ endpoint: Endpoint, timeout: Duration) -> CrawlOutcome {
        do {
            var connection = try SecureConnection.open(
                to: endpoint,
                from: self.source,
                self.context,
                timeout: timeout
            )
            let outcome = Self.ask(&connection)
            connection.close()
            return outcome
        } catch {
            return .failed(error)
        }
    }

    private static func ask(_ connection: inout SecureConnection) -> CrawlOutcome {
        do {
            try connection.write(Self.request)
            let response = try connection.readResponse(headLimit: Self.headMaximum, bodyLimit: Self.bodyMaximum)
            return .answered(CrawlAnswer(status: response.head.status, body: response.body))
        } catch let error as HTTPError {
            return .malformed(error)
        } catch let failure as StreamFailure {
            return .failed(.talking(failure))
        } catch {
            preconditionFailure("neither a stream nor HTTP fails with \(error)")
        }
    }
}

package import Addressing
internal import FoundationEssentials
package import PeerProtocol
package import Skywelld
package import TLS

/// Becomes a node's peer and leaves again, to see whether and with whom that is possible.
package struct PeerClient: ~Copyable {
    /// As the stock server calls itself. Source: skywelld reference §3.1.
    package static let software = "skywelld-0.29.60"
    /// Longest answer without its body, in bytes. Source: skywelld reference §3.1.
    package static let headMaximum = 80 * 1_024
    /// Longest body, in bytes: that of a 503 holds ten addresses.
    package static let bodyMaximum = 16 * 1_024
    /// Most addresses taken from a 503. Source: skywelld reference §3.6.
    package static let redirectsMaximum = 30

    private let context: TLSContext
    private let source: IPv4Address?

    /// - Parameter source: Which of this host's addresses to come from; `nil` leaves it to the kernel.
    /// - Throws: When OpenSSL does not work here.
    package init(from source: IPv4Address? = nil) throws(TLSError) {
        self.context = try TLSContext.client()
        self.source = source
    }

    /// Asks one node, and closes the connection whatever the answer.
    ///
    /// - Parameters:
    ///   - endpoint: The node's peer port.
    ///   - key: Who we say we are.
    ///   - crawl: Whether the node may show our address.
    ///   - networkTime: Now, in seconds since 2000.
    ///   - timeout: For everything together.
    /// - Returns: What the node answered, or how far it went.
    package borrowing func handshake(
        with endpoint: Endpoint,
        key: NodeKey,
        crawl: CrawlVisibility,
        networkTime: UInt64,
        timeout: Duration
    ) -> HandshakeOutcome {
        do {
            var connection = try self.open(endpoint, timeout: timeout)
            var rest: ArraySlice<UInt8> = []
            let outcome = Self.ask(&connection, key: key, crawl: crawl, networkTime: networkTime, rest: &rest)
            connection.close()
            return outcome
        } catch {
            return .failed(error)
        }
    }

    borrowing func open(_ endpoint: Endpoint, timeout: Duration) throws(ConnectionFailure) -> SecureConnection {
        try SecureConnection.open(to: endpoint, from: self.source, self.context, timeout: timeout)
    }

    /// - Parameter rest: Gets what the node has said already as a peer.
    static func ask(
        _ connection: inout SecureConnection,
        key: NodeKey,
        crawl: CrawlVisibility,
        networkTime: UInt64,
        rest: inout ArraySlice<UInt8>
    ) -> HandshakeOutcome {
        guard let finished = connection.finishedMessages,
            let session = SessionValue(localFinished: finished.local, peerFinished: finished.peer)
        else { return .unproven }
        let fields = HandshakeFields(
            software: Self.software,
            crawl: crawl,
            publicKey: key.publicKey.base58,
            signature: key.sign(digest: session.bytes),
            networkTime: networkTime
        )
        do {
            try connection.write(HandshakeRequest(fields).bytes)
            let response = try connection.readResponse(
                headLimit: Self.headMaximum,
                bodyLimit: Self.bodyMaximum,
                rest: &rest
            )
            return Self.judge(response, session)
        } catch let error as HTTPError {
            return .malformed(error)
        } catch let failure as StreamFailure {
            return .failed(.talking(failure))
        } catch {
            preconditionFailure("neither a stream nor HTTP fails with \(error)")
        }
    }

    static func judge(_ response: HTTPResponseReader.Response, _ session: SessionValue) -> HandshakeOutcome {
        switch response.head.status {
        case 101: self.identify(response.head, session)
        case 403: .forbidden
        case 503: .refused(peers: self.redirects(response.body))
        case let status: .rejected(status: status)
        }
    }

    /// Source: skywelld reference §3.2 and §3.5.
    private static func identify(_ head: HTTPResponseHead, _ session: SessionValue) -> HandshakeOutcome {
        do {
            let fields = try HandshakeResponse(head).fields
            guard let publicKey = NodePublicKey(base58: fields.publicKey),
                publicKey.isValidSignature(fields.signature, digest: session.bytes)
            else { return .unproven }
            return .established(.init(publicKey: publicKey, version: fields.software, crawl: fields.crawl))
        } catch {
            return .incomplete(error)
        }
    }

    private static func redirects(_ body: [UInt8]) -> [String] {
        let decoded = try? JSONDecoder().decode([String: [String]].self, from: Data(body))
        return Array((decoded?["peer-ips"] ?? []).prefix(Self.redirectsMaximum))
    }
}

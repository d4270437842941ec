internal import Logging
internal import NIOCore
internal import Overlay
internal import Skywelld

/// Validators that the configuration names by their domains.
extension Shell {
    /// Until a domain is asked again that has answered.
    private static let renewal = TimeAmount.hours(24)
    /// Until a domain is asked again that has not.
    private static let retry = TimeAmount.minutes(10)

    /// Asks each domain for its key, again and again. What a domain has said stays valid until the node ends.
    func ask(_ domains: [String], _ client: DomainClient) {
        for domain in domains { self.ask(domain, client) }
    }

    private func ask(_ domain: String, _ client: DomainClient) {
        client.ask(domain).assumeIsolated().whenComplete { result in
            guard !self.isStopping else { return }
            switch result {
            case .success(let key):
                self.logger.info("validator-domain", metadata: ["domain": "\(domain)", "key": "\(key.base58)"])
                self.report(.validatorListed(key))
                self.askAgain(domain, client, after: Self.renewal)
            case .failure(let error):
                let cause = (error as? DomainClient.Failure)?.rawValue ?? FailureText(error).description
                self.logger.warning("validator-domain-silent", metadata: ["domain": "\(domain)", "cause": "\(cause)"])
                self.askAgain(domain, client, after: Self.retry)
            }
        }
    }

    private func askAgain(_ domain: String, _ client: DomainClient, after time: TimeAmount) {
        self.repeatLater(after: time) { self.ask(domain, client) }
    }
}

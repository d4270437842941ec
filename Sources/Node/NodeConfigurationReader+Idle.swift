internal import Skywelld

/// What a file asks for and this node does not do.
///
/// Databases, ledgers and fees are another matter: nobody expects them of a node that has no ledger.
extension NodeConfigurationReader {
    /// Sections that the server knows, and why they do nothing here.
    private static let idle: [(section: String, reason: String)] = [
        ("debug_logfile", "this node logs to standard error, or where --log says"),
        ("elb_support", "this node answers no health check of a load balancer"),
        ("network_quorum", "this node does not count its peers before it says that it is connected"),
        ("overlay", "this node never tells how far a vote has come"),
        ("sntp_servers", "this node has the time of its host"),
        ("validation_quorum", "this node has no ledger to validate"),
        ("validators_site", "this node fetches no list of validators; write their keys under [validators]"),
    ]

    mutating func reportIdle(
        _ file: ConfigurationFile,
        _ configuration: ServerConfiguration,
        _ options: NodeOptions
    ) {
        for (name, reason) in Self.idle {
            guard let section = file[name] else { continue }
            self.report("warning", "[\(name)] has no effect: \(reason)", at: section.headers.first)
        }
        if options.voiceInterval != nil, configuration.validationSeed == nil {
            self.report("warning", "--voice has no effect: there is no [validation_seed] to vote with")
        }
        if configuration.isPrivate, configuration.fixedPeers.isEmpty, configuration.clusterNodes.isEmpty {
            self.report(
                "warning",
                "a private node dials nobody but the peers of [ips_fixed], and there are none, so it stays alone",
                at: file["peer_private"]?.headers.first
            )
        }
    }
}

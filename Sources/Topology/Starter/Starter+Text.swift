internal import Addressing

extension Starter {
    /// The topology, with comments that teach its language.
    ///
    /// Quotes stand around ranges inside of braces, so that editors which know YAML alone read the file too.
    package var text: String {
        precondition(self.conflicts.isEmpty, "a starter with conflicts has no text: \(self.conflicts)")
        return [self.heading, self.segments, self.firewall, self.sentrySelection, self.hosts, self.expectations]
            .compactMap { $0 }.joined(separator: "\n")
    }

    private var heading: String {
        let validators = self.validators == 1 ? "One validator" : "\(self.validators) validators"
        let sentries = self.sentries == 1 ? "one sentry" : "\(self.sentries) sentries"
        return """
            # \(validators) behind \(sentries). Replace the addresses with yours.
            picket: 1
            network: \(self.network)

            """
    }

    private var segments: String {
        """
        # The networks that hosts are on. Strangers are on a public one; on a private one, nobody but the hosts below.
        # A network may have several prefixes: cidr: [198.51.100.0/24, 203.0.113.0/24].
        segments:
          internet: { public: true, cidr: \(self.publicPrefix) }
          backbone: { cidr: \(self.privatePrefix) }

        """
    }

    private var firewall: String {
        guard !self.administration.isEmpty else {
            return """
                # Nobody reaches ssh on these hosts. Before they get this firewall, say from where you do:
                # firewall: { administration: [203.0.113.0/24] }

                """
        }
        let sources = self.administration.map { $0.ipv6 == nil ? $0.description : "'\($0)'" }
        return """
            # Who may reach ssh. Everybody else's packets are dropped and counted.
            firewall: { administration: [\(sources.joined(separator: ", "))] }

            """
    }

    /// With one sentry there is nothing to choose, and the linter says what it thinks of that.
    private var sentrySelection: String? {
        guard self.sentries > 1 else { return nil }
        guard self.zones > 1 else {
            return """
                # A validator dials every sentry of its group. Fewer than these are an error, whoever edits this file.
                roles:
                  validator: { sentries: { at_least: 2 } }

                """
        }
        return """
            # A validator dials every sentry of its group. Fewer than these, or all in one zone, are an error: a zone is what
            # fails together, such as a provider or a site.
            roles:
              validator: { sentries: { at_least: 2, spread_over: zone } }

            """
    }

    private var hosts: String {
        let lines = StarterHosts(self).text
        let range = lines.contains("{1..") ? "\n# '{1..2}' stands for two hosts; ranges in a line run in step." : ""
        return """
            # Validators dial their sentries, and nobody dials a validator.\(range)
            hosts:
            \(lines)
            """
    }

    /// That every validator is hidden is proved without being asked for.
    private var expectations: String? {
        guard self.sentries > 1 else { return nil }
        let zones = self.zones > 1 ? "\n  - survives: { zones: 1 }" : ""
        let what = self.zones > 1 ? "a sentry, or all of a zone, are lost" : "a sentry is lost"
        return """
            # To be proved besides: every validator is still connected when \(what).
            expect:
              - survives: { sentries: 1 }\(zones)

            """
    }
}

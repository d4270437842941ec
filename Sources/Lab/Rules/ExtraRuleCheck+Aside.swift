package import Compiler
internal import Files
internal import FoundationEssentials
package import Topology

extension ExtraRuleCheck {
    /// What a copy of this process tells it.
    private struct Report: Codable {
        struct Refusal: Codable {
            let host: String
            /// Among the host's rules.
            let rule: Int
            let message: String
            let part: String?
        }

        struct Failure: Codable {
            let isForbidden: Bool
            let message: String
            let help: String?
        }

        var refused: [Refusal] = []
        /// Why nothing was tried.
        var failure: Failure?
    }

    /// Checks the hosts' own rules in a copy of this process, which itself stays where it is, with all its rights.
    ///
    /// Call it while the process has one thread.
    ///
    /// - Throws: Why this machine cannot try rules. Nothing is tried, and nothing thrown, where there are none.
    package static func refused(_ bundles: [Bundle], of topology: Topology) throws(LabError) -> [RefusedRule] {
        guard topology.hosts.contains(where: { !$0.firewall.rules.isEmpty }) else { return [] }
        let output: [UInt8]
        do {
            output = try ProcessCopy.run { Self.encode(Self.report(bundles, of: topology)) }
        } catch {
            throw LabError("try the rules", error)
        }
        guard let report = try? JSONDecoder().decode(Report.self, from: Data(output)) else {
            throw LabError(.unavailable, "try the rules: the copy of this process said nothing")
        }
        if let failure = report.failure {
            throw LabError(failure.isForbidden ? .notPermitted : .unavailable, failure.message, help: failure.help)
        }
        return report.refused.compactMap { refusal in
            guard let name = HostName(refusal.host), let host = topology[host: name],
                host.firewall.rules.indices.contains(refusal.rule)
            else { return nil }
            return RefusedRule(
                rule: host.firewall.rules[refusal.rule],
                host: name,
                message: refusal.message,
                part: refusal.part
            )
        }
    }

    private static func report(_ bundles: [Bundle], of topology: Topology) -> Report {
        do {
            let scratch = try ScratchRuleset.enter()
            var check = ExtraRuleCheck()
            check.check(bundles, of: topology, load: scratch.objection)
            let refusals = check.refused.map { found in
                Report.Refusal(
                    host: found.host.rawValue,
                    rule: topology[host: found.host]?.firewall.rules.firstIndex(of: found.rule) ?? 0,
                    message: found.message,
                    part: found.part
                )
            }
            return Report(refused: refusals)
        } catch {
            let failure = Report.Failure(
                isForbidden: error.kind == .notPermitted,
                message: error.message,
                help: error.help
            )
            return Report(failure: failure)
        }
    }

    private static func encode(_ report: Report) -> [UInt8] {
        (try? JSONEncoder().encode(report)).map(Array.init) ?? []
    }
}

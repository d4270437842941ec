import Foundation

/// `lab run --json`, read by somebody who knows nothing but the documents.
struct Report: Decodable {
    struct Claim: Decodable {
        struct Evidence: Decodable {
            let vantage: String
            let text: String
        }

        let id: String
        let outcome: String
        let evidence: [Evidence]
        let opposite: String
    }

    let schema: String
    let network: String
    let mutation: String?
    let claims: [Claim]

    static let claimIDs = [
        "rules-in-place", "links-up", "validator-hidden", "validator-unreachable", "validator-confined",
        "sentry-reachable", "admin-closed", "votes-reach-strangers",
    ]

    static func read(_ text: String) throws -> Report {
        try JSONDecoder().decode(Report.self, from: Data(text.utf8))
    }

    func claims(ending outcome: String) -> [String] {
        self.claims.filter { $0.outcome == outcome }.map(\.id)
    }
}

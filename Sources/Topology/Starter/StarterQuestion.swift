/// What somebody who writes a first topology is asked, in this order: a later answer must fit the earlier ones.
package enum StarterQuestion: String, CaseIterable, Hashable, Sendable {
    case network, validators, sentries, zones
    case privatePrefix = "private"
    case publicPrefix = "public"
    case administration

    /// The question as a terminal asks it.
    package var prompt: String {
        switch self {
        case .network: "Name of the network"
        case .validators: "Validators"
        case .sentries: "Sentries, the public servers in front of them"
        case .zones: "Zones that they are spread over: what fails together, such as a provider"
        case .privatePrefix: "Private network between validators and sentries"
        case .publicPrefix: "Network of the sentries' public addresses"
        case .administration: "Who may reach ssh: addresses or prefixes with ',' between them"
        }
    }

    /// The answer that goes without saying; empty if that is none.
    package var usualAnswer: String {
        switch self {
        case .network: "my-network"
        case .validators: "1"
        case .sentries: "2"
        case .zones: "1"
        case .privatePrefix: "10.1.10.0/24"
        // For documentation, so that it is nobody's. Source: RFC 5737 §3.
        case .publicPrefix: "198.51.100.0/24"
        case .administration: ""
        }
    }
}

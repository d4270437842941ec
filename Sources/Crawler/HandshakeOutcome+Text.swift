extension HandshakeOutcome {
    /// What came instead of a peer, in words; `nil` for a peer.
    package var failureText: String? {
        switch self {
        case .established: nil
        case .refused: "503, no slot"
        case .forbidden: "403, not a peer port"
        case .rejected(let status): "status \(status)"
        case .incomplete(let error): "an incomplete answer: \(error)"
        case .unproven: "a signature that is not valid"
        case .malformed(let error): "an answer that is not HTTP: \(error)"
        case .failed(let failure): "\(failure)"
        }
    }
}

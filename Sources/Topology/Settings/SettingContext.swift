internal import Diagnostics

/// What is known around a map of settings while it is read.
struct SettingContext: Sendable {
    /// The role of the hosts; `nil` for one level by itself.
    let role: Located<Role>?
    /// Where the file says whom the servers trust.
    let trust: SourceSpan?
    /// Whether everything that a host has is there; one level by itself may leave out what another gives.
    let isWhole: Bool
}

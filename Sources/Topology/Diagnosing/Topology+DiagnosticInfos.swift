package import Diagnostics

extension Topology {
    /// Everything that can be wrong with a topology file, sorted by code.
    package static let diagnosticInfos: [DiagnosticInfo] =
        Self.fileInfos + Self.keyInfos + Self.nameInfos + Self.addressInfos + Self.linkInfos + Self.labInfos
        + Self.settingInfos
}

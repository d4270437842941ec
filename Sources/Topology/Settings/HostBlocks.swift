internal import Addressing
internal import Diagnostics

/// The blocks of a host's settings, as far as hosts of one entry share them.
struct HostBlocks: Sendable {
    /// Everything in them that may hold a range or a list.
    let templates: [Template]
    let daemon: Stepped<DaemonSettings>
    let firewall: FirewallSettings
    let secrets: Stepped<SecretSettings>
    let ssh: Stepped<SSHSettings?>

    /// What holds where nothing is written.
    static let none = HostBlocks()

    private init() {
        self.templates = []
        self.daemon = .same(DaemonSettings())
        self.firewall = FirewallSettings()
        self.secrets = .same(SecretSettings())
        self.ssh = .same(nil)
    }

    /// Takes the blocks out of a map of settings.
    ///
    /// - Parameters:
    ///   - map: Settings of a host, merged, or of one level.
    ///   - context: What diagnostics point at besides.
    ///   - diagnostics: Receives what is wrong.
    init(_ map: inout MapReader, _ context: SettingContext, _ diagnostics: inout DiagnosticCollector) {
        let daemon = map.take("daemon").flatMap { DaemonReader.read($0.value, context, &diagnostics) }
        let firewall = map.take("firewall").flatMap { FirewallReader.read($0.value, context, &diagnostics) }
        let secrets = map.take("secrets").flatMap { SecretSettingsReader.read($0.value, &diagnostics) }
        let ssh = map.take("ssh").flatMap { SSHReader.read($0.value, &diagnostics) }
        self.templates = (daemon?.templates ?? []) + (secrets?.templates ?? []) + (ssh?.templates ?? [])
        self.daemon = daemon?.settings ?? .same(DaemonSettings())
        self.firewall = firewall ?? FirewallSettings()
        self.secrets = secrets?.settings ?? .same(SecretSettings())
        self.ssh = ssh?.settings ?? .same(nil)
    }
}

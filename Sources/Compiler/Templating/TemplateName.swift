/// The templates that there are: one for each artifact but the ruleset and the manifest.
enum TemplateName: String, CaseIterable, Sendable {
    case configuration = "skywelld.cfg.mustache"
    case serviceDropIn = "picket.conf.mustache"
    case firewallUnit = "picket-firewall.service.mustache"
    case nudgeUnit = "picket-nudge.service.mustache"
    case nudgeTimer = "picket-nudge.timer.mustache"

    /// The names that the template may use.
    var schema: TemplateSchema {
        switch self {
        case .configuration: ConfigurationValues.schema
        case .serviceDropIn, .firewallUnit, .nudgeUnit, .nudgeTimer: UnitValues.schema
        }
    }

    /// The bytes that Picket comes with, from the folder `templates`.
    var builtIn: [UInt8] {
        switch self {
        case .configuration: PackageResources.skywelld_cfg_mustache
        case .serviceDropIn: PackageResources.picket_conf_mustache
        case .firewallUnit: PackageResources.picket_firewall_service_mustache
        case .nudgeUnit: PackageResources.picket_nudge_service_mustache
        case .nudgeTimer: PackageResources.picket_nudge_timer_mustache
        }
    }
}

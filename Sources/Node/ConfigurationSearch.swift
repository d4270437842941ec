private import Glibc

/// Where the server looks for its file when nobody names one.
///
/// Source: skywelld reference §8.1, 9.
package enum ConfigurationSearch {
    private static let name = "skywelld.cfg"

    /// The first file that is there; the first place to look if there is none, so that it can be said.
    package static var path: String {
        Self.path(environment: { name in getenv(name).map { String(cString: $0) } }, isFile: { access($0, F_OK) == 0 })
    }

    static func path(environment: (String) -> String?, isFile: (String) -> Bool) -> String {
        Self.candidates(environment).first(where: isFile) ?? Self.name
    }

    private static func candidates(_ environment: (String) -> String?) -> [String] {
        let given = environment("XDG_CONFIG_HOME").flatMap { $0.isEmpty ? nil : $0 }
        let folder = given ?? environment("HOME").map { "\($0)/.config" }
        return [Self.name] + (folder.map { ["\($0)/skywell/\(Self.name)"] } ?? [])
    }
}

internal import ArgumentParser
internal import Lab

/// Which of the labs that are up a command means.
struct LabSelection: ParsableArguments {
    @Option(help: ArgumentHelp("The lab's network; needed only if several labs are up.", valueName: "network"))
    var lab: String?

    /// - Throws: `LabError` if there is no such lab, none at all, or more than one to choose from.
    func resolve(_ registry: LabRegistry) throws(LabError) -> String {
        let names = registry.names()
        if let lab = self.lab {
            guard names.contains(lab) else {
                throw LabError(.unavailable, "no lab '\(lab)' is up", help: Self.help(names))
            }
            return lab
        }
        guard let only = names.first, names.count == 1 else {
            throw LabError(
                .unavailable,
                names.isEmpty ? "no lab is up" : "several labs are up",
                help: Self.help(names)
            )
        }
        return only
    }

    private static func help(_ names: [String]) -> String {
        names.isEmpty
            ? "start one: picket lab up topologies/quickstart.yaml"
            : "choose with --lab: \(names.joined(separator: ", "))"
    }
}

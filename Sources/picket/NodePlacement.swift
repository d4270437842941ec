internal import ArgumentParser

/// Where a node lives, as far as its configuration file does not say.
struct NodePlacement: ParsableArguments {
    @Option(
        help: ArgumentHelp("The network namespace of its sockets, such as /proc/PID/ns/net.", valueName: "file")
    )
    var namespace: String?

    @Option(help: ArgumentHelp("Where to log, instead of standard error.", valueName: "file"))
    var log: String?
}

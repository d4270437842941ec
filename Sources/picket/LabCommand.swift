internal import ArgumentParser

struct LabCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab",
        abstract: "Runs a topology on this machine, behind the real rules, and verifies it.",
        discussion: """
            The lab needs no root. It lives in namespaces of its own: one network per host, one bridge per segment, the hosts' \
            declared addresses, an 'outsider' on each public segment and an 'intruder' on each private one. Nothing of it is \
            visible outside, and nothing of it is left when it ends.

            \(ExitCode.help)
            """,
        subcommands: [
            LabRunCommand.self, LabSelfTestCommand.self, LabUpCommand.self, LabStatusCommand.self, LabExecCommand.self,
            LabSendCommand.self,
            LabDownCommand.self,
        ]
    )
}

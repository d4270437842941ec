internal import ArgumentParser
internal import Files
internal import Topology

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Writes a first topology, with comments.",
        discussion: """
            On a terminal it asks for what no option says. Without one, what is not said is the usual.

            Nothing is overwritten.

            \(ExitCode.help)
            """
    )

    @Option(help: ArgumentHelp("\(Self.help(.network)).", valueName: "name"))
    var network: String?

    @Option(help: ArgumentHelp("\(Self.help(.validators)).", valueName: "count"))
    var validators: String?

    @Option(help: ArgumentHelp("\(Self.help(.sentries)).", valueName: "count"))
    var sentries: String?

    @Option(help: ArgumentHelp("\(Self.help(.zones)).", valueName: "count"))
    var zones: String?

    @Option(name: .customLong("private"), help: ArgumentHelp("\(Self.help(.privatePrefix)).", valueName: "prefix"))
    var privatePrefix: String?

    @Option(name: .customLong("public"), help: ArgumentHelp("\(Self.help(.publicPrefix)).", valueName: "prefix"))
    var publicPrefix: String?

    @Option(help: ArgumentHelp("\(Self.help(.administration)).", valueName: "sources"))
    var administration: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write; - is standard output.", valueName: "file"))
    var output = "topology.yaml"

    @OptionGroup var options: OutputOptions

    /// The place that stands for standard output.
    private static let standardOutput = "-"

    private static func help(_ question: StarterQuestion) -> String {
        question.prompt + (question.usualAnswer.isEmpty ? "; nobody otherwise" : "; \(question.usualAnswer) otherwise")
    }

    func run() throws {
        let console = self.options.console
        // Before anybody answers seven questions for nothing.
        if self.output != Self.standardOutput, (try? FileStatus(of: self.output, followingLinks: false)) != nil {
            throw self.isTaken(console)
        }
        let starter = try self.starter(console)
        guard self.output != Self.standardOutput else {
            console.print(String(starter.text.dropLast()))
            return
        }
        try self.write(starter.text, console)
        console.print("wrote \(self.output)")
        console.note(
            """

            Next, after a look at its addresses:
              picket check \(self.output)      says what is wrong with it
              picket lab run \(self.output)    proves it on this machine, with throw-away keys
              picket keys new \(self.output)   makes the real keys
            """
        )
    }

    private func flag(_ question: StarterQuestion) -> String? {
        switch question {
        case .network: self.network
        case .validators: self.validators
        case .sentries: self.sentries
        case .zones: self.zones
        case .privatePrefix: self.privatePrefix
        case .publicPrefix: self.publicPrefix
        case .administration: self.administration
        }
    }

    /// Takes what the options say, asks for the rest if there is somebody to ask, and says all problems at once.
    private func starter(_ console: Console) throws -> Starter {
        var starter = Starter()
        var problems: [StarterQuestion: String] = [:]
        var open: [StarterQuestion] = []
        for question in StarterQuestion.allCases {
            if let text = self.flag(question) {
                problems[question] = starter.answer(question, with: text)
            } else {
                open.append(question)
            }
        }
        let interview = Interview(console)
        if problems.isEmpty, Interview.isPossible {
            for (index, question) in open.enumerated() {
                let next = index + 1 < open.count ? open[index + 1] : nil
                try interview.ask(question, before: next, &starter)
            }
        }
        problems.merge(starter.conflicts.map { ($0.question, $0.sentence) }) { own, _ in own }
        guard problems.isEmpty else {
            for question in StarterQuestion.allCases {
                if let problem = problems[question] { console.error("--\(question.rawValue): \(problem)") }
            }
            throw ExitCode.validationFailure
        }
        return starter
    }

    private func write(_ text: String, _ console: Console) throws {
        do {
            try AtomicFile.create(text, at: self.output, mode: 0o644)
        } catch {
            guard !error.isExisting else { throw self.isTaken(console) }
            console.error("write the topology: \(error)")
            throw ExitCode(error)
        }
    }

    private func isTaken(_ console: Console) -> ExitCode {
        console.error(
            "there is something at \(self.output) already",
            help: "nothing is overwritten: name another file with -o, or move that one away"
        )
        return .no
    }
}

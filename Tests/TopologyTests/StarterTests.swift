import Diagnostics
import Testing
import Topology

@Suite struct StarterTests {
    private static let networks = [
        ("10.1.10.0/24", "198.51.100.0/24"), ("10.0.0.0/8", "203.0.113.0/26"), ("192.168.7.64/27", "198.51.100.128/28"),
        ("172.16.0.240/28", "198.51.100.0/28"), ("10.0.0.0/23", "100.64.0.0/12"),
    ]

    private static func starter(_ answers: [StarterQuestion: String]) -> (starter: Starter, problems: [String]) {
        var starter = Starter()
        let problems = StarterQuestion.allCases.compactMap { question in
            answers[question].flatMap { starter.answer(question, with: $0) }
        }
        return (starter, problems + starter.conflicts.map(\.sentence))
    }

    @Test(
        "every starter reads without errors and warnings, as the network that was asked for",
        arguments: Self.networks,
        ["", "203.0.113.200", "192.0.2.0/24, 2001:db8::/48"]
    )
    func readsClean(networks: (String, String), administration: String) throws {
        for validators in 1...5 {
            for sentries in 1...6 {
                for zones in 1...min(3, sentries) {
                    let (starter, problems) = Self.starter([
                        .network: "north-1", .validators: "\(validators)", .sentries: "\(sentries)", .zones: "\(zones)",
                        .privatePrefix: networks.0, .publicPrefix: networks.1, .administration: administration,
                    ])
                    try #require(problems.isEmpty, "\(problems)")
                    let reading = read(starter.text)
                    let shown = DiagnosticRenderer(color: .never).render(reading.diagnostics, in: reading.source)
                    try #require(reading.diagnostics.isEmpty, "\(shown)\n\(starter.text)")
                    let topology = try #require(reading.topology)
                    #expect(topology.network.rawValue == "north-1")
                    #expect(topology.hosts.count { $0.role == .validator } == validators)
                    #expect(topology.hosts.count { $0.role == .sentry } == sentries)
                    #expect(Set(topology.hosts.filter { $0.role == .sentry }.map(\.zone)).count == zones)
                    #expect(topology.links.count { $0.kind == .service } == validators * sentries)
                    #expect((topology.hosts[0].firewall.administration.isEmpty) == administration.isEmpty)
                    #expect(VantagePlan.make(for: topology).diagnostics.isEmpty, "\(starter.text)")
                }
            }
        }
    }

    @Test("the largest starter reads too, and the smallest networks that are accepted have room for the lab")
    func limits() throws {
        let largest = Self.starter([.validators: "50", .sentries: "100", .zones: "26"])
        #expect(largest.problems.isEmpty && read(largest.starter.text).diagnostics.isEmpty)
        let smallest = Self.starter([
            .validators: "2", .sentries: "3", .privatePrefix: "10.0.0.8/29", .publicPrefix: "10.0.0.16/29",
        ])
        #expect(smallest.problems.isEmpty)
        let topology = try topology(smallest.starter.text)
        #expect(VantagePlan.make(for: topology).diagnostics.isEmpty)
    }

    @Test("the usual starter is the text of a page")
    func usual() {
        let text = Starter().text
        #expect(
            text.contains(
                "  sentry-{1..2}: { role: sentry, backbone: '10.1.10.{101..102}', internet: '198.51.100.{11..12}' }"
            )
        )
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 40)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }

    @Test(
        "what makes no sense is refused with a sentence, and the answer before stays",
        arguments: [
            (.network, "No Name", "is no name"), (.network, "", "is no name"), (.validators, "0", "from 1 to 50"),
            (.validators, "51", "from 1 to 50"), (.sentries, "0", "from 1 to 100"), (.sentries, "-1", "from 1 to 100"),
            (.sentries, "two", "from 1 to 100"), (.sentries, "99999999999999999999", "from 1 to 100"),
            (.zones, "27", "from 1 to 26"), (.privatePrefix, "10.1.10.5/24", "with zeros behind"),
            (.privatePrefix, "fd00::/64", "no IPv4 network"), (.publicPrefix, "127.0.0.0/24", "another meaning"),
            (.publicPrefix, "0.0.0.0/0", "another meaning"), (.administration, "home", "no address and no prefix"),
            (.administration, "203.0.113.1,", "no address and no prefix"), (.administration, "0.0.0.0/0", "everybody"),
            (.administration, "203.0.113.0/24, 203.0.113.9", "203.0.113.0/24 covers 203.0.113.9/32"),
        ] as [(StarterQuestion, String, String)]
    )
    func refuses(question: StarterQuestion, answer: String, words: String) {
        var starter = Starter()
        let problem = starter.answer(question, with: answer)
        #expect(problem?.contains(words) == true, "\(problem ?? "no problem")")
        #expect(starter == Starter())
    }

    @Test(
        "answers that do not go together are refused with a sentence",
        arguments: [
            ([.zones: "3"], "3 zones need as many sentries, and there are 2"),
            ([.privatePrefix: "10.0.0.0/30"], "10.0.0.0/30 has addresses for 2, and 4 are needed"),
            ([.publicPrefix: "198.51.100.4/31"], "198.51.100.4/31 has addresses for 2, and 4 are needed"),
            ([.publicPrefix: "10.0.0.0/8"], "10.0.0.0/8 and 10.1.10.0/24 overlap"),
        ] as [([StarterQuestion: String], String)]
    )
    func conflicts(answers: [StarterQuestion: String], words: String) {
        let (starter, problems) = Self.starter(answers)
        #expect(problems.count == 1 && problems[0].contains(words), "\(problems)")
        #expect(starter.conflicts.map(\.question) == Array(answers.keys))
    }
}

import TestSupport
import Testing

extension LabSuite {
    @Suite struct BadInputTests {
        /// A wrong file: what is in it, the place of the problem as `line:column`, and words of the message.
        struct Wrong: Sendable, CustomTestStringConvertible {
            let name: String
            let text: String
            let places: [String]
            let words: [String]

            var testDescription: String { self.name }
        }

        private static let segments = """
            picket: 1
            network: t
            segments:
              internet: { public: true, cidr: 198.51.100.0/24 }
              backbone: { cidr: 10.1.10.0/24 }
            hosts:

            """

        private static let wrong = [
            Wrong(
                name: "an unknown key",
                text: Self.segments + "  s: { rol: sentry, internet: 198.51.100.1 }\n",
                places: ["7:8"],
                words: ["'rol'", "role"]
            ),
            Wrong(
                name: "an unknown key at the top",
                text: Self.segments + "  s: { role: sentry, internet: 198.51.100.1 }\nfirewal: {}\n",
                places: ["8:1"],
                words: ["'firewal'", "did you mean 'firewall'?"]
            ),
            Wrong(
                name: "a wrong type",
                text: Self.segments + "  s: { role: [sentry], internet: 198.51.100.1 }\n",
                places: ["7:14"],
                words: ["expected"]
            ),
            Wrong(
                name: "a duplicate address",
                text: Self.segments
                    + "  s: { role: sentry, internet: 198.51.100.1 }\n  r: { role: sentry, internet: 198.51.100.1 }\n",
                places: ["8:32"],
                words: ["198.51.100.1"]
            ),
            Wrong(
                name: "an address outside its segment",
                text: Self.segments + "  s: { role: sentry, internet: 198.51.101.1 }\n",
                places: ["7:32"],
                words: ["198.51.101.1", "198.51.100.0/24"]
            ),
            Wrong(
                name: "a validator without a sentry",
                text: Self.segments + "  v: { role: validator, backbone: 10.1.10.1 }\n",
                places: ["7:3"],
                words: ["'v'"]
            ),
            Wrong(
                name: "a YAML error",
                text: Self.segments + "  s: { role: sentry, internet: 198.51.100.1\n  t: ]\n",
                places: ["8:"],
                words: []
            ),
            Wrong(
                name: "an empty file",
                text: "",
                places: [],
                words: ["the file is empty"]
            ),
            Wrong(
                name: "several problems at once",
                text: Self.segments
                    + "  s: { role: sentri, internet: 198.51.100.1 }\n  r: { role: sentry, internet: 10.9.9.9 }\n"
                    + "  q: { role: sentry, intrenet: 198.51.100.2 }\n",
                places: ["7:14", "8:32", "9:22"],
                words: ["did you mean 'sentry'?", "did you mean 'internet'?", "3 errors"]
            ),
        ]

        @Test(
            "is 65, with file, line, column and help, and nothing on standard output",
            arguments: Self.wrong,
            [false, true]
        )
        func wrongFiles(wrong: Wrong, inLab: Bool) async throws {
            let folder = try ScratchFolder()
            let file = try folder.write(wrong.text, to: "file.yaml")
            let run =
                inLab
                ? try await Picket.run("lab", "run", file)
                : try await Picket.run("compile", file, "-o", folder.path("out"))
            #expect(run.code == 65, "\(run.all)")
            #expect(run.output.isEmpty, "\(run.all)")
            #expect(run.errors.hasPrefix("error[P"), "\(run.all)")
            for place in wrong.places { #expect(run.errors.contains("--> \(file):\(place)"), "\(run.all)") }
            for word in wrong.words { #expect(run.errors.contains(word), "\(run.all)") }
            // Said once, not again by the process inside.
            if let place = wrong.places.first {
                #expect(run.errors.ranges(of: "--> \(file):\(place)").count == 1, "\(run.all)")
            }
        }

        @Test("a segment without room for outsider and intruder is refused by the lab, and not by compile")
        func smallSegment() async throws {
            let folder = try ScratchFolder()
            let file = try folder.write(
                """
                picket: 1
                network: t
                segments:
                  internet: { public: true, cidr: 198.51.100.0/30 }
                  backbone: { cidr: 10.1.10.0/30 }
                hosts:
                  v: { role: validator, backbone: 10.1.10.1 }
                  s: { role: sentry, backbone: 10.1.10.2, internet: 198.51.100.1 }
                """,
                to: "file.yaml"
            )
            let lab = try await Picket.run("lab", "run", file)
            #expect(lab.code == 65, "\(lab.all)")
            #expect(lab.errors.contains("--> \(file):4:3") && lab.errors.contains("--> \(file):5:3"), "\(lab.all)")
            #expect(lab.errors.contains("outsider") && lab.errors.contains("intruder"), "\(lab.all)")
            #expect(try await Picket.run("compile", "--lab-keys", file, "-o", folder.path("out")).code == 0)
        }

        @Test("a file that cannot be read is said to be so", arguments: ["/", "no/such/file.yaml", "/dev/null/x"])
        func unreadable(path: String) async throws {
            for arguments in [
                ["lab", "run", path], ["lab", "self-test", path], ["lab", "up", path],
                ["compile", path, "-o", "/dev/null/out"],
            ] {
                let process = try RunningProcess(Picket.binary, arguments, in: "/tmp")
                let run = try await process.finish(within: .seconds(10))
                #expect(run.code == 65, "\(arguments): \(run.all)")
                #expect(run.errors.contains("error: \(path): "), "\(run.all)")
                #expect(run.output.isEmpty)
            }
        }

        @Test(
            "endless and binary input is refused, and not read to its end",
            arguments: ["/dev/zero", "/proc/self/exe"]
        )
        func strangeFiles(path: String) async throws {
            let run = try await Picket.run("lab", "run", path, limit: .seconds(10))
            #expect(run.code == 65 && !run.timedOut, "\(run.all)")
            #expect(run.errors.hasPrefix("error[P0"), "\(run.all)")
        }

        @Test("a machine without user namespaces is told so, with what to change", arguments: [["run"], ["up"]])
        func noNamespaces(command: [String]) async throws {
            let folder = try ScratchFolder()
            let script =
                "echo 0 > /proc/sys/user/max_user_namespaces && exec \(Picket.binary) lab \(command[0]) \(Picket.quickstart)"
            let process = try RunningProcess(
                "unshare",
                ["-Ur", "sh", "-c", script],
                environment: ["XDG_RUNTIME_DIR": folder.path],
                in: "/"
            )
            let run = try await process.finish(within: .seconds(20))
            #expect(run.code == 69 || run.code == 77, "\(run.all)")
            #expect(run.errors.contains("error: this machine has no user namespaces left"), "\(run.all)")
            #expect(run.errors.contains("help: raise user.max_user_namespaces"), "\(run.all)")
            #expect(run.errors.ranges(of: "error:").count == 1, "\(run.all)")
            for word in ["Fatal", "Stack", "swift", "crash"] { #expect(!run.all.contains(word), "\(run.all)") }
            #expect(!folder.contents.contains { $0.hasPrefix("picket/") }, "\(folder.contents)")
        }

        @Test("self-test on a machine without user namespaces is 69 or 77 as well, and says why once")
        func noNamespacesSelfTest() async throws {
            let script =
                "echo 0 > /proc/sys/user/max_user_namespaces && exec \(Picket.binary) lab self-test \(Picket.quickstart)"
            let process = try RunningProcess("unshare", ["-Ur", "sh", "-c", script], in: "/")
            let run = try await process.finish(within: .seconds(20))
            #expect(run.code == 69 || run.code == 77, "\(run.all)")
            #expect(run.errors.ranges(of: "error: this machine has no user namespaces left").count == 1, "\(run.all)")
        }

        @Test(
            "a wrong command line is 64, with the usage",
            arguments: [
                ["lab", "run"], ["lab", "run", "a", "b"], ["lab", "run", "--nonsense", "a"], ["compile"],
                ["compile", "a"],
                ["nonsense"], ["lab", "exec"], ["lab", "exec", "outsider"], ["lab", "nonsense"], ["lab", "up"],
                ["lab", "run", "--color", "purple", "a"], ["lab", "down", "a", "--lab", "b"],
            ]
        )
        func usage(arguments: [String]) async throws {
            let process = try RunningProcess(Picket.binary, arguments, in: Repository.root)
            let run = try await process.finish(within: .seconds(10))
            #expect(run.code == 64, "\(run.all)")
            #expect(run.errors.contains("Error:") && run.errors.contains("Usage:"), "\(run.all)")
            #expect(run.output.isEmpty)
        }

        @Test("a node without a readable configuration says why", arguments: ["/", "no/such/skywelld.cfg"])
        func nodeWithoutFile(path: String) async throws {
            let run = try await Picket.run("node", "--conf", path, limit: .seconds(10))
            #expect(run.code == 65, "\(run.all)")
            #expect(run.errors.contains(path), "\(run.all)")
        }

        @Test("a seed in place of a peer to protect is refused without being shown, on a line of many nodes as well")
        func seedInPlaceOfPeer() async throws {
            let folder = try ScratchFolder()
            let seed = "snVjqesLaiCppdpmYqouDVB1Ef7qt"
            let nodes = try folder.write("--conf a.cfg --protect \(seed)\n--conf a.cfg --color\(seed)\n", to: "nodes")
            let few = try await Picket.run("node", "--protect", seed)
            #expect(few.code == 64 && few.errors.contains("'(hidden)' is neither a node key"), "\(few.all)")
            #expect(!few.all.contains(seed.dropFirst(8)), "\(few.all)")
            let many = try await Picket.run("node", "--nodes", nodes)
            #expect(
                many.code == 65 && many.errors.contains("\(nodes):1: '(hidden)' is neither a node key"),
                "\(many.all)"
            )
            #expect(many.errors.contains("\(nodes):2: ") && !many.all.contains(seed.dropFirst(8)), "\(many.all)")
        }

        @Test("a list of peers to protect says each line that names nobody, with its place")
        func badProtection() async throws {
            let folder = try ScratchFolder()
            let list = try folder.write("# ours\n10.1.10.51\n10.1.10.52/32\nnobody\n", to: "list")
            let run = try await Picket.run("node", "--protect-from", list)
            #expect(run.code == 65, "\(run.all)")
            #expect(run.errors.contains("\(list):3: this is neither a node key"), "\(run.all)")
            #expect(run.errors.contains("\(list):4: this is neither a node key"), "\(run.all)")
            #expect(!run.all.contains("10.1.10.52"), "\(run.all)")
            let missing = try await Picket.run("node", "--protect-from", folder.path("missing"))
            #expect(missing.code == 65 && missing.errors.contains("cannot read the peers to protect"), "\(missing.all)")
        }
    }
}

import Testing

@testable import Skywelld

@Suite("Secrets in texts that are quoted")
struct SecretTextTests {
    private static let seed = Seed(passphrase: "test-only secret")

    /// The forms that a seed has, and what becomes of one that is copied badly.
    private static let secrets: [String] = {
        let base58 = Self.seed.text
        let hex = Self.seed.bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        .joined()
        return [base58, hex, hex.uppercased(), String(base58.dropLast()), String(base58.dropLast(4)), "\(hex)\(hex)"]
    }()

    /// Whether any part of a secret is in a text: eight characters of it in a row.
    private static func leaks(_ secret: String, _ text: String) -> Bool {
        let letters = Array(secret)
        return (0...(letters.count - 8)).contains { text.contains(String(letters[$0..<($0 + 8)])) }
    }

    @Test("nothing of a seed is left, wherever it stands", arguments: Self.secrets)
    func hides(secret: String) {
        for text in [secret, "'\(secret)' is a name", "[\(secret)]", "a=\(secret),b", "\(secret).example"] {
            #expect(!Self.leaks(secret, SecretText.hidden(in: text)))
            #expect(SecretText.isSecret(text))
        }
    }

    @Test("words that make a seed are a secret as a whole")
    func words() {
        let words = RFC1751.words(of: Self.seed)
        #expect(SecretText.isSecret(words) && SecretText.isSecret(words.lowercased()))
        #expect(SecretText.isSecret("admin = \(words.replacing(" ", with: ", "))"))
        for index in 0..<12 {
            var typed = words.split(separator: " ").map(String.init)
            typed[index] = "QQQ"
            #expect(SecretText.isSecret(typed.joined(separator: " ")))
        }
        #expect(!SecretText.isSecret("198.51.100.7 50333 the first of the sentries"))
        #expect(SecretText.withoutQuotes("'\(words)' is not 'a' port") == "'(hidden)' port")
    }

    @Test(
        "what is no secret stays as it is",
        arguments: [
            "198.51.100.7 50333", "there is no section [websocket_ping_frequency]; the server ignores it",
            "sentry-1.validators.example.com 51235", "/etc/skywell/certificates/fullchain.pem",
            "internationalization", "n94a1u4rAz288pZLtw6yFWVbi89YamiC6JBXPVUr5zmExe5fTVg9",
            "jHb9CJAWyB4jr91VRWn96DkukG4bwdtyTh",
        ]
    )
    func keeps(text: String) {
        #expect(SecretText.hidden(in: text) == text)
    }

    /// Each is a file whose author forgot `[node_seed]`, or put the seed where something else belongs.
    private static func files(_ secret: String) -> [String] {
        let port = "[server]\nport_peer\n[port_peer]\nip = 127.0.0.1\nport = 50333\nprotocol = peer\n"
        return [
            "[ips_fixed]\n\(secret)\n", "[ips]\n198.51.100.7 \(secret)\n", "[peers_max]\n\(secret)\n",
            "[ips]\n\(secret) 50333\n[ips_fixed]\n[\(secret)\n", "[peers_max]\n21\n\(secret)\n", "\(secret)\n",
            "[peer_private]\n\(secret)\n", "[server]\n\(secret)\n", "[\(secret)]\n", "[ \(secret)]\n",
            "[validators]\n\(secret)\n", "[validators]\n\(secret).x\n", "[cluster_nodes]\n\(secret)\n",
            "[rpc_startup]\n\(secret)\n", "[database_path]\n/\n\(secret)\n", " [\(secret)]\n",
            "\(port)admin = \(secret)\n", "\(port)admin = 127.0.0.1,\(secret)\n", "\(port)\(secret)\n",
            "\(port)\(secret) = 1\n", "\(port)ip = \(secret)\n", "\(port)port = \(secret)\n",
            "\(port)protocol = \(secret)\n", "[server]\n\(secret)\n[\(secret)]\nip = 1\n\(secret)\n",
            "[validation_quorum]\n\(secret)\n", "[websocket_ping_frequency]\n\(secret)\n",
        ]
    }

    @Test("no problem with a file shows a seed that stands where none belongs", arguments: Self.secrets)
    func problems(secret: String) {
        for file in Self.files(secret) {
            let problems = ServerConfiguration.read(ConfigurationFile(file)).problems
            #expect(!problems.isEmpty)
            for problem in problems {
                #expect(!Self.leaks(secret, "\(problem.message) \(problem.help ?? "")"), "\(problem)")
            }
        }
    }

    @Test("no problem with a file shows a word of a seed in words")
    func problemsWithWords() {
        // In capitals, as they are printed, no sentence of ours has any of them.
        let words = RFC1751.words(of: Self.seed).split(separator: " ").map(String.init).filter { $0.count > 2 }
        for file in Self.files(RFC1751.words(of: Self.seed)) {
            for problem in ServerConfiguration.read(ConfigurationFile(file)).problems {
                let sentence = "\(problem.message) \(problem.help ?? "")"
                for word in words { #expect(!sentence.contains(word), "\(problem)") }
            }
        }
    }
}

internal import Compiler
internal import Diagnostics
internal import Skywelld
internal import Topology

/// Reads the secrets of one topology and collects everything that is wrong with them.
struct KeyLoader {
    private let store: KeyStore
    private let topology: Topology
    private var found: [FoundKey] = []
    private var lines: [SecretReference: [String]] = [:]
    /// Keys that are not there, and whether they belong in the key store.
    private var missing: [(diagnostic: Diagnostic, isInStore: Bool)] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(store: KeyStore, topology: Topology) {
        self.store = store
        self.topology = topology
    }

    /// `nil` if an error was found.
    mutating func load() -> Secrets? {
        let hosts = self.topology.hosts.filter(\.role.isOurs)
        for host in hosts {
            for kind in KeyStore.kinds(of: host) { self.readKey(kind, of: host) }
            self.readLines(of: host)
        }
        self.reportMissing()
        let comparison = KeyComparison(self.found, makingCommand: self.store.makingCommand)
        self.diagnostics += comparison.duplicates + comparison.ownKeys(among: self.topology.trust.foreign)
        guard !self.diagnostics.contains(where: { $0.severity == .error }) else { return nil }
        let seeds = Dictionary(grouping: self.found, by: \.host.name)
        let identities = seeds.compactMapValues { keys -> Identity? in
            guard let node = keys.first(where: { $0.kind == .node }) else { return nil }
            return Identity(nodeSeed: node.seed, validationSeed: keys.first { $0.kind == .validation }?.seed)
        }
        return Secrets(identities: identities, lines: self.lines)
    }

    // MARK: - Keys

    private mutating func readKey(_ kind: KeyKind, of host: Host) {
        let location = self.store.location(of: kind, host, in: self.topology.network)
        let span = location.span ?? host.span
        let subject = "the \(kind.words) of '\(host.name)'"
        do throws(SecretSource.Failure) {
            let bytes = try self.store.source.read(location)
            do throws(KeyText.Problem) {
                self.found.append(FoundKey(seed: try KeyText.read(bytes), host: host, kind: kind, span: span))
            } catch {
                let message = "\(subject) is no key: \(location.description) \(error.reason)"
                self.diagnostics.append(.error(.keyMalformed, message, at: span, help: error.help))
            }
        } catch .missing {
            self.noteMissing(subject, location, at: span)
        } catch {
            self.report(error, subject, location, at: span)
        }
    }

    private mutating func noteMissing(_ subject: String, _ location: KeyLocation, at span: SourceSpan) {
        let isInStore: Bool
        let help: String
        switch location {
        case .store:
            isInStore = true
            help = "make it: \(self.store.makingCommand)"
        case .file(let path, _):
            isInStore = false
            help = "write the seed to \(path), or remove the reference and let 'picket keys new' make one"
        case .environment(let name, _):
            isInStore = false
            help = "set \(name), or remove the reference and let 'picket keys new' make one"
        }
        let message = "\(subject) is missing: there is no \(location.noun)"
        self.missing.append((.error(.keyMissing, message, at: span, help: help), isInStore))
    }

    /// Without any key the user has not made them yet; one sentence says so.
    private mutating func reportMissing() {
        let inStore = self.missing.filter(\.isInStore)
        if self.found.isEmpty, !inStore.isEmpty, self.diagnostics.isEmpty {
            let count = inStore.count
            self.diagnostics.append(
                .error(
                    .noKeys,
                    "the network '\(self.topology.network)' has no keys yet: "
                        + (count == 1 ? "one is missing" : "\(count) are missing"),
                    at: nil,
                    help: "make them: \(self.store.makingCommand)"
                )
            )
            self.diagnostics += self.missing.filter { !$0.isInStore }.map(\.diagnostic)
        } else {
            self.diagnostics += self.missing.map(\.diagnostic)
        }
    }

    private mutating func report(
        _ failure: SecretSource.Failure,
        _ subject: String,
        _ location: KeyLocation,
        at span: SourceSpan
    ) {
        switch failure {
        case .missing:
            let message = "\(subject) is missing: there is no \(location.noun)"
            self.diagnostics.append(.error(.secretMissing, message, at: span))
        case .openToOthers:
            let message = "\(subject) is not secret: others on this machine may use \(location.description)"
            let help = "chmod 600 \(location.description)"
            self.diagnostics.append(.error(.secretOpenToOthers, message, at: span, help: help))
        case .unreadable(let reason):
            let message = "\(subject) cannot be read from \(location.description): \(reason)"
            self.diagnostics.append(.error(.secretUnreadable, message, at: span))
        }
    }

    // MARK: - Lines of daemon sections

    private mutating func readLines(of host: Host) {
        for section in host.daemon.sections {
            for case .secret(let reference) in section.lines where self.lines[reference] == nil {
                self.readLines(of: section.name, reference, at: section.span)
            }
        }
    }

    private mutating func readLines(of section: String, _ reference: SecretReference, at sectionSpan: SourceSpan) {
        self.lines[reference] = []  // what is wrong with it is said once
        let location = KeyLocation(reference, folder: self.store.folder)
        let span = location.span ?? sectionSpan
        let subject = "the content of [\(section)]"
        do throws(SecretSource.Failure) {
            let text = String(decoding: try self.store.source.read(location), as: UTF8.self)
            let lines = text.split(whereSeparator: \.isNewline).map(String.init)
                .filter { !$0.utf8.allSatisfy(\.isBlank) }
            if let reason = Self.objection(to: lines) {
                let message = "\(subject) cannot be used: \(location.description) \(reason)"
                self.diagnostics.append(.error(.secretMalformed, message, at: span))
            }
            self.lines[reference] = lines
        } catch {
            self.report(error, subject, location, at: span)
        }
    }

    /// Why lines would not come out of `skywelld.cfg` as they went in. Never quotes them.
    private static func objection(to lines: [String]) -> String? {
        guard !lines.isEmpty else { return "is empty" }
        for (index, line) in lines.enumerated() {
            let read = ConfigurationFile("[section]\n\(line)\n")
            guard read.sections.count == 2, read.sections[1].lines.count == 1 else {
                return "has a header, a comment or nothing where its line \(index + 1) should be data"
            }
        }
        return nil
    }
}

extension KeyLocation {
    fileprivate var noun: String {
        switch self {
        case .store(let path), .file(let path, _): "file \(path)"
        case .environment(let name, _): "environment variable \(name)"
        }
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

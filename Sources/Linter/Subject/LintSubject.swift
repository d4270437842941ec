internal import Addressing
internal import Compiler
internal import Skywelld
package import Topology

/// What the linter judges: the files of each host, and the model that they were made from, if there is one.
package struct LintSubject: Sendable {
    package private(set) var hosts: [LintHost]
    /// `nil` for files that a person wrote.
    package let topology: Topology?
    /// For each host, the hosts that it keeps dialling, as far as their addresses are known.
    private(set) var listeners: [[Int]] = []
    /// For each host, the hosts that keep dialling it.
    private(set) var diallers: [[Int]] = []
    private(set) var owners: [IPv4Address: Int] = [:]
    private let positions: [HostName: Int]

    init(hosts: [LintHost], topology: Topology?) {
        self.hosts = hosts
        self.topology = topology
        self.positions = Dictionary(
            hosts.compactMap { host in host.model.map { ($0.name, host.index) } },
            uniquingKeysWith: { first, _ in first }
        )
        self.index()
    }

    subscript(name: HostName) -> LintHost? {
        self.positions[name].map { self.hosts[$0] }
    }

    /// The host that has an address.
    func owner(of address: IPv4Address?) -> LintHost? {
        address.flatMap { self.owners[$0] }.map { self.hosts[$0] }
    }

    /// The subject with another host in the place of one.
    func replacing(_ host: LintHost) -> LintSubject {
        var copy = self
        copy.hosts[host.index] = host
        copy.index()
        return copy
    }

    /// The subject with a fault in the configuration of the first host that has a place for it.
    ///
    /// - Parameters:
    ///   - place: Which hosts may get it.
    ///   - edit: Makes the fault; `false` if the host has no place for it after all.
    func editing(
        _ place: HostPlace = .anywhere,
        _ edit: (inout ConfigurationEdit, LintHost) -> Bool
    ) -> LintSubject? {
        for host in self.hosts where place.contains(host) {
            var configuration = ConfigurationEdit(host.bytes)
            if edit(&configuration, host) { return self.replacing(host.with(bytes: configuration.bytes)) }
        }
        return nil
    }

    private mutating func index() {
        self.owners = [:]
        for host in self.hosts {
            for address in host.addresses where self.owners[address] == nil { self.owners[address] = host.index }
        }
        self.listeners = self.hosts.map { host in
            var listeners: [Int] = []
            for entry in host.facts.fixed {
                guard let owner = entry.address.flatMap({ self.owners[$0] }), !listeners.contains(owner) else {
                    continue
                }
                listeners.append(owner)
            }
            return listeners
        }
        var diallers = [[Int]](repeating: [], count: self.hosts.count)
        for (dialler, listeners) in self.listeners.enumerated() {
            for listener in listeners where listener != dialler { diallers[listener].append(dialler) }
        }
        self.diallers = diallers
    }
}

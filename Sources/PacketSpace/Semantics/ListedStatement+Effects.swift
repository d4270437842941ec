package import Nftables

/// What statements do beside deciding.
extension ListedStatement {
    /// Whether it changes anything of a packet or its connection.
    var changesAnything: Bool {
        switch self {
        case .notrack, .mangle, .translate, .divert, .synproxy, .unknown: true
        case .neutral(let name), .undecidable(let name): Self.changing.contains(name)
        case .match, .verdict, .verdictMap, .reject, .connectionsOver, .limit, .updateSet, .counter, .log: false
        }
    }

    /// Whether a connection may break whose packet comes to it: it, or what becomes of the packet, may be others to the ends or to
    /// connection tracking than before. A SYN proxy is none of these, and has questions of its own.
    package var mayBreakConnections: Bool {
        switch self {
        case .mangle(let target, _): !target.isHarmlessToConnections
        case .synproxy: false
        default: self.changesAnything
        }
    }

    /// Kept by their names alone.
    private static let changing: Set<String> = ["flow add", "secmark", "ct helper", "ct timeout"]
}

extension Expression {
    /// Whether it is part of a packet that says where that goes, or what it is.
    var isOfPacketsWay: Bool {
        switch self {
        case .payload(_, let field): !["dscp", "ecn", "ttl", "hoplimit", "flowlabel"].contains(field)
        case .other(let name): !name.hasPrefix("tcp option")
        case .meta, .connection, .binary, .concatenation, .map, .constant, .routes: false
        }
    }

    /// Whether both ends' connection is the same whatever it is set to: neither they nor connection tracking look at it, and of sizes
    /// of segments the kernel lets none grow (`nft_exthdr_tcp_set_eval`).
    var isHarmlessToConnections: Bool {
        switch self {
        case .meta(let key): ["mark", "priority", "nftrace"].contains(key)
        case .connection(let key, _): ["mark", "label"].contains(key)
        case .payload(let header, "dscp"): ["ip", "ip6"].contains(header)
        case .other(let name): name == "tcp option maxseg"
        default: false
        }
    }
}

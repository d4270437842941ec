extension UnseenChange {
    /// Of rules to which packets come by several ways, and of what only other chains show.
    static let ofWays = [
        Self(
            "how often packets come to a limit",
            table(
                " chain l {\n limit rate 1/hour accept\n }\n"
                    + chain("filter hook input priority 0", "jump l; tcp dport 22 accept; drop")
            ),
            table(
                " chain l {\n limit rate 1/hour accept\n }\n"
                    + chain("filter hook input priority 0", "jump l; tcp dport 22 accept; jump l; drop")
            )
        ).saying("called more than once"),
        Self(
            "a limit that packets meet at two hooks",
            table(
                " chain l {\n limit rate 1/hour drop\n }\n" + chain("filter hook input priority 0", "jump l")
                    + chain("filter hook prerouting priority 0", "udp dport 1 jump l", name: "p")
            ),
            table(
                " chain l {\n limit rate 1/hour drop\n }\n" + chain("filter hook input priority 0", "jump l")
                    + chain("filter hook prerouting priority 0", "udp dport 1 jump l; udp dport 1 jump l", name: "p")
            )
        ),
        Self(
            "what is dropped between two meetings with a limit",
            between(dropping: "tcp dport 1 drop; tcp dport 2 accept"),
            between(dropping: "tcp dport 2 accept; tcp dport 1 drop; udp dport 1 accept")
        ),
        Self(
            "which of two sets that chains of their own fill is asked",
            filled(asking: "a"),
            filled(asking: "b")
        ),
        Self(
            "where a set is filled",
            filled(asking: "a"),
            filled(asking: "a", first: "b", second: "a")
        ),
        Self(
            "what is dropped beside a limit, at one priority",
            table(
                chain("filter hook input priority 0", "limit rate 1/hour accept; drop", name: "a"),
                chain("filter hook input priority 0", "tcp dport 22 drop; accept", name: "b")
            ),
            table(
                chain("filter hook input priority 0", "tcp dport 22 drop; accept", name: "b"),
                chain("filter hook input priority 0", "limit rate 1/hour accept; drop", name: "a")
            )
        ).saying("with the priority of another one"),
        Self(
            "which packets come to a rule before a chain that drops all by its policy",
            table(
                " set s \(dynamic)" + chain("filter hook input priority 0", "tcp dport 22 accept; add @s { ip saddr }"),
                chain("filter hook input priority 9; policy drop", "", name: "p"),
                chain("filter hook prerouting priority 0", "ip saddr @s drop", name: "q")
            ),
            table(
                " set s \(dynamic)" + chain("filter hook input priority 0", "add @s { ip saddr }; tcp dport 22 accept"),
                chain("filter hook input priority 9; policy drop", "", name: "p"),
                chain("filter hook prerouting priority 0", "ip saddr @s drop", name: "q")
            )
        ).saying("for other packets"),
        Self(
            "the order of two translations at one priority",
            table(
                chain(nat, "tcp dport 80 dnat ip to 10.0.0.5", name: "a"),
                chain(nat, "tcp dport 80 dnat ip to 10.0.0.6", name: "b")
            ),
            table(
                chain(nat, "tcp dport 80 dnat ip to 10.0.0.6", name: "b"),
                chain(nat, "tcp dport 80 dnat ip to 10.0.0.5", name: "a")
            )
        ),
        Self(
            "whether fragments are put together",
            table(chain("filter hook input priority 0", "udp dport 53 drop")),
            table(chain("filter hook input priority 0", "udp dport 53 drop; ct state new counter"))
        ).saying("connection tracking"),
    ]

    private static func between(dropping rules: String) -> String {
        table(
            " chain l {\n limit rate 1/hour counter\n }\n"
                + chain("filter hook input priority 0", "jump l", name: "first")
                + chain("filter hook input priority 5", rules, name: "middle")
                + chain("filter hook input priority 10", "jump l", name: "last")
        )
    }

    private static func filled(asking set: String, first: String = "a", second: String = "b") -> String {
        table(
            " set a \(dynamic) set b \(dynamic)"
                + chain("filter hook prerouting priority 0", "add @\(first) { ip saddr }", name: "p")
                + chain("filter hook output priority 0", "add @\(second) { ip saddr }", name: "o")
                + chain("filter hook input priority 0", "ip saddr @\(set) drop")
        )
    }
}

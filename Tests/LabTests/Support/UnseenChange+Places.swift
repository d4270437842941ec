extension UnseenChange {
    /// Of where rules stand.
    static let ofPlaces = [
        Self(
            "which limit comes first",
            input: "limit rate 1/hour accept; limit rate 1000/second drop; drop",
            "limit rate 1/hour accept\n limit rate 1000/second drop",
            "limit rate 1000/second drop\n limit rate 1/hour accept"
        ).saying("in another order"),
        Self(
            "what a limit has to let through",
            input: "limit rate 1/hour accept; tcp dport 22 accept; drop",
            "limit rate 1/hour accept\n tcp dport 22 accept",
            "tcp dport 22 accept\n limit rate 1/hour accept"
        ),
        Self(
            "which of two changes of a packet is the last one",
            table(chain("filter hook postrouting priority 0", "ip dscp set 1; tcp dport 80 ip dscp set 2")),
            table(chain("filter hook postrouting priority 0", "tcp dport 80 ip dscp set 2; ip dscp set 1"))
        ),
        Self(
            "the same in two chains of one priority",
            table(
                chain("filter hook postrouting priority 0", "ip dscp set 1", name: "a"),
                chain("filter hook postrouting priority 0", "ip dscp set 2", name: "b")
            ),
            table(
                chain("filter hook postrouting priority 0", "ip dscp set 2", name: "b"),
                chain("filter hook postrouting priority 0", "ip dscp set 1", name: "a")
            )
        ),
        Self(
            "which of two translations comes first",
            table(chain(nat, "tcp dport 80 dnat ip to 10.0.0.1; tcp dport 80-81 dnat ip to 10.0.0.2")),
            table(chain(nat, "tcp dport 80-81 dnat ip to 10.0.0.2; tcp dport 80 dnat ip to 10.0.0.1"))
        ),
        Self(
            "the priorities of two translations",
            table(
                chain("nat hook prerouting priority -100", "tcp dport 80 dnat ip to 10.0.0.5", name: "a"),
                chain("nat hook prerouting priority -90", "tcp dport 80 dnat ip to 10.0.0.6", name: "b")
            ),
            table(
                chain("nat hook prerouting priority -90", "tcp dport 80 dnat ip to 10.0.0.5", name: "a"),
                chain("nat hook prerouting priority -100", "tcp dport 80 dnat ip to 10.0.0.6", name: "b")
            )
        ),
        Self(
            "the hook of a change",
            table(chain("filter hook output priority 0", "ip ttl set 1")),
            table(chain("filter hook forward priority 0", "ip ttl set 1"))
        ),
        Self(
            "the family of a table that takes packets from tracking",
            table(chain("filter hook prerouting priority -300", "tcp dport 80 notrack"), family: "ip"),
            table(chain("filter hook prerouting priority -300", "tcp dport 80 notrack"), family: "ip6")
        ),
        Self(
            "the family of a table that marks",
            table(chain("filter hook prerouting priority -150", "meta mark set 1"), family: "ip"),
            table(chain("filter hook prerouting priority -150", "meta mark set 1"), family: "ip6")
        ),
        Self(
            "what is put into a set before all of it is dropped",
            table(
                " set s \(dynamic)",
                chain("filter hook input priority -10", "tcp dport 22 add @s { ip saddr }", name: "b"),
                chain("filter hook input priority 0", "ip saddr @s drop; tcp dport 22 drop")
            ),
            table(
                " set s \(dynamic)",
                chain(
                    "filter hook input priority -10",
                    "ip saddr 10.0.0.0/8 return; tcp dport 22 add @s { ip saddr }",
                    name: "b"
                ),
                chain("filter hook input priority 0", "ip saddr @s drop; tcp dport 22 drop")
            )
        ),
    ]

    /// Of what makes no difference.
    static let ofNothing = [
        Self("comments", input: "quota 5 bytes accept comment \"a\"", "\"a\"", "\"b\""),
        Self(
            "what was counted",
            input: "counter packets 1 bytes 2 quota 9 bytes used 1 bytes drop",
            " used 1 bytes",
            ""
        ),
        Self("counters", input: "tcp dport 22 counter limit rate 1/hour accept", "counter ", ""),
        Self(
            "the names of sets",
            input: "ip saddr @s drop; tcp dport 1 add @s { ip saddr }",
            "@s",
            "@r",
            beside: " set s \(dynamic) set r \(dynamic)"
        ),
        Self(
            "the names of chains that are called by chance",
            input: "limit rate 1/hour tcp dport vmap { 1 : jump one, 2 : jump two }",
            "one",
            "three",
            beside: " chain one {\n drop\n }\n chain two {\n accept\n }\n"
        ),
        Self(
            "the order of elements",
            input: "numgen inc mod 2 vmap { 0 : drop, 1 : accept }",
            "0 : drop, 1 : accept",
            "1 : accept, 0 : drop"
        ),
        Self(
            "the order of limits for other packets",
            input: "tcp dport 22 limit rate 1/hour accept; tcp dport 23 limit rate 9/hour drop",
            "tcp dport 22 limit rate 1/hour accept\n tcp dport 23 limit rate 9/hour drop",
            "tcp dport 23 limit rate 9/hour drop\n tcp dport 22 limit rate 1/hour accept"
        ),
        Self(
            "the order of what is sure before a limit",
            input: "tcp dport 22 accept; tcp dport 80 drop; limit rate 1/hour accept; drop",
            "tcp dport 22 accept\n tcp dport 80 drop",
            "tcp dport 80 drop\n tcp dport 22 accept"
        ),
        Self(
            "the order of translations of other packets",
            table(chain(nat, "tcp dport 80 dnat ip to 10.0.0.1; tcp dport 81 dnat ip to 10.0.0.2")),
            table(chain(nat, "tcp dport 81 dnat ip to 10.0.0.2; tcp dport 80 dnat ip to 10.0.0.1"))
        ),
        Self(
            "what is changed before it is dropped",
            table(chain("filter hook postrouting priority 0", "tcp dport 22 drop; meta priority set 1")),
            table(chain("filter hook postrouting priority 0", "meta priority set 1; tcp dport 22 drop"))
        ),
        Self("a number for a name", input: "meta l4proto icmp limit rate 1/hour drop", "icmp", "{ 1 }"),
        Self("the same behind a limit", input: "limit rate 1/hour meta l4proto icmp drop", "icmp", "{ 1 }"),
        Self("ports in a set", input: "tcp dport 22-23 limit rate 1/hour drop", "22-23", "{ 22, 23 }"),
        Self(
            "a family that is asked for",
            table(chain("filter hook input priority 0", "tcp dport 22 limit rate 1/hour drop"), family: "ip"),
            table(chain("filter hook input priority 0", "meta nfproto ipv4 tcp dport 22 limit rate 1/hour drop"))
        ),
        Self(
            "chains in another table",
            table(
                chain("filter hook input priority 0", "limit rate 1/hour drop"),
                chain("filter hook output priority 0", "tcp dport 1 drop", name: "d")
            ),
            table(chain("filter hook input priority 0", "limit rate 1/hour drop"))
                + table(chain("filter hook output priority 0", "tcp dport 1 drop"), name: "u")
        ),
        Self(
            "chains to which no packet comes",
            input: "tcp dport 1 drop",
            "1/hour",
            "2/hour",
            beside: " chain n {\n limit rate 1/hour drop\n }\n"
        ),
    ]
}

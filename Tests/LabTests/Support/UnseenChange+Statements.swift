extension UnseenChange {
    /// Of what statements say that are kept by their names alone.
    static let ofStatements = [
        Self("a quota", input: "quota 500 bytes accept; drop", "500 bytes", "5000 mbytes")
            .saying("of which the listing says {quota: {val: 5000, val_unit: \"mbytes\"}}"),
        Self("the side of a quota", input: "quota over 500 bytes drop", "over ", ""),
        Self("a count of connections", input: "ct count 5 accept; drop", "count 5", "count 50"),
        Self("one of several by turns", input: "numgen inc mod 2 0 drop", "mod 2 ", "mod 20 "),
        Self("one of several by chance", input: "numgen inc mod 2 0 drop", "inc", "random"),
        Self("a map by turns", input: "numgen inc mod 2 vmap { 0 : drop, 1 : accept }", "mod 2 ", "mod 200 "),
        Self("what is hashed", input: "jhash ip saddr mod 2 0 drop", "saddr", "daddr"),
        Self("the seed of a hash", input: "jhash ip saddr mod 2 seed 1 0 drop", "seed 1", "seed 2"),
        Self("an option of TCP", input: "tcp option sack exists drop", "sack", "timestamp"),
        Self("what is set in an option", input: "tcp option timestamp tsval set 1", "tsval", "tsecr"),
        Self("an extension header", input: "exthdr hbh exists drop", "hbh", "frag"),
        Self("a field of such a header", input: "frag more-fragments 1 drop", "more-fragments", "reserved"),
        Self("an option of IPv4", input: "ip option lsrr exists drop", "lsrr", "rr"),
        Self("a property of the socket", input: "socket mark 1 drop", "mark", "transparent"),
        Self("a property of IPsec", input: "ipsec in reqid 1 drop", "reqid", "spi"),
        Self("raw bytes", input: "@ll,0,48 22 drop", "@ll,0,48", "@ll,48,48"),
        Self("an answer to what is dropped", input: "tcp dport 22 drop", "drop", "reject"),
        Self(
            "no answer any more",
            input: "tcp dport 22 reject with icmpx host-unreachable",
            "reject with icmpx host-unreachable",
            "drop"
        )
        .saying("gone, cannot be known beforehand"),
        Self("another answer", input: "reject with icmpx port-unreachable", "port-unreachable", "admin-prohibited"),
        Self("how much is limited", input: "limit rate 5/second drop", "5/second", "5/minute"),
        Self(
            "what a SYN proxy offers",
            input: "tcp dport 80 ct state invalid,untracked synproxy mss 1460 wscale 7",
            "1460",
            "536"
        ),
        Self(
            "the time of an element",
            input: "ip saddr @s drop",
            "timeout 1s",
            "timeout 100d",
            beside: " set s {\n type ipv4_addr\n flags timeout\n elements = { 1.1.1.1 timeout 1s }\n }\n"
        ),
        Self(
            "the limit of an element",
            input: "ip saddr @s drop",
            "limit rate 1/hour",
            "limit rate 9/second",
            beside: " set s {\n type ipv4_addr\n limit rate 1/minute\n elements = { 1.1.1.1 limit rate 1/hour }\n }\n"
        ),
        Self(
            "what a rule puts into a map",
            input: "tcp dport 22 add @s { ip saddr : 1 }; meta mark set ip saddr map @s",
            ": 1 }",
            ": 2 }",
            beside: " map s {\n type ipv4_addr : mark\n size 9\n flags dynamic\n }\n"
        ),
        Self(
            "which of two sets is asked",
            input: "ip saddr @a drop; tcp dport 1 add @a { ip saddr }; tcp dport 2 add @b { ip saddr }",
            "saddr @a",
            "saddr @b",
            beside: " set a \(dynamic) set b \(dynamic)"
        ),
        Self(
            "where a copy goes",
            table(chain("filter hook prerouting priority 0", "dup to 10.0.0.1"), family: "ip"),
            table(chain("filter hook prerouting priority 0", "dup to 10.0.1.1"), family: "ip")
        ),
        Self(
            "to which port packets are diverted",
            table(chain("filter hook prerouting priority 0", "tcp dport 80 tproxy to :1"), family: "ip"),
            table(chain("filter hook prerouting priority 0", "tcp dport 80 tproxy to :2"), family: "ip")
        ),
        Self(
            "how ports are chosen",
            table(chain("nat hook postrouting priority 100", "oifname eth0 masquerade")),
            table(chain("nat hook postrouting priority 100", "oifname eth0 masquerade fully-random"))
        ).saying("of which the listing says {masquerade: {flags: \"fully-random\"}}"),
    ]
}

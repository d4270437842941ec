#!/usr/bin/env python3
"""Flattens the listings of many hosts for provers that know nothing of nftables, and writes down what is to be proved.

    flatten.py DIRECTORY OUTPUT

DIRECTORY holds `HOST.json` for each host, as nft lists its rules, and `hosts.tsv`: name, hidden or public, peer port, all
addresses, public addresses, private segments, links as DIALLER>LISTENER:PORT. It knows the expressions of the rules that Picket generates for
IPv4, and gives up on any other.

OUTPUT is a list of 32-bit words, little endian. A list is its length and its items:
  file       list of (width of a field), hosts, packets that leave, packets that enter, list of (interface field), host …
  host       name (64 bytes), list of chain of input, of output, of forward, list of claim, list of (address): what is to be
             accepted must be accepted by each chain of a hook
  chain      accepts by policy, list of rule, the last rule first
  rule       accepts, for each world whether it matches: for sure, perhaps, never; condition
  condition  list of (list of box): what lies in some box of each of the lists
  box        list of (field, lowest, highest)
  claim      name (32 bytes), list of question
  question   mode, hook, world, packets
  packets    list of condition, list of condition: the first ones, but for the others

The worlds: the rules as they are; with all slots of strangers taken by others, whose connections the server may be closing; and
the same with none closing. In the last two, what strangers send is in no set of slots.
"""
import ipaddress
import json
import pathlib
import struct
import sys

FIELDS = {"family": 1, "state": 3, "protocol": 8, "in": 2, "out": 2, "source": 32, "destination": 32, "dport": 16,
          "sport": 16, "icmp type": 8, "flags": 8, "way back": 1}
NUMBERS = {name: number for number, name in enumerate(FIELDS)}
STATES = {"new": 0, "established": 1, "related": 2, "invalid": 3, "untracked": 4}
INTERFACES = {None: 0, "lo": 1}
OTHER_INTERFACES = (2, 3)
PROTOCOLS = {"icmp": 1, "tcp": 6, "udp": 17, "ipv6-icmp": 58, "icmpv6": 58}
ICMP_TYPES = {"echo-reply": 0, "destination-unreachable": 3, "echo-request": 8, "time-exceeded": 11,
              "parameter-problem": 12}
FLAGS = {"fin": 1, "syn": 2, "rst": 4, "ack": 16}
WORLDS = AS_LISTED, CLOSING, FULL = range(3)
SURELY, PERHAPS, NEVER = range(3)
HOOKS = ["input", "output", "forward"]
NONE_ACCEPTED, NONE_DROPPED, NONE_SURELY_DROPPED = range(3)


def term(field, low, high=None):
    return (NUMBERS[field], low, low if high is None else high)


def one(*terms):
    """A list of one box."""
    return [list(terms)]


def addresses(text):
    network = ipaddress.ip_network(text)
    return int(network.network_address), int(network.broadcast_address)


IPV4, IPV6 = one(term("family", 0)), one(term("family", 1))
TCP = one(term("protocol", 6))
FRESH = [[term("state", STATES[name])] for name in ("new", "invalid", "untracked")]
NEW = one(term("state", 0))
WAY_BACK = one(term("way back", 1))
ENTERS, LEAVES = one(term("in", *OTHER_INTERFACES), term("out", 0)), one(term("out", *OTHER_INTERFACES), term("in", 0))
PASSES = one(term("in", 1, 3), term("out", 1, 3))


def with_flags(matches):
    """Boxes of packets whose TCP flags, as a number, are as a function wants them."""
    return [[term("flags", flags)] for flags in range(256) if matches(flags)]


SYN, ACK, SYN_ACK = FLAGS["syn"], FLAGS["ack"], FLAGS["syn"] | FLAGS["ack"]
FIRST = [[term("state", 0), term("flags", SYN)]]
LATER = [[term("state", 1), term("flags", ACK)], [term("state", 1), term("flags", SYN_ACK)]]
NO_RESET = with_flags(lambda flags: not flags & FLAGS["rst"])
OPENING = with_flags(lambda flags: flags & (SYN_ACK | FLAGS["rst"]) == SYN)
OPEN = with_flags(lambda flags: not flags & (SYN | FLAGS["fin"] | FLAGS["rst"]))


# Rules

class Flattener:
    def __init__(self, listing):
        objects = [next(iter(item.items())) for item in listing["nftables"]]
        self.sets = {(body["table"], body["name"]): body.get("elem", []) for kind, body in objects if kind == "set"}
        written = {(body["table"], body["name"]): [] for kind, body in objects if kind == "chain"}
        for kind, body in objects:
            if kind == "rule":
                written[body["table"], body["chain"]].append(body["expr"])
        bases = [body for kind, body in objects if kind == "chain" and "hook" in body]
        # Sets that rules fill hold what the packets before have left in them.
        self.filled = {body["set"] for kind, rule in objects if kind == "rule"
                       for expression in rule["expr"] for body in [expression.get("set")] if body}
        self.slots = {name for name in self.filled if name.startswith("@slots-")}
        self.chains = {hook: [] for hook in HOOKS}
        for body in sorted(bases, key=lambda body: body["prio"]):
            self.table, accepts = body["table"], body["policy"] == "accept"
            rules = self.rules(written, body["name"], accepts, (SURELY,) * len(WORLDS), [])
            self.chains[body["hook"]].append((accepts, rules))

    def rules(self, written, chain, policy, reached, condition):
        """The rules of a chain, with those of chains that it goes to in their place; what these do not decide, the policy does.

        Where it is not certain that a packet comes to the chain, its rules may or may not match.
        """
        rules = []
        for expressions in written[self.table, chain]:
            verdict, matches, further = self.rule(expressions)
            matches = tuple(max(pair) for pair in zip(reached, matches))
            if isinstance(verdict, str):
                target = self.rules(written, verdict, policy, matches, condition + further)
                rules += target
                # A target whose last rule decides whatever comes to it leaves nothing to the policy.
                if not target or target[-1][1:] != (matches, condition + further):
                    rules.append((policy, matches, condition + further))
            elif verdict is not None:
                rules.append((verdict, matches, condition + further))
        return rules

    def rule(self, expressions):
        """Accepts (or a chain to go to, or nothing), whether it matches in each world, condition."""
        condition, matches, verdict = [], [SURELY] * len(WORLDS), None

        def restrict(*worlds):
            for world, certainty in zip(WORLDS, worlds):
                matches[world] = max(matches[world], certainty)

        for expression in expressions:
            (kind, body), = expression.items()
            if kind == "match" and isinstance(body["right"], str) and body["right"] in self.filled:
                condition += self.needed_by(body["left"])
                restrict(PERHAPS, PERHAPS, NEVER)
            elif kind == "match":
                condition += self.match(body["op"], body["left"], body["right"])
            elif kind == "set" and body["set"] in self.slots:
                condition += self.needed_by(body["elem"]["elem"]["val"])
                restrict(PERHAPS, NEVER, NEVER)
            elif kind in ("ct count", "set", "limit"):
                restrict(PERHAPS, PERHAPS, PERHAPS)
            elif kind in ("accept", "drop", "reject"):
                verdict = kind == "accept"
                # Whether it is for one family is not listed.
                if body and body.get("type") == "tcp reset":
                    restrict(PERHAPS, PERHAPS, PERHAPS)
            elif kind == "goto":
                verdict = body["target"]
            else:
                assert kind in ("counter", "log"), kind
        return verdict, tuple(matches), condition

    def match(self, operation, left, right):
        assert operation in ("==", "in"), operation
        field = left["&"][0] if "&" in left else left
        if field == {"payload": {"protocol": "tcp", "field": "flags"}}:
            return [TCP, self.flags(operation, left["&"][1] if "&" in left else None, right)]
        values = right["set"] if isinstance(right, dict) and "set" in right else [right]
        if isinstance(right, str) and right.startswith("@"):
            values = self.sets[self.table, right[1:]]
        parts = self.parts(left)
        boxes = []
        for value in values:
            parts_of_value = value["concat"] if "concat" in left else [value]
            boxes.append([self.term(part, item) for part, item in zip(parts, parts_of_value)])
        return self.needed_by(left) + [boxes]

    @staticmethod
    def flags(operation, mask, right):
        """Of a packet whose flags, or those of a mask, are the ones on the right, or have any of them."""
        def number(names):
            return sum(FLAGS[name] for name in ([names] if isinstance(names, str) else names))
        if operation == "in":
            return with_flags(lambda flags: flags & number(right))
        return with_flags(lambda flags: flags & (255 if mask is None else number(mask)) == number(right))

    @staticmethod
    def parts(left):
        return left["concat"] if "concat" in left else [left]

    @classmethod
    def needed_by(cls, left):
        return [condition for part in cls.parts(left) for condition in cls.needed(part)]

    @staticmethod
    def needed(left):
        """What a packet must be to have the property at all."""
        protocol = left.get("payload", {}).get("protocol")
        return {"ip": [IPV4], "tcp": [TCP], "icmp": [IPV4, one(term("protocol", 1))], None: []}[protocol]

    @staticmethod
    def term(left, value):
        (kind, body), = left.items()
        if kind == "fib":
            assert body == {"result": "oif", "flags": ["saddr", "iif"]} and value is False, body
            return term("way back", 0)
        name = kind + " " + (body["key"] if "key" in body else body["protocol"] + " " + body["field"])
        if name in ("payload ip saddr", "payload ip daddr"):
            if isinstance(value, dict) and "range" in value:
                first, last = value["range"]
                return term({"s": "source", "d": "destination"}[name[11]], addresses(first)[0], addresses(last)[0])
            if isinstance(value, dict):
                value = "%s/%d" % (value["prefix"]["addr"], value["prefix"]["len"])
            return term({"s": "source", "d": "destination"}[name[11]], *addresses(value))
        if name in ("payload tcp dport", "payload tcp sport"):
            return term(name[12:], value)
        return {
            "meta iifname": lambda: term("in", INTERFACES[value]),
            "meta oifname": lambda: term("out", INTERFACES[value]),
            "meta nfproto": lambda: term("family", {"ipv4": 0, "ipv6": 1}[value]),
            "meta l4proto": lambda: term("protocol", PROTOCOLS.get(value, value)),
            "ct state": lambda: term("state", STATES[value]),
            "payload icmp type": lambda: term("icmp type", ICMP_TYPES[value]),
        }[name]()


# Claims

def claims(role, port, own, public, segments, own_links, links_to):
    """By name: questions of mode, hook, ceiling reached, packets."""
    peers = [IPV4, TCP, one(term("dport", port))]
    sources = [[term("source", *addresses(source))] for source, _, _ in links_to]
    diallers = [peers + [sources]] if sources else []
    listeners = [[IPV4, TCP, [[term("destination", *addresses(to)), term("dport", at)] for _, to, at in own_links]]]
    fresh_in, fresh_out = [[FRESH, ENTERS]], [[FRESH, LEAVES]]
    result = {}
    if role == "hidden":
        result["validator-unreachable"] = [(NONE_ACCEPTED, 0, 0, fresh_in, diallers)]
        result["validator-confined"] = [(NONE_ACCEPTED, 1, 0, fresh_out, listeners if own_links else []),
                                        (NONE_ACCEPTED, 2, 0, [[PASSES]], [])]
    leaving, entering = [], []
    for links, away, back in ((own_links, leaving, entering), (links_to, entering, leaving)):
        way, opposite = ([LEAVES], [ENTERS, WAY_BACK]) if away is leaving else ([ENTERS, WAY_BACK], [LEAVES])
        # Nothing dials from the port that the server listens on.
        other = [(0, 65535)] if links is links_to else [(0, port - 1), (port + 1, 65535)]
        there = [[term("source", *addresses(source)), term("destination", *addresses(to)), term("sport", *ports),
                  term("dport", at)] for source, to, at in links for ports in other]
        answers = [[term("source", *addresses(to)), term("destination", *addresses(source)), term("sport", at),
                    term("dport", *ports)] for source, to, at in links for ports in other]
        away.append([IPV4, TCP, there, FIRST + LATER] + way)
        back.append([IPV4, TCP, answers, LATER] + opposite)
    permitted = [(NONE_DROPPED, 1, 0, leaving, []), (NONE_DROPPED, 0, 0, entering, [])]
    result["links-permitted"] = permitted
    if role == "public":
        to_port = [FIRST, ENTERS, WAY_BACK] + peers
        boxes = [[term("destination", *addresses(address))] for address in public]
        private = [[term("source", *addresses(prefix))] for prefix in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8")]
        result["sentry-open"] = [(NONE_SURELY_DROPPED, 0, 0, [to_port + [boxes]], [[private]])]
        connecting = [ENTERS, TCP, NO_RESET, one(term("dport", port))]
        to_own = [[IPV4, [[term("destination", *addresses(source))] for source, _, _ in links_to]]] if links_to else []
        result["slots-reserved"] = [
            (NONE_ACCEPTED, 0, CLOSING, [connecting + [OPENING]], diallers),
            (NONE_ACCEPTED, 0, FULL, [connecting], diallers),
            (NONE_ACCEPTED, 1, FULL, [[LEAVES, TCP, OPEN, one(term("sport", port))]],
             to_own + (listeners if own_links else [])),
            (NONE_DROPPED, 0, FULL, [part + [FIRST, ENTERS, WAY_BACK] for part in diallers], []),
        ]
    without_ports = [[one(term("protocol", 1))], [one(term("protocol", 58))]]
    result["admin-closed"] = [(NONE_ACCEPTED, 0, 0, fresh_in,
                               ([peers] if role == "public" else diallers) + without_ports)]
    result["ipv6-closed"] = [(NONE_ACCEPTED, 0, 0, [[IPV6, ENTERS]], []), (NONE_ACCEPTED, 1, 0, [[IPV6, LEAVES]], []),
                             (NONE_ACCEPTED, 2, 0, [[IPV6, PASSES]], [])]
    own_sources = [[term("source", *addresses(source))] for source in ["127.0.0.0/8"] + own]
    elsewhere = [[term("source", *addresses(source)), term("way back", 0)] for source in segments]
    result["spoofing-refused"] = [(NONE_ACCEPTED, 0, 0, [[IPV4, ENTERS, own_sources + elsewhere]], [])]
    return result


def read(directory):
    """Name, chains by hook, claims and addresses of each host."""
    for line in (directory / "hosts.tsv").read_text().splitlines():
        name, role, port, own, public, private, links = line.split("\t")
        flattener = Flattener(json.loads((directory / (name + ".json")).read_text()))
        ends = [(source, *to.split(":")) for source, to in (link.split(">") for link in links.split(",") if link)]
        ends = [(source, to, int(at)) for source, to, at in ends]
        own, public = own.split(","), public.split(",")
        private = [prefix for prefix in private.split(",") if prefix]
        yield (name, flattener.chains,
               claims(role, int(port), own, public, private, [end for end in ends if end[0] in own],
                      [end for end in ends if end[1] in own]),
               [addresses(address)[0] for address in own])


# Writing

class Writer:
    def __init__(self):
        self.parts = []

    def words(self, *values):
        self.parts.append(struct.pack("<%dI" % len(values), *map(int, values)))

    def name(self, text, size):
        self.parts.append(text.encode().ljust(size, b"\0"))

    def condition(self, lists):
        self.words(len(lists))
        for boxes in lists:
            self.words(len(boxes))
            for box in boxes:
                self.words(len(box), *(number for part in box for number in part))

    def packets(self, included, excluded):
        for conditions in (included, excluded):
            self.words(len(conditions))
            for condition in conditions:
                self.condition(condition)


def main():
    directory, output = pathlib.Path(sys.argv[1]), sys.argv[2]
    hosts = list(read(directory))
    writer = Writer()
    writer.words(len(FIELDS), *FIELDS.values(), len(hosts))
    writer.packets([[NEW, IPV4, TCP, LEAVES]], [])
    writer.packets([[NEW, IPV4, TCP, ENTERS]], [])
    writer.words(3, NUMBERS["in"], NUMBERS["out"], NUMBERS["way back"])
    for name, chains, questions, own in hosts:
        writer.name(name, 64)
        for hook in HOOKS:
            writer.words(len(chains[hook]))
            for accepts, rules in chains[hook]:
                writer.words(accepts, len(rules))
                for verdict, matches, condition in reversed(rules):
                    writer.words(verdict, *matches)
                    writer.condition(condition)
        writer.words(len(questions))
        for claim, parts in questions.items():
            writer.name(claim, 32)
            writer.words(len(parts))
            for mode, hook, world, included, excluded in parts:
                writer.words(mode, hook, world)
                writer.packets(included, excluded)
        writer.words(len(own), *own)
    pathlib.Path(output).write_bytes(b"".join(writer.parts))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Flattens the listings of many hosts for provers that know nothing of nftables, and writes down what is to be proved.

    flatten.py DIRECTORY OUTPUT

DIRECTORY holds `HOST.json` for each host, as nft lists its rules, and `hosts.tsv`: name, hidden or public, peer port, all
addresses, public addresses, private segments, links as DIALLER>LISTENER:PORT. It knows the expressions of the rules that Picket generates for
IPv4, and gives up on any other.

OUTPUT is a list of 32-bit words, little endian. A list is its length and its items:
  file       list of (width of a field), hosts, packets that leave, packets that enter, list of (interface field), host …
  host       name (64 bytes), chain of input, of output, of forward, list of claim, list of (address)
  chain      accepts by policy, list of rule, the last rule first
  rule       accepts, may match or not, may match or not when connections are at their ceiling, condition
  condition  list of (list of box): what lies in some box of each of the lists
  box        list of (field, lowest, highest)
  claim      name (32 bytes), list of question
  question   mode, hook, connections are at their ceiling, packets
  packets    list of condition, list of condition: the first ones, but for the others
"""
import ipaddress
import json
import pathlib
import struct
import sys

FIELDS = {"family": 1, "state": 3, "protocol": 8, "in": 2, "out": 2, "source": 32, "destination": 32, "dport": 16,
          "sport": 16, "icmp type": 8, "way back": 1}
NUMBERS = {name: number for number, name in enumerate(FIELDS)}
STATES = {"new": 0, "established": 1, "related": 2, "invalid": 3, "untracked": 4}
INTERFACES = {None: 0, "lo": 1}
OTHER_INTERFACES = (2, 3)
PROTOCOLS = {"icmp": 1, "tcp": 6, "udp": 17, "ipv6-icmp": 58, "icmpv6": 58}
ICMP_TYPES = {"echo-reply": 0, "destination-unreachable": 3, "echo-request": 8, "time-exceeded": 11,
              "parameter-problem": 12}
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
NEW, ESTABLISHED = one(term("state", 0)), one(term("state", 1))
WAY_BACK = one(term("way back", 1))
ENTERS, LEAVES = one(term("in", *OTHER_INTERFACES), term("out", 0)), one(term("out", *OTHER_INTERFACES), term("in", 0))
PASSES = one(term("in", 1, 3), term("out", 1, 3))


# Rules

class Flattener:
    def __init__(self, listing):
        objects = [next(iter(item.items())) for item in listing["nftables"]]
        self.sets = {body["name"]: body.get("elem", []) for kind, body in objects if kind == "set"}
        written = {body["name"]: [] for kind, body in objects if kind == "chain"}
        for kind, body in objects:
            if kind == "rule":
                written[body["chain"]].append(body["expr"])
        self.chains = {}
        for kind, body in objects:
            if kind == "chain" and "hook" in body:
                accepts = body["policy"] == "accept"
                self.chains[body["hook"]] = (accepts, self.rules(written, body["name"], accepts, []))

    def rules(self, written, chain, policy, condition):
        """The rules of a chain, with those of chains that it goes to in their place; what these do not decide, the policy does."""
        rules = []
        for expressions in written[chain]:
            rule = self.rule(expressions)
            if isinstance(rule[0], str):
                assert not rule[1] and not rule[2], expressions
                rules += self.rules(written, rule[0], policy, condition + rule[3])
                rules.append((policy, False, False, condition + rule[3]))
            elif rule[0] is not None:
                rules.append(rule[:3] + (condition + rule[3],))
        return rules

    def rule(self, expressions):
        """Accepts (or a chain to go to, or nothing), perhaps, perhaps at the ceiling, condition."""
        condition, is_limited, counts, verdict = [], False, False, None
        for expression in expressions:
            (kind, body), = expression.items()
            if kind == "match":
                condition += self.match(body["op"], body["left"], body["right"])
            elif kind == "ct count":
                assert body["inv"]
                counts = True
            elif kind == "limit":
                is_limited = True
            elif kind in ("accept", "drop", "reject"):
                verdict = kind == "accept"
            elif kind == "goto":
                verdict = body["target"]
            else:
                assert kind in ("counter", "log"), kind
        return verdict, is_limited or counts, is_limited, condition

    def match(self, operation, left, right):
        assert operation in ("==", "in"), operation
        values = right["set"] if isinstance(right, dict) and "set" in right else [right]
        if isinstance(right, str) and right.startswith("@"):
            values = self.sets[right[1:]]
        parts = left["concat"] if "concat" in left else [left]
        boxes = []
        for value in values:
            parts_of_value = value["concat"] if "concat" in left else [value]
            boxes.append([self.term(part, item) for part, item in zip(parts, parts_of_value)])
        return [condition for part in parts for condition in self.needed(part)] + [boxes]

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
            "meta l4proto": lambda: term("protocol", PROTOCOLS[value]),
            "ct state": lambda: term("state", STATES[value]),
            "payload icmp type": lambda: term("icmp type", ICMP_TYPES[value]),
        }[name]()


# Claims

def claims(role, port, own, public, private, own_links, links_to):
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
        there = [[term("source", *addresses(source)), term("destination", *addresses(to)), term("dport", at)]
                 for source, to, at in links]
        answers = [[term("source", *addresses(to)), term("destination", *addresses(source)), term("sport", at)]
                   for source, to, at in links]
        away.append([IPV4, TCP, there, NEW + ESTABLISHED] + way)
        back.append([IPV4, TCP, answers, ESTABLISHED] + opposite)
    permitted = [(NONE_DROPPED, 1, 0, leaving, []), (NONE_DROPPED, 0, 0, entering, [])]
    result["links-permitted"] = permitted
    if role == "public":
        to_port = [NEW, ENTERS, WAY_BACK] + peers
        boxes = [[term("destination", *addresses(address))] for address in public]
        private = [[term("source", *addresses(prefix))] for prefix in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8")]
        result["sentry-open"] = [(NONE_SURELY_DROPPED, 0, 0, [to_port + [boxes]], [[private]])]
        connecting = [[FRESH, ENTERS, TCP, one(term("dport", port))]]
        result["slots-reserved"] = [(NONE_ACCEPTED, 0, 1, connecting, diallers),
                                    (NONE_DROPPED, 0, 1, [part + [NEW, ENTERS, WAY_BACK] for part in diallers], [])]
    without_ports = [[one(term("protocol", 1))], [one(term("protocol", 58))]]
    result["admin-closed"] = [(NONE_ACCEPTED, 0, 0, fresh_in,
                               ([peers] if role == "public" else diallers) + without_ports)]
    result["ipv6-closed"] = [(NONE_ACCEPTED, 0, 0, [[IPV6, ENTERS]], []), (NONE_ACCEPTED, 1, 0, [[IPV6, LEAVES]], []),
                             (NONE_ACCEPTED, 2, 0, [[IPV6, PASSES]], [])]
    own_sources = [[term("source", *addresses(source))] for source in ["127.0.0.0/8"] + own]
    elsewhere = [[term("source", *addresses(source)), term("way back", 0)] for source in private]
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
            accepts, rules = chains[hook]
            writer.words(accepts, len(rules))
            for verdict, perhaps, perhaps_at_ceiling, condition in reversed(rules):
                writer.words(verdict, perhaps, perhaps_at_ceiling)
                writer.condition(condition)
        writer.words(len(questions))
        for claim, parts in questions.items():
            writer.name(claim, 32)
            writer.words(len(parts))
            for mode, hook, is_reached, included, excluded in parts:
                writer.words(mode, hook, is_reached)
                writer.packets(included, excluded)
        writer.words(len(own), *own)
    pathlib.Path(output).write_bytes(b"".join(writer.parts))


if __name__ == "__main__":
    main()

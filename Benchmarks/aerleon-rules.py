"""Writes nftables rules for N hosts with aerleon: the same intent as `topologies/large.yaml`, rules alone.

Usage: aerleon-rules.py N FOLDER. Prints the seconds that it took, imports not counted.

One group is five validators and fifteen sentries. The terms are those of our own rules: loopback, ICMP errors,
administration, a tripwire or peers, nothing forwarded, links out, and nothing else into the private network. aerleon adds
established flows by itself, and knows neither counters nor named sets.
"""

import pathlib
import sys
import time

from aerleon import api
from aerleon.lib import naming


def address(base: int, index: int) -> str:
    number = base + index
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def definitions(groups: int) -> dict:
    networks = {
        "ADMINISTRATION": {"values": [{"address": "192.0.2.0/24"}]},
        "PRIVATE": {"values": [{"address": "10.0.0.0/8"}]},
    }
    for group in range(groups):
        values = [{"address": address((10 << 24) + (1 << 16) + 1, sentry * 512 + group) + "/32"} for sentry in range(15)]
        networks[f"SENTRIES_{group}"] = {"values": values}
    return {
        "networks": networks,
        "services": {
            "SSH": [{"protocol": "tcp", "port": 22}],
            "PEER": [{"protocol": "tcp", "port": 50333}],
        },
    }


def chain(name: str, terms: list) -> dict:
    return {"header": {"targets": {"nftables": f"inet {name} default-policy-drop"}}, "terms": terms}


def input_chain(is_validator: bool, group: int) -> dict:
    terms = [
        {"name": "loopback", "source-interface": "lo", "action": "accept"},
        {
            "name": "icmp-errors",
            "protocol": "icmp",
            "icmp-type": ["unreachable", "time-exceeded", "parameter-problem"],
            "action": "accept",
        },
        {
            "name": "administration",
            "source-address": "ADMINISTRATION",
            "destination-port": "SSH",
            "protocol": "tcp",
            "action": "accept",
        },
    ]
    if is_validator:
        terms.append({"name": "tripwire", "destination-port": "PEER", "protocol": "tcp", "action": "deny"})
    else:
        terms += [
            {
                "name": "own",
                "source-address": f"SENTRIES_{group}",
                "destination-port": "PEER",
                "protocol": "tcp",
                "action": "accept",
            },
            {"name": "peers", "destination-port": "PEER", "protocol": "tcp", "action": "accept"},
            {"name": "echo", "protocol": "icmp", "icmp-type": ["echo-request", "unreachable"], "action": "accept"},
        ]
    terms.append({"name": "default-deny", "action": "deny"})
    return chain("input", terms)


def output_chain(is_validator: bool, group: int) -> dict:
    terms = [
        {"name": "loopback", "destination-interface": "lo", "action": "accept"},
        {
            "name": "links",
            "destination-address": f"SENTRIES_{group}",
            "destination-port": "PEER",
            "protocol": "tcp",
            "action": "accept",
        },
    ]
    if is_validator:
        terms.append({"name": "default-deny", "action": "deny"})
    else:
        terms.append({"name": "no-private", "destination-address": "PRIVATE", "action": "deny"})
        terms.append({"name": "public", "action": "accept"})
    return chain("output", terms)


def main() -> None:
    count, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    groups = -(-count // 20)
    names = naming.Naming()
    names.ParseDefinitionsObject(definitions(groups), "")
    policies = []
    for index in range(count):
        group, member = divmod(index, 20)
        is_validator = member < 5
        policies.append(
            {
                "filename": f"host-{index}",
                "filters": [
                    input_chain(is_validator, group),
                    chain("forward", [{"name": "default-deny", "action": "deny"}]),
                    output_chain(is_validator, group),
                ],
            }
        )
    results = api.Generate(policies, names)
    for name, text in results.items():
        (folder / name).write_text(str(text))
    assert len(results) == count, f"{len(results)} files for {count} hosts"
    print(f"{time.perf_counter() - start:.3f}")


main()

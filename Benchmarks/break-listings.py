#!/usr/bin/env python3
"""Takes one rule from every tenth listing of a directory, or flips a policy, so that provers have something to find."""
import json
import pathlib
import random
import sys


def fills_set(rule):
    """Whether its place among the rules means something that provers who know nothing of sets cannot be told."""
    return any("set" in expression for expression in rule["expr"])


dice = random.Random(1)
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json"))[::10]:
    listing = json.loads(path.read_text())
    objects = listing["nftables"]
    if dice.random() < 0.8:
        objects.remove(dice.choice([item for item in objects if "rule" in item and not fills_set(item["rule"])]))
    else:
        chain = dice.choice([item["chain"] for item in objects if "hook" in item.get("chain", {})])
        chain["policy"] = "accept" if chain["policy"] == "drop" else "drop"
    path.write_text(json.dumps(listing))

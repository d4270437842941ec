#!/bin/bash
# Loads each ruleset of traps.txt and samples/*.nft into a network namespace of its own, and writes down how nft lists it.
set -eu
cd "$(dirname "$0")"
list() { unshare -rn sh -c 'ip link set lo up; nft -f - && nft -j list ruleset'; }
awk '/^== /{ if (text) printf "%s%c", text, 0; text = " "; next } /^(#|--|$)/{ next } { text = text $0 "\n" } END { printf "%s%c", text, 0 }' traps.txt |
    while IFS= read -r -d '' ruleset; do printf '%s' "$ruleset" | list; done > traps.jsonl
for file in samples/*.nft; do list < "$file" > "${file%.nft}.json"; done
unshare -rn sh -c 'nft -f - && nft -j list ruleset > unsaid.json && nft --debug=netlink list ruleset > unsaid.bytecode' < unsaid.nft
sed -n '/^ip6\|^inet\|^ip \|^  \[/p' -i unsaid.bytecode
unshare -rn sh -c 'nft -f - && nft -j list ruleset > misprints.json && nft --debug=netlink list ruleset > misprints.bytecode
    nft flush ruleset && nft -j -f misprints.json && nft --debug=netlink list ruleset > misprints.reloaded' < misprints.nft

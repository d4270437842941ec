#!/usr/bin/env python3
"""Proves claims about flattened rulesets with Z3: the other peer that `Benchmarks/prover` measures Picket against.

    z3-prover.py FILE

FILE is written by flatten.py, which says how. Fields are bit vectors. Prints `violated CLAIM HOST` for each claim that does
not hold; seconds go to standard error.
"""
import struct
import sys
import time

import z3

NONE_ACCEPTED, NONE_DROPPED, NONE_SURELY_DROPPED = range(3)
WORLDS = range(3)
SURELY, PERHAPS, NEVER = range(3)


class Reader:
    def __init__(self, contents):
        self.contents = contents
        self.offset = 0
        self.fields = [z3.BitVec("f%d" % number, width) for number, width in enumerate(self.list(self.word))]

    def word(self):
        value, = struct.unpack_from("<I", self.contents, self.offset)
        self.offset += 4
        return value

    def name(self, size):
        text = self.contents[self.offset:self.offset + size].rstrip(b"\0").decode()
        self.offset += size
        return text

    def list(self, item):
        return [item() for _ in range(self.word())]

    def term(self):
        field, low, high = self.fields[self.word()], self.word(), self.word()
        if low == high:
            return field == low
        return z3.And(z3.UGE(field, low), z3.ULE(field, high))

    def box(self):
        return z3.And(self.list(self.term))

    def condition(self):
        return z3.And(self.list(lambda: z3.Or(self.list(self.box))))

    def packets(self):
        included, excluded = self.list(self.condition), self.list(self.condition)
        return z3.And(z3.Or(included), z3.Not(z3.Or(excluded)))

    def chain(self):
        """What may be accepted and what may be dropped, in each world."""
        accept = z3.BoolVal(bool(self.word()))
        worlds = [(accept, z3.Not(accept)) for _ in WORLDS]
        for _ in range(self.word()):
            accepts, certainties = self.word(), [self.word() for _ in WORLDS]
            condition = self.condition()
            verdict = (z3.BoolVal(bool(accepts)), z3.BoolVal(not accepts))
            worlds = [
                after if certainty == NEVER else tuple(
                    z3.If(condition, z3.Or(verdict[side], after[side]) if certainty == PERHAPS else verdict[side], after[side])
                    for side in (0, 1))
                for after, certainty in zip(worlds, certainties)]
        return worlds

    def hook(self):
        """The same of all chains of a hook: what comes through one comes to the next one."""
        worlds = [(z3.BoolVal(True), z3.BoolVal(False)) for _ in WORLDS]
        for after in self.list(self.chain):
            worlds = [(z3.And(first[0], next_[0]), z3.Or(first[1], z3.And(first[0], next_[1])))
                      for first, next_ in zip(worlds, after)]
        return worlds


def main():
    start = time.perf_counter()
    reader = Reader(open(sys.argv[1], "rb").read())
    hosts = reader.word()
    reader.packets(), reader.packets(), reader.list(reader.word)
    solver = z3.SolverFor("QF_BV")
    for _ in range(hosts):
        host = reader.name(64)
        chains = [reader.hook() for _ in range(3)]
        for _ in range(reader.word()):
            claim, is_broken = reader.name(32), False
            for _ in range(reader.word()):
                mode, hook, world = reader.word(), reader.word(), reader.word()
                may_accept, may_drop = chains[hook][world]
                against = {NONE_ACCEPTED: may_accept, NONE_DROPPED: may_drop,
                           NONE_SURELY_DROPPED: z3.Not(may_accept)}[mode]
                solver.push()
                solver.add(reader.packets(), against)
                is_broken = solver.check() == z3.sat or is_broken
                solver.pop()
            if is_broken:
                print("violated", claim, host)
        reader.list(reader.word)
    print("hosts %f" % (time.perf_counter() - start), file=sys.stderr)


main()

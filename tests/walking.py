"""How anyone walks an export, with nothing of Causeway but networkx: see `docs/exports.md`."""

import networkx as nx

SIGNS = {"+": {1}, "-": {-1}, "0": {0}, "0+": {0, 1}, "0-": {0, -1}, "?": {-1, 0, 1}}
LONGEST = 16


def sign_of(directions):
    """The least sign that allows all of these directions."""
    return min((s for s in SIGNS if directions <= SIGNS[s]), key=lambda s: len(SIGNS[s]))


def product(signs):
    found = {1}
    for sign in signs:
        found = {a * b for a in found for b in SIGNS[sign]}
    return sign_of(found)


def added(signs):
    found = {0}
    for sign in signs:
        pairs = [(a, b) for a in found for b in SIGNS[sign]]
        found = {d for a, b in pairs for d in ({a or b} if 0 in (a, b) or a == b else {-1, 0, 1})}
        found = SIGNS[sign_of(found)]
    return sign_of(found)


class Walked:
    """The effects of a graph of networkx whose edges of the layer `effect` have `sign`, `composes` and `open`."""

    def __init__(self, net):
        self.nodes = net.nodes
        every = [(a, b, d) for a, b, d in net.edges(data=True) if d.get("layer") == "effect"]
        self.said = {(a, b): d for a, b, d in every}
        self.signed = nx.DiGraph((a, b, d) for a, b, d in every if d["composes"])
        self.wide = nx.DiGraph((a, b, d) for a, b, d in every if d["composes"] or (d["open"] and a != b))

    def effects(self, concept):
        """The sign of the effect of a concept on each variable that it is known to act on."""
        node = self.nodes[concept]
        start, level = node.get("variable", concept), int(node.get("level", 1))
        if start not in self.wide:
            return {}
        found = {}
        for end in sorted(nx.descendants(self.wide, start) - {start}):
            sign = self.between(start, end)
            if node.get("aims_only") and not self.one_step(start, end):
                continue
            found[end] = sign if level > 0 else product([sign, "-"])
        return found

    def between(self, start, end):
        """What is said of the very pair, else the sum over all ways; open where a way has no sign."""
        stated = self.said.get((start, end))
        if stated and not stated["open"]:
            return stated["sign"]
        ways = self.ways(start, end)
        return added(product(self.said[step]["sign"] for step in way) for way in ways) if ways else "?"

    def ways(self, start, end):
        if start not in self.signed or end not in self.signed:
            return []
        return list(nx.all_simple_edge_paths(self.signed, start, end, cutoff=LONGEST))

    def one_step(self, start, end):
        """Whether the only way is a statement of its own."""
        return [len(way) for way in self.ways(start, end)] == [1]

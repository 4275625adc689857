"""The neighbourhood of a concept: what is shown, what is only counted, and that no line lies under the centre."""

import re

from kg.picture.around import Sieve, around


def points(path):
    """Points along the M, C and L commands of a path."""
    at, found = (0.0, 0.0), []
    for command, numbers in re.findall(r"([MCL])([-\d. e]+)", path):
        n = [float(number) for number in numbers.split()]
        controls = {"M": [n[-2:]] * 4, "L": [at, at, n, n], "C": [at, n[0:2], n[2:4], n[4:6]]}[command]
        for i in range(21):
            t, u = i / 20, 1 - i / 20
            weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
            found.append(tuple(sum(w * c[axis] for w, c in zip(weights, controls, strict=True)) for axis in (0, 1)))
        at = (n[-2], n[-1])
    return found


def test_no_line_lies_under_the_centre(graph):
    drawings = 0
    for s in graph.statements.values():
        if s.sign and s.subject != s.object:
            drawn = around(graph, s.subject, [s.object])
            drawings += 1
            (centre,) = (box for box in drawn.neighbours if box.id == drawn.centre)
            for curve in drawn.ties:
                if centre not in (curve.source, curve.target):
                    inside = [
                        (x, y)
                        for x, y in points(curve.path)
                        if centre.x < x < centre.x + centre.w and centre.y < y < centre.y + centre.h
                    ]
                    assert inside == [], (s.subject, s.object, curve.statements)
    assert drawings > 150


def test_what_is_not_shown_is_counted(graph):
    drawn = around(graph, "rankl")
    hidden = {box.id: box.hidden for box in drawn.neighbours}
    grown = around(graph, "rankl", ["estrogen"])
    assert hidden["estrogen"] == len({box.id for box in grown.neighbours} - hidden.keys())


def test_a_sieve_leaves_out_what_it_does_not_let_through(graph):
    assert {curve.sign for curve in around(graph, "bmd", sieve=Sieve(signs=("-",))).ties} == {"-"}

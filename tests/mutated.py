"""Questions of the bank made strange, the same ones each time: what people type that no one thought of."""

import random
from collections.abc import Iterator, Sequence

STRANGERS = (
    "lupus", "diabetes", "chemotherapy", "swimming", "quantum flux", "astronauts", "crohn's disease", "TNF-ω",
    "dialysis", "marathon runners", "people", "骨密度", "müsli", "xyzzy", "kidney stones", "the", "not", "42", "3 mg",
    "CHEBI:0000", "a" * 300, "pneumono" * 20, "{0}", "{99}", "UP", "<1>", "[1]", "🦴", "\u202e", "\u0000",
)  # fmt: skip
SETTINGS = (
    "in people with {}", "in {}", "after {}", "during {}", "before {}", "for patients on {}", "if I have {}",
    "among {}", "without {}", "compared with {}", "than {}", "or {}", "and {}", "within {} years", "by {} %",
    "because of {}", "with {}", "as a {}", "unless {}", "who take {}", "while {}", "when I stop {}", "of {}",
    "through {}",
)  # fmt: skip
MARKS = ("?!", "...", " ; ", ",", ": ", "(", ")", "“”", "'", "--", "/", "\n", "\t", "%", "&", "#", ". ", "! so ", "’s")


def mutated(questions: Sequence[str], number: int, seed: int = 1) -> Iterator[str]:
    """So many questions: each one of the bank with one to three changes."""
    rng = random.Random(seed)
    words = sorted({word for question in questions for word in question.split()})
    for _ in range(number):
        text = rng.choice(questions)
        for _ in range(rng.randint(1, 3)):
            text = rng.choice(_CHANGES)(rng, text, words, questions)
        yield text


def _at(rng, parts):
    return rng.randrange(len(parts)) if parts else 0


def _swapped(rng, text, words, questions):
    parts = text.split() or [""]
    parts[_at(rng, parts)] = rng.choice(words)
    return " ".join(parts)


def _stranger(rng, text, words, questions):
    parts = text.split() or [""]
    parts[_at(rng, parts)] = rng.choice(STRANGERS)
    return " ".join(parts)


def _put_in(rng, text, words, questions):
    parts = text.split()
    parts.insert(_at(rng, parts), rng.choice((*STRANGERS, rng.choice(words))))
    return " ".join(parts)


def _set_behind(rng, text, words, questions):
    return f"{text.rstrip('?')} {rng.choice(SETTINGS).format(rng.choice((*STRANGERS, rng.choice(words))))}?"


def _set_before(rng, text, words, questions):
    return f"{rng.choice(SETTINGS).format(rng.choice((*STRANGERS, rng.choice(words))))} {text}"


def _set_before_with_a_comma(rng, text, words, questions):
    return f"{rng.choice(SETTINGS).format(rng.choice(STRANGERS)).capitalize()}, {text}"


def _cut(rng, text, words, questions):
    return text[: _at(rng, text)]


def _beheaded(rng, text, words, questions):
    return text[_at(rng, text) :]


def _doubled(rng, text, words, questions):
    return f"{text}{rng.choice((' ', ' and ', ' or ', '. ', ''))}{text}"


def _joined(rng, text, words, questions):
    return f"{text}{rng.choice((' ', ' and ', ' so ', '. ', ', '))}{rng.choice(questions)}"


def _shuffled(rng, text, words, questions):
    parts = text.split()
    rng.shuffle(parts)
    return " ".join(parts)


def _marked(rng, text, words, questions):
    at = _at(rng, text)
    return text[:at] + rng.choice(MARKS) + text[at:]


def _mistyped(rng, text, words, questions):
    at = _at(rng, text)
    return text[:at] + rng.choice("aeiouéßµ\u200b ") + text[at + 1 :]


_CHANGES = (
    _swapped, _stranger, _stranger, _put_in, _set_behind, _set_behind, _set_before, _set_before_with_a_comma, _cut,
    _beheaded, _doubled, _joined, _shuffled, _marked, _mistyped,
)  # fmt: skip

"""How hard a text is to read."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_SENTENCE = re.compile(r"[.!?](?:\s|$)")
_FIRST_AGE = 5
"""The age at which the grade before the first begins."""


def reading_age(text: str) -> int:
    """The age in years from which a text in English can be read; the youngest for a text without words.

    The Automated Readability Index (Senter and Smith 1967, AMRL-TR-66-220): a school grade by the length of words and
    of sentences. It needs no list of syllables, and says nothing of how well known the words are.

    >>> reading_age("The dog ran. The cat sat."), reading_age("Pharmacological intervention attenuates resorption.")
    (5, 41)
    """
    words = _WORD.findall(text)
    if not words:
        return _FIRST_AGE
    letters = sum(map(len, words))
    sentences = max(1, len(_SENTENCE.findall(text)))
    grade = 4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43
    return max(_FIRST_AGE, round(grade) + _FIRST_AGE)

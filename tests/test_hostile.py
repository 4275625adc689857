"""Texts as nobody would write them to be understood: each gets an answer, in steps that grow with its length alone."""

import sys
import time

import pytest

from kg.question.sentences import _CUT

STATUSES = {"answered", "ambiguous", "no_known_path", "unknown_concept", "not_understood", "related"}
UNITS = {
    "a word that joins": "and ",
    "commas": ", ",
    "a list": "estrogen and calcium and ",
    "a list with commas": "estrogen, calcium, ",
    "a choice without end": "raise or lower or ",
    "one letter": "x ",
    "letters": "a b c d e f ",
    "figures": "12 34% 5.6 kg ",
    "white space": " \t ",
    "lines": "estrogen\n",
    "marks": "?!.;-- ",
    "words that ask": "what which who why how ",
    "verbs": "raises lowers blocks increases ",
    "restrictions": "other than estrogen, through RANKL, without calcium ",
    "a chain": "estrogen raises calcium raises bone density raises ",
    "questions": "does estrogen raise bone density? ",
    "no words": "qwrtzu blorf snarfle gribbed ",
    "one long word": "antidisestablishmentarianismus",
    "typing errors": "estrgen calcim osteoprosis mnopause ",
    "identifiers": "https://a.b/c GO:0001234 kg:estrogen ",
    "code": "for (int i=0;i<n;i++){ a[i] = b[i] * c; } // estrogen\n",
    "Japanese": "骨密度を上げる運動は何ですか ",
    "Arabic": "هل يزيد الكالسيوم كثافة العظام ",
    "half a character": "\ud800 ",
    "pictures": "🦴💊 ",
}


def steps(call, text):
    """How many functions and generators are entered: what the work grows by, on any machine."""
    count = 0

    def counting(frame, event, argument):
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        call(text)
    finally:
        sys.setprofile(before)
    return count


def of_length(unit, length):
    return (unit * (length // len(unit) + 1))[:length]


@pytest.mark.parametrize("kind", UNITS)
def test_twice_the_text_takes_about_twice_the_steps(knowledge, kind):
    short, long = (of_length(UNITS[kind], length) for length in (1000, 2000))
    for text in (long, short):  # what is made once is made before
        assert knowledge.ask(text).status in STATUSES
    assert steps(knowledge.ask, long) < 2.7 * steps(knowledge.ask, short) + 2000


@pytest.mark.parametrize("unit", [" \t ", "\n ", " so", ", ", "- ", " and how "])
def test_sentences_are_found_in_time_linear_in_the_text(unit):
    def took(length):
        text = "a" + of_length(unit, length) + "b"
        times = []
        for _ in range(3):
            start = time.process_time()
            list(_CUT.finditer(text))
            times.append(time.process_time() - start)
        return min(times)

    assert took(16_000) < 3.2 * took(8_000) + 0.002

"""What a text in SPARQL asks for, told before anything runs it.

The text is cut into the terminals of the grammar (SPARQL 1.1, section 19.8), so that a word within an IRI, a string, a
name or a comment is none of the language. Keywords are then what they are by their place: the form of a query follows
its prologue, and a SERVICE that stands free is a SERVICE pattern wherever the grammar has one. White space is not
needed between terminals, so that a word counts wherever it is part of a longer one, and `SERVICE:a {` is read as the
pattern. Whether the rest is grammatical is for the engine to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.sparql.errors import QueryRefused, QueryTooLarge, QueryUnreadable

LONGEST = 64 * 1024
"""Characters of a query."""
DEEPEST = 100
"""Brackets within brackets: the engine calls itself for each."""

_START = (
    r"A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF"
)
_START += r"\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
_WORD = _START + r"0-9\u00B7\u0300-\u036F\u203F\u2040"
_CHAR = "-" + _WORD
_PREFIX = rf"(?:[{_START}](?:[{_CHAR}.]{{0,100}}[{_CHAR}])?)?:"  # bounded, so that a text is cut in linear time
_INNER = rf"[{_CHAR}:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:{_INNER})(?:\.*(?:{_INNER}))*"
_TOKEN = re.compile(
    rf"""
    (?P<space>[\ \t\r\n]+ | \#[^\r\n]*)
  | (?P<iri><[^<>"{{}}|^`\x00-\x20]*>)
  | (?P<string>'''(?:'{{0,2}}(?:[^'\\]|\\.))*''' | \"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\"
      | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*")
  | (?P<blank>_:[{_START}0-9](?:[{_CHAR}.]*[{_CHAR}])?)
  | (?P<name>{_PREFIX}(?:{_LOCAL})?)
  | (?P<variable>[?$][{_START}0-9][{_WORD}]*)
  | (?P<tag>@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*)
  | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<number>[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)? | [0-9]+\.?[eE]?[+-]?)
  | (?P<open>[({{\[]) | (?P<close>[)}}\]])
  | (?P<mark>[-+*/|^?!<>=&.,;~$@])
    """,
    re.VERBOSE | re.DOTALL,
)
QUERIES = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_SERVICE = "SERVICE"
_PROLOGUE = ("BASE", "PREFIX", "VERSION")
_LOCAL_ONLY = "queries are answered from the graph of this service alone, and no other address is asked"


@dataclass(frozen=True, slots=True)
class Token:
    """A terminal of the grammar: its sort, its text, and where it starts."""

    kind: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query asks for: its form, in capitals, and how deep its brackets are nested."""

    form: str
    depth: int


def tokens(text: str) -> Iterator[Token]:
    """The terminals of a text in their order, without white space and comments.

    Raises QueryUnreadable for what is none.

    >>> [t.text for t in tokens("ASK { ?s a <urn:SERVICE> } # SERVICE")]
    ['ASK', '{', '?s', 'a', '<urn:SERVICE>', '}']
    """
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise unreadable(text, at, f"{text[at]!r} begins nothing that SPARQL has")
        if found.lastgroup != "space":
            yield Token(found.lastgroup or "", found[0], at)
        at = found.end()


def read(text: str, *, longest: int = LONGEST) -> Reading:
    """What a query asks for. Raises QueryUnreadable, QueryTooLarge, or QueryRefused for updates and SERVICE.

    >>> read("PREFIX e: <urn:e> SELECT * { { ?s e:SERVICE 'LOAD' } }")
    Reading(form='SELECT', depth=2)
    """
    if len(text) > longest:
        raise QueryTooLarge(f"the query has {len(text)} characters, and {longest} is the most", most=longest)
    form, depth, deepest, in_prologue = "", 0, 0, True
    before = earlier = Token("", "", 0)
    for token in tokens(text):
        if _calls(earlier, before, token):
            raise QueryRefused(f"SERVICE is not followed here: {_LOCAL_ONLY}", **place(text, token.at))
        match token.kind:
            case "open":
                depth += 1
                deepest = max(deepest, depth)
                if depth > DEEPEST:
                    raise QueryTooLarge(
                        f"brackets are nested more than {DEEPEST} deep", most=DEEPEST, **place(text, token.at)
                    )
            case "close":
                depth -= 1
            case "word":
                word = token.text.upper()
                if not form and word not in _PROLOGUE:
                    form, in_prologue = _form(text, word, token.at), False
            case "iri" | "name" | "string" if in_prologue:
                pass
            case _ if in_prologue:
                raise unreadable(text, token.at, f"a query begins with one of {', '.join(QUERIES)}")
        earlier, before = before, token
    if not form:
        raise unreadable(text, len(text), f"there is no query here; one begins with one of {', '.join(QUERIES)}")
    return Reading(form, deepest)


def _calls(earlier: Token, before: Token, token: Token) -> bool:
    """Whether a SERVICE pattern is here: the word, or one grown together with the name before a bracket, where that
    is not the name of a graph.
    """
    if token.kind == "word":
        return _SERVICE in token.text.upper()
    grown = before.kind == "name" and _SERVICE in before.text.partition(":")[0].upper()
    return grown and token.text == "{" and earlier.text.upper() != "GRAPH"


def _form(text: str, word: str, at: int) -> str:
    if word in QUERIES:
        return word
    if word in UPDATES:
        detail = f"{word} changes a graph, and this one is only read here; changes are made by proposals"
        raise QueryRefused(detail, **place(text, at))
    raise unreadable(text, at, f"a query begins with one of {', '.join(QUERIES)}, not with {word[:40]}")


def unreadable(text: str, at: int, wrong: str) -> QueryUnreadable:
    """The error of a text that goes wrong at a character of it."""
    where = place(text, at)
    return QueryUnreadable(f"line {where['line']}, column {where['column']}: {wrong}", **where)


def place(text: str, at: int) -> dict[str, int]:
    """Line and column of a character, from 1.

    >>> place("ASK {}", 4)
    {'line': 1, 'column': 5}
    """
    return {"line": text.count("\n", 0, at) + 1, "column": at - text.rfind("\n", 0, at)}

"""One sentence of a question in plain form: concepts as `{n}`, verbs as what they say, the rest dropped or kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from kg.linking import Lexicon, Linked, Mention, english
from kg.linking.text import Token, stem
from kg.model import Concept, Goal, Population
from kg.question import grammar, words
from kg.question.kinds import Kinds
from kg.question.people import PLACE, People
from kg.question.values import Unnamed

_SETTING = (
    r"(?:in|for|among|on|of|with|if|when|as|during|within|at|i am|i have|i already|she is|who are|once)\b"
    r"(?: (?:a|an|the|my|who|i|am|are|is|you|have|has|had|already))* ?"
)
_OF_WHOM = (
    r"(?:\b(?:in|for|among|of|with) )?\b(?:people|persons?|women|patients?|those|someone|somebody|anyone|individuals?"
    r"|adults?|ones)"
    r"(?: (?:who|that|already|living|diagnosed))* (?:with|have|has|had|having|on|after)(?: (?:a|an|the))? "
)
_TOLD = re.compile(r"(?:i|she|he|my \w+|we) (?:am|is|are|have|has|had|was|take|already)\b")
_CONDITION = re.compile(r"(?:(?:and|but|so|please) )?(?:if|when|since|because|given|while|as|with|assuming|suppose)\b")
_MADE_SO = tuple(
    (re.compile(rf"\b(?:make|making|made|makes|get|gets|keep|keeps|keeping) (\{{\d+\}}) (?:{adjectives})\b"), verb)
    for adjectives, verb in (
        ("worse|bad", r"BAD \1"),
        ("better|good|safe", r"GOOD \1"),
        ("up|high|strong|healthy|steady|stable|going", r"UP \1"),
        ("down|low|away|at bay|in check", r"DOWN \1"),
    )
)
"""What is made so, or kept so, and the verb that says it."""
_TAKING = ("on", "take", "taking", "takes", "start", "starting", "use", "using")
_MOST_COURTESIES = 4
_MOST_SYMBOLS = 60
"""A longer sentence is read to here."""


class Plain:
    """A sentence from `start` to `end` of a `text`. `form` is the plain form, `mentions` what its places stand for.

    `context` are the mentions that say whom or when it is about, `about` groups of people that no concept stands for,
    `dropped` words that were passed over. `put` where it is put forward as a claim, `tagged` where it closes as one.
    """

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        linked: Linked,
        lexicon: Lexicon,
        concepts: Mapping[str, Concept],
        people: People,
        kinds: Kinds,
    ):
        self.written = text[start:end]
        self.text, self._start = text, start
        self._lexicon, self._concepts, self._people, self._kinds = lexicon, concepts, people, kinds
        self.mentions: list[Mention | Unnamed] = [m for m in linked.mentions if start <= m.start < end]
        self._words = [w for w in linked.words if start <= w.start < end]
        self.context: list[Mention] = []
        self.dropped: list[str] = []
        self.about: list[str] = []
        self.raw = " ".join(words.SPELLED_OUT.get(w.word, w.word) for w in self._words)
        self.form, self.tagged, self.put = self._plain()

    @property
    def unnamed(self) -> str:
        """Its words without those that name a concept."""
        names = [(m.start, m.end) for m in self.mentions if isinstance(m, Mention)]
        return " ".join(w.word for w in self._words if not any(a <= w.start < b for a, b in names))

    @property
    def asks(self) -> bool:
        """Whether it is a question, by its mark or its first word."""
        mark = self.written.rstrip()[-1:] == "?"
        first = self.form.split(" ")[0] if self.form else ""
        return mark or self.put or self.tagged or first in {*words.QUESTION_WORDS, *words.AUXILIARIES} - {"must"}

    @property
    def conditional(self) -> bool:
        """Whether it only says under which condition something is asked."""
        return not self.written.rstrip().endswith("?") and bool(_CONDITION.match(self.raw))

    def named(self, form: str) -> list[Mention | Unnamed]:
        """What the places in a piece of a plain form stand for, in its order."""
        return [self.mentions[int(i)] for i in PLACE.findall(form)]

    def _plain(self) -> tuple[str, bool, bool]:
        """The clause in plain form, whether it closes with a tag, and whether it is put forward as a claim."""
        self._take_therapies()
        self._join_compounds()
        items = self._items()
        text = " ".join(items)
        text = " ".join(text.split())
        for _ in range(_MOST_COURTESIES):
            shorter = next((p.sub("", text, count=1).lstrip(" ,") for p in words.COURTESIES if p.search(text)), text)
            if shorter == text:
                break
            text = shorter
        text = words.FAREWELL.sub("", re.sub(r"[ ,]+$", "", text))
        text, tags = words.TAG.subn("", text)
        text, puts = words.PUT_FORWARD.subn("", text)
        text = self._set_in_context(text)
        for pattern, verb in _MADE_SO:
            text = pattern.sub(verb, text)
        for pattern, symbol in words.PHRASES:
            text = pattern.sub(symbol, text)
        text = " ".join(self._symbol(t) for t in text.split())
        text = re.sub(r"\b(?:GOOD|UP|DOWN|ANY)(?: to| you| me| us| your)? (?=(?:UP|DOWN|GOOD|BAD|RESTORE)\b)", "", text)
        text = re.sub(r"\bMEASURE (?:MEASURE )+", "MEASURE ", text)
        text = " ".join([t for t in text.split() if t not in words.DROPPED][:_MOST_SYMBOLS])
        return re.sub(r"(?:^| ),(?= ,|$)", "", text).strip(" ,"), bool(tags), bool(puts)

    @staticmethod
    def _symbol(token: str) -> str:
        if token[0] in "{[," or token.isupper() or token in words.QUESTION_WORDS or token in words.AUXILIARIES:
            return token
        return words.SYMBOLS.get(token) or words.SYMBOLS.get(stem(token), token)

    def _take_therapies(self) -> None:
        """Where someone takes or goes on what has a therapy of that name, the therapy is meant."""
        for i, mention in enumerate(self.mentions):
            before = self.text[self._start : mention.start].lower().split()[-2:]
            taken = before and before[-1] in _TAKING and mention.level > 0
            if taken and (id := self._lexicon.taken(mention)):
                self.mentions[i] = replace(mention, concept=id, label=self._concepts[id].label, match="synonym")

    def _join_compounds(self) -> None:
        """Two nouns in a row are one mention where the second only says what the first is, and is not asked for."""
        told = self.raw.split(" ")[0] in words.COPULAS and bool(self._words)
        for i in range(len(self.mentions) - 1, 0, -1):
            if told and self.mentions[i].span[1] >= self._words[-1].end:
                continue
            one, head = self.mentions[i - 1 : i + 1]
            between = self.text[one.span[1] : head.span[0]]
            therapy = self._lexicon.taken(one)
            id = therapy or one.concept
            if between.strip(" -") or not between or not self._kinds.is_head_of(head.concept, id):
                continue
            joined = replace(
                one, concept=id, label=self._concepts[id].label, end=head.end, text=self.text[one.start : head.end]
            )
            self.mentions[i - 1 : i + 1] = [replace(joined, span=(one.span[0], head.span[1]))]

    def _items(self) -> list[str]:
        """The words with each mention as `{n}`; runs of words that name nothing known become places too."""
        items: list[str] = []
        spans = {m.span[0]: (i, m) for i, m in enumerate(self.mentions)}
        at, last = 0, self._start
        while at < len(self._words):
            word = self._words[at]
            if "," in self.text[last : word.start]:
                items.append(",")
            if here := spans.get(word.start):
                number, mention = here
                at = next(
                    (i for i in range(at, len(self._words)) if self._words[i].start >= mention.span[1]),
                    len(self._words),
                )
                at = self._head(at, number)
                meant = self.mentions[number]
                if isinstance(meant, Mention) and isinstance(self._concepts[meant.concept], Goal):
                    items.append("RESTORE")
                items.append(f"{{{number}}}")
                last = self._words[at - 1].end
                continue
            items += self._word(word, at)
            last = word.end
            at += 1
        return self._runs(items)

    def _head(self, at: int, number: int) -> int:
        """Past the nouns that follow a mention: plain ones add nothing, others make another thing of it."""
        mention = self.mentions[number]
        while at < len(self._words) and not self.text[self._words[at - 1].end : self._words[at].start].strip(" -"):
            word = self._words[at]
            if any(m.span[0] <= word.start < m.span[1] for m in self.mentions):
                break
            if self._is_unknown(word) and self._starts_mention(at + 1):
                self.dropped.append(word.text)
                at += 1
                break
            if word.word in words.PLAIN_HEADS:
                at += 1
            elif self._is_unknown(word) and not word.numeric:
                mention = self._unnamed(mention.start, word.end, (mention.span[0], word.end))
                self.mentions[number] = mention
                at += 1
            else:
                break
        return at

    def _starts_mention(self, at: int) -> bool:
        """Whether a mention starts there, articles aside: the word before stands between two, as a verb would."""
        while at < len(self._words) and self._words[at].word in english.DETERMINERS:
            at += 1
        return at < len(self._words) and any(m.span[0] == self._words[at].start for m in self.mentions)

    def _is_unknown(self, word: Token) -> bool:
        if (
            word.word in words.SPELLED_OUT
            or word.spelled in words.KNOWN
            or word.stem in words.SYMBOLS
            or word.word.removesuffix("s") in words.KNOWN
        ):
            return False
        return not (word.word.endswith("ly") or word.word in grammar.WORDS or word.numeric)

    def _word(self, word: Token, at: int) -> list[str]:
        plain = words.SPELLED_OUT.get(word.word, word.spelled)
        if word.word in words.GROUPS or word.word.removesuffix("s") in words.GROUPS:
            self.about.append(word.text)
            return []
        if word.numeric:
            return ["%" if self.text[word.end : word.end + 1] == "%" else "#"]
        if self._is_unknown(word) and word.word not in words.PLAIN_MODIFIERS:
            return [f"<{at}>"]
        return plain.split()

    def _runs(self, items: list[str]) -> list[str]:
        """Unknown words that stand together as one mention; before a known concept they make another thing of it."""
        out: list[str] = []
        i = 0
        while i < len(items):
            if not items[i].startswith("<"):
                out.append(items[i])
                i += 1
                continue
            run = [items[i]]
            while i + len(run) < len(items) and items[i + len(run)].startswith("<"):
                run.append(items[i + len(run)])
            first, last = self._words[int(run[0][1:-1])], self._words[int(run[-1][1:-1])]
            i += len(run)
            if i < len(items) and (known := PLACE.fullmatch(items[i])):
                number = int(known[1])
                mention = self.mentions[number]
                if mention.span[0] < mention.start:
                    out.append(self._unnamed_run(first, last))
                    continue
                self.mentions[number] = self._unnamed(first.start, mention.end, (first.start, mention.span[1]))
                continue
            out.append(self._unnamed_run(first, last))
        return out

    def _unnamed_run(self, first: Token, last: Token) -> str:
        """A new place, of words that name nothing known."""
        self.mentions.append(self._unnamed(first.start, last.end, (first.start, last.end)))
        return f"{{{len(self.mentions) - 1}}}"

    def _unnamed(self, start: int, end: int, span: tuple[int, int]) -> Unnamed:
        return Unnamed(start=start, end=end, text=self.text[start:end], span=span)

    def _set_in_context(self, text: str) -> str:
        """The plain form without the phrases that say whom or when it is about; these become context."""
        for i, mention in enumerate(self.mentions):
            if isinstance(mention, Unnamed):
                text, whom = re.subn(rf"{_OF_WHOM}\{{{i}\}}", " ", text)
                self.about += [mention.text] * whom
                continue
            concept = self._concepts[mention.concept]
            if not isinstance(concept, Population):
                put = self._people.put_in(concept, text, i)
                if put is None:
                    continue
                population, words_before = put
                mention = replace(mention, concept=population.id, label=population.label, match="context")
                self.mentions[i] = mention
                text = re.sub(rf"(?:{words_before})(?: (?:the|my|her))* \{{{i}\}}", f"{{{i}}}", text)
            if PLACE.findall(text) == [str(i)] and not _TOLD.match(text):
                continue
            if (verb := re.search(rf"\b(?:do|does|did|can) \{{{i}\}} ([a-z]+)", text)) and self._symbol(
                verb[1]
            ).isupper():
                continue
            self.context.append(mention)
            text = re.sub(rf"(?:\b{_SETTING})?\{{{i}\}}", " ", text, count=1)
        return " ".join(text.split())

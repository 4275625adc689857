"""The grammar of questions, a table: the first row that fits says what is asked and which part each concept plays.

It reads a question in plain form: concepts stand as `{0}`, `{1}`, … and verbs as what they say of the effect (UP, DOWN,
GOOD, BAD, ANY, NIL); see `words`. In a row, a capital letter stands for a concept or several joined by "and" or "or":
C the cause, E the effect, M a modifier, O what is compared with, T what is asked about alone, K a kind of thing, X what
is given. `R` is any verb of effect, `_` up to five words that are neither, and `^` and `$` the ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.question.values import Expected, Intent
from kg.question.words import AUXILIARIES, INFLECTED, KNOWN

_ONE = r"\{\d+\}"
_JOIN = (
    r"(?: ,| and| or| plus| versus| nor| TOGETHER)+"
    r"(?: (?:go|going|take|taking|do|doing|start|starting|use|using|be|being|get|getting|on|some|also|eat|eating|with))*"
)
_GROUP = rf"{_ONE}(?:{_JOIN} {_ONE})*"
_SEVERAL = rf"{_ONE}(?:{_JOIN} {_ONE})+"
_ROLES = {"C": "cause", "E": "effect", "M": "modifier", "O": "other", "T": "topic", "K": "kind", "X": "context"}
_VERB = "UP|DOWN|GOOD|BAD|ANY|NIL|CHOICE"
_WORD = r"(?!by \{)[a-z%,#'-]+"
_BETWEEN = rf"(?: {_WORD}){{0,5}}? "
_BEFORE = rf"^(?:{_WORD} ){{0,5}}?"
_MACROS = {
    "R": f"(?:{_VERB})",
    "AUX": f"(?:{'|'.join(sorted(AUXILIARIES))})",
    "WITH": "(?:when|if|once|after|with|from|because|during|without|while|as|through|by|until|on|in|since|under|where|at)",
    "WHAT": "(?:what|which|who)",
    "ONES": "(?:i|we|you|one|she|they|he|to|us|me)",
} | {letter: rf"(?P<{role}>{_GROUP})" for letter, role in _ROLES.items()} | {
    letter * 2: rf"(?P<{role}>{_SEVERAL})" for letter, role in _ROLES.items()
}  # fmt: skip
_MACRO = re.compile(rf"(?<![A-Za-z])({'|'.join(sorted(_MACROS, key=len, reverse=True))})(?![A-Za-z])")
_MAYBE = re.compile(r"\((?:\?:)?([^()]*)\)\? _ ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One form of question. `timing`, `direct` and `expected` are as in a Question."""

    pattern: re.Pattern
    intent: Intent
    timing: bool = False
    direct: bool = False
    expected: Expected | None = None


def _expand(form: str) -> str:
    """The regular expression of a form."""
    form = _MAYBE.sub(lambda m: f"(?:(?:{m[1]}) _ )?", form)
    form = _MACRO.sub(lambda m: _MACROS[m[1]], form)
    form = form.replace(_MACROS["R"], f"(?P<verb>{_VERB})", 1) if "(?P<verb>" not in form else form
    return form.replace("^_ ", _BEFORE).replace(" _ ", _BETWEEN)


def _rows(intent: Intent, forms: str, **marks) -> tuple[Row, ...]:
    return tuple(
        Row(pattern=re.compile(rf"(?<!\S){_expand(form.strip())}(?!\S)"), intent=intent, **marks)
        for form in forms.strip().splitlines()
        if form.strip()
    )


GRAMMAR = (
    *_rows(Intent.mechanism, r"""
        (?:path|paths|route|routes|pathway|pathways|chain|way|ways|link|links|steps|step) _ (?:from|between) C _ (?:to|and) E
        (?:path|paths|route|routes|pathway|pathways|chain|mechanism|mechanisms|steps|step|way|ways) _ C _ R _ E
        (?:mechanism|mechanisms|biology|science|explanation) _ (?:of|by|behind|for) C _ (?:on|for|in) E
    """),
    *_rows(Intent.compare, r"""
        (?:difference|differences|distinction|distinguish|differentiate|differ|different|compare|comparison) _ TT(?: _ (?:for|on|in) E)?
        (?:difference|differences|distinction|compare|comparison) _ T _ (?:with|to|from|and|against) O(?: _ (?:for|on|in) E)?
        ^_ AUX T _ (?:differ|different|distinct) _ (?:from|to) O
        ^_ AUX T _ (?:same _ as|equal to|identical to) O
        ^_ AUX TT _ (?:differ|same|different|identical|interchangeable)
        ^_ T versus O$
        C _ BETTER _ than O _ (?:for|at|on|in|against|R) _ E
        C _ R _ E _ BETTER _ than O
        C _ BETTER _ R _ E _ than O
        C _ BETTER _ E _ than O
        (?:for|on|in) E _ AUX C _ BETTER _ than O
        E _ C _ BETTER _ than O
        C _ BETTER _ than O
        (?:which|what) _ (?:GOOD|better|best|BETTER|more|most|stronger|strongest|worse|greater|WEAKER) _ (?:for|on|at|R)? _ E _ CC
        (?:which|what) _ (?:of)? _ CC _ (?:GOOD|better|best|BETTER|more|most|stronger|strongest|worse|greater|WEAKER) _ E
        (?:which|what) _ CC _ R _ E
        (?:which|what) _ R _ E _ (?:more|most|better|best) _ CC
        ^_ AUX CC _ (?:better|best|GOOD|BETTER|more|WEAKER) _ (?:for|on|at|R) _ E
        C _ (?:as _ WEAKER|WEAKER|compared|compare|versus) _ (?:as|to|with|versus) O(?: _ (?:for|on|at|in|R) _ E)?
        C versus O _ (?:for|on|at|in|R) _ E
        E _ C versus O
        (?:which|what) _ (?:better|best|GOOD|BETTER|more|stronger|strongest|worse|greater|WEAKER|BAD) _ CC$
        CC _ (?:which|what) _ (?:better|best|more|stronger|GOOD|BETTER) _ E
    """),
    *_rows(Intent.evidence, r"""
        EVIDENCE _ C _ (?:R|and|on|for|in|with|between) _ E
        EVIDENCE _ E _ (?:from|of|with|for) C
        EVIDENCE _ CC
        C _ EVIDENCE _ (?:to)? _ (?:R|for|on|in) _ E
        C _ (?:R|and) _ E _ EVIDENCE
        EVIDENCE _ T
        T _ EVIDENCE
    """),
    *_rows(Intent.measurement, r"""
        how _ T _ MEASURE
        how _ MEASURE _ T
        WHAT _ T _ (?:MEASURE|used to|stand for in|shows?|tells?)
        WHAT _ (?:MEASURE|shows?|tells?) _ T
        MEASURE _ (?:for|of|in) T
        (?:where|what) _ T MEASURE
        ^_ AUX _ (?:MEASURE)? _ T _ MEASURE
        T _ used _ in
        T _ (?:of|for|in) _ O EVIDENCE
        used _ to MEASURE _ T
    """),
    *_rows(Intent.quantity, r"""
        how (?:long|soon|quickly|fast|rapidly|many (?:year|years|week|weeks|month|months|days)) _ C _ R _ E
        how (?:long|soon|quickly|fast|rapidly|many (?:year|years|week|weeks|month|months|days)) _ C _ WITH E
        how (?:long|soon|quickly|fast|rapidly|many (?:year|years|week|weeks|month|months|days)) _ C _ (?:work|works|take|takes|act|kick) _ (?:on|for|in|to)? _ E
        how (?:long|soon|quickly|fast|rapidly|many (?:year|years|week|weeks|month|months|days)) _ R _ E _ WITH C
        how (?:long|soon|quickly|fast|rapidly|many (?:year|years|week|weeks|month|months|days)) _ E _ WITH C
        how (?:long|soon|quickly|fast|rapidly|many (?:year|years|week|weeks|month|months|days)) _ R _ E
        how (?:long|soon|quickly|fast|rapidly|many (?:year|years|week|weeks|month|months|days)) _ T
        when _ (?:start|starts|begin|begins|work|works|notice|see) _ T
    """, timing=True),
    *_rows(Intent.quantity, r"""
        (?:how much|how big|how large|expected|expect|magnitude|size|typical|extent|average|what|range|rate) _ E R _ (?:WITH|of) C
        (?:how much|how big|how large|how strong|how great|how far|how many|magnitude|size|by how much|what %|% of|expected|expect|typical|amount|extent|numbers?|figures?|what number|average|range|rate) _ C _ R _ E
        (?:how much|how big|how large|how strong|how great|how far|how many|magnitude|size|by how much|what %|%|expected|expect|typical|amount|extent|numbers?|figures?|average|range|rate|what change) _ E _ (?:WITH|of|for) C
        (?:how much|how big|how large|how strong|how great|how far|how many|magnitude|size|by how much|what %|%|expected|expect|extent|numbers?|figures?|average|range|rate) _ (?:R)? _ (?:of)? C _ (?:on|for|in|to) E
        how much AUX C E
        how much _ E _ C _ (?:R|give|gives|add|adds)
        how much _ E _ R _ WITH C
        how much _ R _ E _ WITH C
        how much _ E _ WITH C
        how much _ R _ E
        (?:how much|how many|what|which) _ (?:mg|mcg|iu|g|#|% of|amount|dose|doses|dosage|rda|quantity|intake|requirement|number|units?|allowance) _ (?:of)? _ T
        # _ (?:iu|mg|mcg|g) _ T _ enough
        (?:how much|how many) _ T
        (?:recommended|recommend|suggested|daily|required|rda|dose|dosage|requirement|requirements|target|intake|amount|ideal|optimal|needed|minimum|maximum) _ T
        T _ (?:recommended|recommendation|recommendations|daily|dose|dosage|requirement|requirements|rda|allowance|per day|a day|each day|target|amount|kg)
        (?:magnitude|size|% of|percentage|what %|figures?|numbers?) _ T
    """),
    *_rows(Intent.members, r"""
        ^_ AUX C _ (?:have|has|contain|contains|source of|sources of|rich in|high in|full of|provide|provides) _ T
        (?:which|what) _ (?:food|foods) _ T
        (?:which|what) _ (?:food|foods|source|sources|eat|drink|meals?|things) _ (?:have|has|contain|contains|provide|provides|give|gives|rich|source|sources|full|high|supply|supplies|packed|offer|carry|get) _ T
        ^T (?:rich|containing)
        (?:food|foods|source|sources) _ (?:of|for|with|rich in|high in|containing|have) T
        (?:which|what) _ (?:food|foods|eat|eating|drink) _ (?:for|to get|if|with) _ T
        where _ (?:get|find) _ T
        ^_ AUX T in C
        (?:example|examples|types|type|kinds|kind|forms|form|sorts|members|subtypes|versions) _ (?:of|for) T
        (?:which|what) _ T _ (?:are|is) there
        (?:which|what) _ (?:count|counts|qualify|qualifies|classed|classified|considered) _ as T
        (?:list|name|give) _ T$
        ^_ AUX C _ (?:type|kind|form|example|sort|member|considered|classed|count|counted|classified) _ (?:of|as|among)? ?T
        what _ C _ (?:classified|classed|type|kind|belong) _ (?:of|to|as)?$
        (?:what|which) (?:is|are) _ (?:in|part of|included in|inside) T$
        (?:what|which) _ T _ (?:consist|made|include|includes|contain|contains|comprise|involve|involves) _ (?:of)?$
    """),
    *_rows(Intent.combine, r"""
        CC _ (?:WEAKER|BETTER) _ (?:than|alone)
    """),
    *_rows(Intent.modifiers, r"""
        M _ (?:UP|ANY|GOOD|DOWN|BAD|MODIFY) _ C _ WEAKER
        M _ (?:MODIFY|ANY|BAD|DOWN|UP|RESTORE|GOOD) _ (?:how)? _ C _ (?:WEAKER|effect|ANY|response|benefit|work|works|R) _ (?:on|of|for|in|to|R)? _ E
        M _ (?:MODIFY|ANY|BAD|DOWN|UP|RESTORE|GOOD) _ (?:ANY|GOOD|response|responses|benefit|benefits|response of|adaptation|effectiveness|efficacy|gains?|UP) _ (?:of|to|from) C _ (?:on|for|in|to) E
        M _ (?:MODIFY|ANY|BAD|DOWN|UP|RESTORE|GOOD) _ (?:ANY|GOOD|response|responses|benefit|benefits|adaptation|effectiveness|efficacy|gains?) _ E _ (?:of|to|from) C
        M _ (?:MODIFY|ANY|BAD|DOWN|UP|RESTORE|GOOD) _ (?:ANY|GOOD|response|responses|benefit|benefits|adaptation|effectiveness|efficacy|gains?|results?|how|whether) _ (?:of|to|from)? _ C
        (?:MODIFY|WEAKER|ANY|changes?|influences?) _ (?:ANY|GOOD|response|benefit|benefits|effectiveness|efficacy) _ (?:of|to|from) C _ (?:on|for|in|to) E
        (?:MODIFY|WEAKER|ANY|DOWN|BAD|changes?|influences?|weakens?|dampens?|blunts?) _ (?:ANY|GOOD|response|responses|benefit|benefits|effectiveness|efficacy) _ (?:of|to|from) C
        why _ C _ (?:not)? _ WEAKER
        why _ C _ not _ (?:work|works|help|GOOD|UP|ANY) _ (?:on|for|in)? _ E
        why _ C _ not _ (?:work|works|working|GOOD)
        C _ WEAKER
        (?:MODIFY|modifiers?) _ C _ E
        (?:MODIFY) _ C
    """),
    *_rows(Intent.modifiers, r"""
        C _ (?:work|works|effective|absorb|absorbed|function) _ (?:(?:if|when|with|while|where) _ )?M$
    """, expected=Expected.good),
    *_rows(Intent.combine, r"""
        what _ if _ CC _ (?:R|on|for|to) _ E
        what _ if _ CC$
        what _ (?:happens|happen|ANY) _ (?:when|if|to) _ CC _ (?:on|for|to|R) _ E
        what _ (?:happens|happen) _ E _ (?:when|if|with) _ CC
        what _ (?:happens|happen) _ (?:when|if|with) _ CC$
        TOGETHER _ C _ (?:with|and|to) O _ (?:R|on|for|in|to) _ E
        TOGETHER _ C _ (?:with|and|to) O
        TOGETHER _ CC _ (?:R|on|for|in|to) _ E
        CC _ TOGETHER _ (?:R|on|for|in|to)? _ E
        C TOGETHER O _ (?:R|on|for|in|to) _ E
        CC _ TOGETHER
        C TOGETHER O
        TOGETHER _ CC
        C _ (?:to|with) _ TOGETHER O
        C _ TOGETHER _ (?:with)? O
    """),
    *_rows(Intent.sufficiency, r"""
        C _ (?:enough|sufficient|sufficiently|suffice|suffices|adequate) _ (?:for|to|R|RESTORE)? _ E
        E _ (?:with|by|using|through|from|on|WITH) _ C _ (?:alone|only|just|enough)
        E _ (?:with|by|using|through|from|on|WITH) _ (?:just|only) _ C
        (?:just|only) _ C _ (?:R|RESTORE|to|for) _ E
        C _ (?:alone|only|just) _ (?:R|RESTORE|for|to|on) _ E
        C _ (?:fully|completely|entirely|totally) _ (?:R) _ E
        (?:can|could|will|would|is|are|may|might) E _ be RESTORE
        C _ RESTORE _ E
        RESTORE _ E _ (?:with|by|through|using|from|on|after|WITH) _ C
        C _ (?:enough|sufficient|suffice|suffices|alone)
        (?:just|only) _ C _ (?:and|to)?$
        AUX E _ RESTORE _ (?:with|by|through|using|from|on|after|WITH) _ C
        C _ RESTORE$
        RESTORE _ E
        E _ C _ RESTORE
    """),
    *_rows(Intent.effects, r"""
        why _ C _ (?:important|needed|essential|necessary|matter|matters|GOOD|BAD|ANY|required|crucial|recommended|vital|special|worth)$
        (?:what|which) K _ R by C
        (?:what|which) K _ AUX C _ R
        ^(?:should|must|could|can|would|may|might) C$
        ^(?:should|must|could|can|would|may|might) ONES (?:(?:take|start|stop|use|try|get|go|be|on|do|eat|have|keep|continue|need|to|still|consider|avoid|quit|DOWN) )*C$
        ^_ ONES _ (?:should|need|must|ought) _ C$
    """),
    *_rows(Intent.mechanism, r"""
        why _ E _ (?:R)? _ (?:from|WITH) C
        why _ AUX C _ R _ E
        why _ C _ R _ E
        (?:why|how exactly|how precisely) _ (?:from|WITH) C _ E
        why _ R _ E _ WITH C
        why _ R _ E
        why _ E
    """),
    *_rows(Intent.mechanism, r"""
        how _ (?:AUX)? C _ (?P<verb>UP|DOWN|GOOD|BAD|NIL) _ E
        (?:how|explain) _ C _ (?P<verb>UP|DOWN|GOOD|BAD|NIL) _ E
    """),
    *_rows(Intent.effect, r"""
        ^_ WITH _ X _ C _ R _ E
        C _ R _ E _ (?:if|when|while|where|with|given|unless|during) _ X$
        C _ R _ E X$
        ^_ WITH _ X _ AUX _ C _ R _ E
        what _ (?:happens|happen|happened|happening|becomes) _ (?:to|with|in|of) E _ WITH _ C
        WITH _ C _ what _ (?:happens|happen) _ (?:to|with|in|of) E
        what _ (?:happens|happen) _ (?:when|if|after|WITH) _ C _ (?:to|for|in|on) E
        what AUX C ANY E
        what _ ANY _ C _ (?:on|in|for|to) E
        what _ (?:ANY|GOOD|BAD) _ (?:of|from) C _ (?:on|in|for|to) E
        R _ (?:of|from) C _ (?:on|in|for|to|with) E
        (?:role|part|importance|place) _ (?:of|for) C _ (?:on|in|for|to|with) E
        (?:relationship|relation|connection|correlation|association|ANY) _ (?:between|of|among) C and E
        (?:relationship|relation|connection|association|ANY) _ C _ (?:to|with|on|and) E
        ^_ WITH _ C _ E
        E _ (?:be|been|get|gets|getting)? _ R by C
        E _ from C
        E _ R _ from C
        E _ R _ WITH C
        AUX _ NIL _ C _ (?:on|for|to|in)? _ E
        C _ NIL _ (?:on|for|to|in)? _ E
        ^_ AUX _ R _ E _ (?:WITH|within|of) _ C
        ^C and E$
        ^_ AUX E _ (?:need|needs|require|requires|depend|rely) _ C$
        ^_ AUX E _ (?:with|as) C$
        C _ R _ or R _ E
        C _ R _ E
        C _ (?:to|for|on|in|cause|mean|means|equal|equals) _ E
        WITH _ C _ R _ E
        R _ C _ (?:for|on|to) E
    """),
    *_rows(Intent.causes, r"""
        (?:direct|immediate|directly) _ R _ E
        WHAT _ directly _ R _ E
        (?:direct|immediate) _ (?:regulators|drivers|parents|inputs|factors) _ E
    """, direct=True),
    *_rows(Intent.causes, r"""
        (?:what|which) K _ R _ E
        (?:what|which) K _ AUX _ E _ (?:need|needs|require|requires|depend|use|uses)
        (?:what|which) K _ (?:for|against) _ E
        WHAT _ R _ E
        how _ ONES _ R _ E
        how _ ONES _ GOOD _ E
        what _ ONES _ (?:do|eat|take|try|use|avoid) _ (?:for|against|about|to|with|if) _ E
        what _ ONES _ R _ E
        (?:way|ways|tips?|things|strategies|options|treatments?|remed(?:y|ies)|exercises?|foods?|best) _ (?:to|for|against|that) _ R _ E
        (?:best|treatments?|remed(?:y|ies)|options|strategies|help) _ K _ (?:for|against) _ E
        K _ (?:best|GOOD) _ E
        (?:best|treatments?|remed(?:y|ies)|options|strategies|help|tips|advice) _ (?:for|against) _ E
        (?P<verb>UP|DOWN) _ (?:of|for) E
        (?P<verb>ANY|GOOD|BAD) _ on E
        (?:drivers?|inducers?|inhibitors?|regulators?|determinants?|factors?|reasons?|root|source|sources|culprits?|upstream|causes) _ (?:of|for|behind|in) E
        E _ (?:be )?R by what
        what _ E _ (?:R|depend) _ (?:by|on)$
        what _ E _ from$
        R _ E$
    """),
    *_rows(Intent.effects, r"""
        what _ (?:happens|happen) _ (?:when|if|after|during|with|WITH)? _ C
        what _ if _ C
        what AUX C _ (?:R|do|ANY|work|works)
        (?:what|list|name|describe)? _ (?:ANY|GOOD|BAD|consequences?|results?|outcomes?|downstream|benefits?|role|functions?|purpose|job|risks?|advantages?|importance|harms?|pros|drawbacks) _ (?:of|from|to) C
        how _ C _ (?:work|works|act|acts|function|functions)
        ^_ (?:is|are|was|can|could|will|would|may|might) C _ (?P<verb>GOOD|BAD|NIL)$
        ^_ (?:do|does|should) C _ (?P<verb>GOOD|NIL|ANY)$
        C _ (?:is|are) _ (?P<verb>GOOD|BAD|NIL)$
        C _ (?P<verb>NIL)$
        (?:what|why) _ C _ (?:R|important|matter|for|good for|needed)$
        (?:what|why) _ R _ C$
        what _ C _ (?:R|target|targets)
    """),
    *_rows(Intent.effect, r"""
        what _ (?:happens|happen|becomes) _ (?:to|with|in|of)? _ E
        ^_ AUX E$
        ^_ (?:AUX _ )?E _ R$
        ^_ (?:AUX _ )?R _ E$
    """),
    *_rows(Intent.members, r"""
        ^(?:is|are) C _ T$
    """),
    *_rows(Intent.causes, r"""
        (?:will|would|am|could|can|might|do) ONES _ E
    """),
    *_rows(Intent.measurement, r"""
        ^how _ AUX T$
    """),
    *_rows(Intent.definition, r"""
        when _ AUX _ T$
        ^_ WHAT _ (?:is|are|was|were|mean|means) _ T
        (?:what|define|explain|describe|definition|meaning|about|know|called|name|information|info|learn|stand|understand) _ T
        T _ (?:mean|means|definition|meaning|stand|called|defined|explained)
        what _ T
        ^T$
        who _ T
    """),
)  # fmt: skip

WORDS = frozenset(word for row in GRAMMAR for word in re.findall(r"[a-z]{3,}", row.pattern.pattern))
"""The words that rows look for: never names of something missing."""

SPEECH = WORDS | KNOWN | INFLECTED
"""The words that a typing error is mended to, besides those of names."""

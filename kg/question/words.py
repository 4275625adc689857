"""The words that questions are made of, as tables: how they are written short, what they add nothing by, what they do.

A question is brought to a plain form before the grammar sees it: contractions spelled out, courtesies and articles
dropped, verbs replaced by what they say of the effect: UP, DOWN, GOOD, BAD, ANY, NIL, and a few other signs.
"""

from __future__ import annotations

import re

from kg.linking import english
from kg.linking.levels import NEUTRAL
from kg.linking.text import stem


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


SPELLED_OUT = {
    "whats": "what is", "whos": "who is", "hows": "how is", "wheres": "where is", "whens": "when is", "whys": "why is",
    "thats": "that is", "theres": "there is", "im": "i am", "ive": "i have", "id": "i would", "youre": "you are",
    "youve": "you have", "theyre": "they are", "theyve": "they have", "weve": "we have", "shes": "she is",
    "hes": "he is", "dont": "do not", "doesnt": "does not", "didnt": "did not", "isnt": "is not", "arent": "are not",
    "wasnt": "was not", "werent": "were not", "cant": "can not", "cannot": "can not", "couldnt": "could not",
    "wont": "will not", "wouldnt": "would not", "shouldnt": "should not", "hasnt": "has not", "havent": "have not",
    "hadnt": "had not", "aint": "is not", "gonna": "going to", "wanna": "want to", "gotta": "have to", "dose": "does",
    "alot": "a lot", "womens": "women", "mens": "men", "howcome": "how come", "wat": "what", "u": "you", "ur": "your",
    "r": "are", "pls": "please", "plz": "please", "thx": "thanks", "vs": "versus", "v": "versus", "w": "with",
    "wether": "whether", "coz": "because", "cuz": "because", "bc": "because", "thru": "through", "percent": "%",
    "never": "not", "hardly": "not", "kilos": "kg", "kilo": "kg", "kilogram": "kg", "kilograms": "kg",
}  # fmt: skip

COURTESIES = tuple(
    re.compile(rf"^(?:{pattern})(?: (?:if|whether|that|about))?(?= |$)")
    for pattern in (
        r"hi|hello|hey|dear|please|kindly|thanks|thank you|sorry|excuse me|ok|okay|well|um|so|and|but|then|also|now|doctor",
        r"(?:can|could|would|will) (?:you|someone|anyone|anybody|u) (?:please )?(?:kindly )?(?:tell|explain|show|say|give|list|describe|help|clarify)"
        r"(?: (?:me|us|to me|to us))?(?: understand)?",
        r"(?:tell|show|give|explain|remind)(?: to)? (?:me|us)",
        r"i (?:am )?(?:just |still )?(?:wonder|wondering|curious|want to know|would like to know|would love to know|need to know|want to ask|was wondering)",
        r"(?:do|does) (?:you|anyone|anybody|we|it) (?:happen to )?know",
        r"(?:any|some) idea",
        r"(?:my )?(?:quick |simple |another |general )?question(?: for you)?",
        r"(?:in your opinion|according to (?:the|this) (?:source|article|graph|document|text|paper))",
        r"(?:what )?(?:does|do) (?:the|this|your) (?:source|article|graph|document|text|paper) say(?: on)?",
    )
)
"""What is said before the question proper."""

FAREWELL = re.compile(
    r"(?:^|(?: ,)? )(?:many )?(?:thanks|thank you|thx|cheers|please)(?: (?:so much|very much|a lot|in advance|again))?$"
)
"""What is said after it."""

PUT_FORWARD = re.compile(
    r"^(?:is it (?:really )?(?:true|correct|right|the case|a fact|possible)|prove(?: to me)?|confirm|admit|agree|show"
    r"|(?:they|people|some|doctors?|my (?:doctor|friend|mom|mother|sister|trainer)) (?:say|says|said|told me|claim|claims|think)"
    r"|i (?:heard|read|think|believe|was told|thought|guess|assume)|everyone knows|we know|it is (?:true|known|a fact)"
    r"|am i right|surely|obviously|clearly|apparently|isnt it|is it not)(?: (?:true|correct))?(?: that)? "
)
"""What opens a claim that wants a yes or a no."""

TAG = re.compile(
    r"(?: ,)? (?:right|correct|true|yes|no|yeah|huh|ok|okay|eh|true or false|yes or no|is that (?:right|true|correct)"
    r"|(?:is|are|do|does|did|was|were|can|will|would|has|have) (?:not )?(?:it|they|that|he|she)(?: not)?|or not|or what)$"
)
"""What closes such a claim."""

PERSONAL = re.compile(
    r"\b(?:should (?:i|we|my \w+)|do i (?:need|have) to|must i|ought i|am i (?:ok|okay|safe|better off|at risk|going to)"
    r"|will i|would you (?:recommend|advise|suggest)|do you (?:recommend|advise|suggest)|is it (?:ok|okay|safe|fine) for me"
    r"|what would you do|my (?:dose|prescription|results|score)|can i (?:stop|quit|skip)|will my|what are my chances)\b"
)
"""What asks for advice or a forecast for one person."""

OUTSIDE = re.compile(
    r"\b(side effects?|adverse|safe|safety|unsafe|danger|dangers|dangerous|contraindicat\w*|overdose|toxic|toxicity|cost"
    r"|costs|price|expensive|cheap|brand|brands|buy|insurance|interactions? with|allerg\w*|legal|who invented|hereditary"
    r"|genetic|death|mortality|life expectancy|covered by|too much|too many|excessive|excess|overdo\w*|overtrain\w*"
    r"|risks? (?:with|of|in|from|to) (?:it|this|that|\{\d+\})|any risks?|how often|how soon|too (?:late|early|often)"
    r"|who should (?:not|nt|avoid)|who must not)\b"
)
"""What asks for things that no statement about causes, kinds, measures or amounts could answer."""

DROPPED = (
    english.DETERMINERS
    | english.ADVERBS
    - _set("enough alone together only just much many more most less least few fewer lot lots good bad better best worse"
           " worst both else instead right true wrong well some still then little ok okay long quickly rapidly soon same")
    | _set("please thanks sorry actually basically own kind sort specific certain various typical general"
           " particular overall main major normal regular daily human female older old elderly aged lady ladies"
           " woman women womens people person persons adult adults patient patients girl girls someone anyone body"
           " currently nowadays anymore regularly long-term longterm term risk risks chance chances likelihood odds"
           " probability development progression process state course form system own actual")
)  # fmt: skip
"""Words that change nothing in what is asked."""

PLAIN_HEADS = NEUTRAL | _set(
    "tablet tablets capsule capsules powder drops class classes session sessions routine practice cells cell function"
    " use consumption program programs programme plan activity activities cream gel pill pills therapy treatment drug"
    " drugs diet food foods product products problem problems issue issues disease condition stuff part"
)
"""Nouns behind a concept that do not make another thing of it."""

PLAIN_MODIFIERS = _set(
    "regular daily vigorous intense intensive moderate light heavy hard chronic severe early late mild natural good"
    " proper healthy simple basic short-term long-term supplemental dietary oral blood serum circulating female overall"
    " total general typical normal whole frequent occasional weekly consistent everyday plain ordinary usual own strict"
    " postmenopausal menopausal age-related progressive baseline initial starting existing current continued prolonged longterm shortterm sustained steady extra"
)
"""Words before a concept that do not make another thing of it."""

PHRASES = tuple(
    (re.compile(rf"\b(?:{pattern})(?= |$)"), symbol)
    for pattern, symbol in (
        (r"how come|what makes|for what reason|for which reason|what is the reason|reason why|reasons why", "why"),
        (r"as a result of|because of|due to|owing to|thanks to|on account of|caused by|brought on by|result of"
         r"|resulting from|driven by|triggered by|following", "from"),
        (r"side by side|at the same time(?: as)?|on top of|along with|together with|in combination with|combined with"
         r"|in addition to|alongside|simultaneously|as well as|hand in hand", "TOGETHER"),
        (r"by (?:itself|themselves|its own|their own)|on (?:its|their|it s) own|all by itself|and nothing else"
         r"|and that is it|without anything else|all (?:i|you|we) need", "alone"),
        (r"(?:get|gets|give|gives|bring|brings|win|put|gain|grow|grows|turn|take|go|goes|come)(?: me| us| you| it| them| everything)?"
         r" back(?: to)?(?: (?:where|how|what) (?:i|it|they|we) (?:was|were))?(?: normal)?|back to (?:normal|where \w+ \w+)"
         r"|make up for|return to", "RESTORE"),
        (r"(?:does|do|has|have|having|is|are|of|make|makes) (?:absolutely )?(?:no|not) (?:any )?(?:effect|impact|influence"
         r"|use|good|benefit|difference|point)(?: (?:on|for|to|in))?|(?:a )?waste of time|does nothing|do nothing|no use"
         r"|useless|pointless|worthless|ineffective|futile|does not work|do not work|good for nothing", "NIL"),
        (r"work (?:as well|less|worse|better|differently|best)|as (?:well|effective|strong|good)|less effective"
         r"|more effective when|stop working|respond (?:less|poorly|worse|better|differently)|fail to respond", "WEAKER"),
        (r"(?:(?:randomized|randomised|controlled|clinical|human|blind|double|placebo) )+(?:trials?|study|studies)", "EVIDENCE"),
        (r"replace|replaces|substitute for|substitutes for|be a substitute for|stand in for|instead of", "BETTER than"),
        (r"(?:beats?|outperforms?|outdo|outdoes|trumps?|surpass(?:es)?|exceeds?)", "BETTER than"),
        
        (r"(?:better|worse|more effective|less effective|stronger|superior|inferior|more|less|greater|preferable|safer"
         r"|bigger effect|larger effect|stronger effect)(?= .*\bthan\b)", "BETTER"),
        (r"lead to|leads to|leading to|led to|result in|results in|bring about|brings about|bring on|brings on|give rise to"
         r"|gives rise to|turn into|turns into|progress to|progresses to|develop into|become|becomes|speed up|speeds up"
         r"|contribute to|contributes to|end in|add to|adds to|build up|builds up|responsible for|ramp up|ramps up"
         r"|turn on|turns on|switch on|switches on|push up|pushes up|set off|sets off|behind|account for", "UP"),
        (r"protect \w+ (?:against|from)|protect(?:s|ed|ing|ion|ive)? (?:against|from|of)|guard against|guards against|slow down"
         r"|slows down|hold back|holds back|keep down|keeps down|cut down|cuts down|bring down|brings down|fight off|ward off"
         r"|stave off|get rid of|gets rid of|turn off|turns off|switch off|switches off|shut off|eat away at|eats away at"
         r"|take away|takes away|break down|breaks down|wear down|wears down|stop losing", "DOWN"),
        (r"good or bad|bad or good|help or (?:hurt|harm)|helpful or harmful|harmful or helpful|positive or negative"
         r"|better or worse|friend or foe", "CHOICE"),
        (r"good for|bad news for|helpful (?:for|in|against)|beneficial (?:for|to)|useful for|of benefit to|of use to"
         r"|benefits? (?:for|to)|care for|take care of|look after|healthy for|keep healthy|pay off for", "GOOD"),
        (r"bad for|harmful (?:for|to)|dangerous for|terrible for|hard on|risky for|downsides? (?:of|for)|unhealthy for", "BAD"),
        (r"(?:have|has|having) (?:an?y? )?(?:effect|impact|influence|bearing|say) (?:on|in)|play (?:a )?(?:role|part) in"
         r"|plays (?:a )?(?:role|part) in|(?:have|has|got) (?:anything|something|to) do with|(?:have|has) to do with"
         r"|(?:related|linked|connected|tied|associated|relevant|matter|matters|important|significant|crucial) (?:to|with|for)"
         r"|act on|acts on|role in|interfere with|depend on|depends on|work on|works on|do to|do for|does to|does for"
         r"|mean for|means for|relate to|relates to|interact with|interacts with", "ANY"),
    )
)  # fmt: skip
"""Several words that say one thing, in the order in which they are looked for."""

_VERBS = {
    "UP": """increase raise boost build strengthen promote stimulate grow cause drive activate make trigger enhance produce
        induce accelerate create enable encourage elevate upregulate intensify generate provoke amplify worsen aggravate
        exacerbate heighten fuel hasten gain preserve maintain spur""",
    "DOWN": """decrease lower reduce prevent slow stop cut weaken inhibit suppress block limit diminish lessen drop shrink
        downregulate restrain fight combat avoid treat dampen blunt attenuate destroy kill eliminate delay counteract
        offset minimize halt thin lose shorten hamper curb deplete control minimise erode impair ease disturb
        antagonize counter arrest relieve crush oppose deplete drain alleviate soften mitigate""",
    "GOOD": "help benefit improve protect support save fix nourish aid assist favor",
    "BAD": "hurt harm damage ruin wreck injure sabotage compromise deteriorate spoil undermine endanger",
    "ANY": """affect effect influence impact change alter matter modulate regulate relate link connect associate shape
        govern determine interact role involve touch bind dock engage""",
    "RESTORE": "reverse restore cure rebuild regain undo heal repair recover regrow normalize replenish reinstate",
    "MEASURE": """measure measurement indicate reflect marker biomarker monitor assess diagnose detect scan track endpoint
        test gauge evaluate""",
    "EVIDENCE": "evidence proof proven prove proved trial study studies research rct data scientific science experiment",
    "MODIFY": "modify moderate modifier moderator modification",
    "TOGETHER": "combine combination together synergy synergistic synergize both pair",
}  # fmt: skip
SYMBOLS = {stem(verb): symbol for symbol, verbs in _VERBS.items() for verb in verbs.split()} | {
    form: symbol
    for symbol, forms in {
        "UP": "led",
        "GOOD": "good useful helpful healthy beneficial better great best",
        "BAD": "bad harmful worse unhealthy terrible",
        "EVIDENCE": "studies",
        "used": "used",
        "use": "use",
    }.items()
    for form in forms.split()
}
"""What a word says of the effect, or asks for, by its stem or as it stands."""

COPULAS = _set("is are was were")
AUXILIARIES = _set("do does did is are was were be can could will would may might should shall has have had must am")
QUESTION_WORDS = _set("what which how why when where who whose whom")

KNOWN = (
    english.COMMON
    | english.UNITS
    | NEUTRAL
    | PLAIN_HEADS
    | PLAIN_MODIFIERS
    | _set(
        "% kg beat outperform surpass exceed outdo useless pointless worthless ineffective futile waste simultaneously combination actually"
    )
    | _set("lifting-weights okay")
    | frozenset(
        w
        for pattern in (*(p for p, _ in PHRASES), *COURTESIES, PUT_FORWARD, TAG, PERSONAL, OUTSIDE)
        for w in re.findall(r"[a-z]{3,}", pattern.pattern)
    )
)
"""Words that are understood, or may be passed over, and so name no concept that is missing."""


def _inflected(words: str, endings: tuple[str, ...]) -> set[str]:
    """The words in those of their regular forms that are English."""
    roots = {r for w in words.split() for r in (w, w.removesuffix("e"), w + w[-1], w[:-1] + "i")}
    return {root + ending for root in roots for ending in endings} & english.ENGLISH


INFLECTED = frozenset().union(
    *(_inflected(verbs, ("", "s", "es", "ed", "d", "ing")) for verbs in _VERBS.values()),
    _inflected(" ".join(english.GRADABLE), ("", "er", "est")),
)
"""The verbs that say something of an effect, and the adjectives, in all their forms."""

GROUPS = _set("men man male males husband boys boy guys guy father child children kids kid teenagers teens babies infants"
           " dogs dog cats cat mice rats animals athletes astronauts vegans vegetarians smokers")  # fmt: skip
"""Groups that people ask about; of those that the graph does not name, it says nothing."""

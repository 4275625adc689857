"""Words of general English: what asks rather than names, what spells in two ways, what bends irregularly."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def rows(table: str, room: str = "kg.linking") -> tuple[dict[str, str], ...]:
    """The rows of a table of a package, by the names of its columns; lines that start with # are remarks."""
    text = files(room).joinpath(f"{table}.tsv").read_text(encoding="utf-8")
    head, *lines = (line for line in text.splitlines() if not line.startswith("#"))
    names = head.split("\t")
    return tuple(dict(zip(names, line.split("\t"), strict=True)) for line in lines)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS = _words("a an the my your his her its our their this that these those any some each every")
PREPOSITIONS = _words(
    """of in on at by for from to with without within into onto over under after before during between among against
    about above below through throughout across via per than as like since until till toward towards upon beyond
    despite besides except around near inside outside versus vs"""
)
CONJUNCTIONS = _words("and or but nor so yet if when while because although though whereas once unless whether plus")
PRONOUNS = _words(
    """i you he she it we they me him us them myself yourself himself herself itself ourselves themselves one ones
    someone somebody anyone anybody everyone everybody something anything everything nothing none mine yours hers ours
    theirs who whom whose which what whoever whatever whichever"""
)
AUXILIARIES = _words(
    """is are am was were be been being do does did doing done have has had having can could will would shall should may
    might must ought cannot cant couldnt wont wouldnt shouldnt dont doesnt didnt isnt arent wasnt werent hasnt havent
    hadnt im ive id ill youre youve youd youll hes shes its theyre theyve weve were thats whats whos whens wheres hows
    theres heres lets gonna wanna gotta aint"""
)
PARTICLES = _words("up down out off back away along apart together again ever never not no nor yes")
ADVERBS = _words(
    """also just only even still too very really quite rather almost already always often sometimes usually mostly
    mainly maybe perhaps probably possibly actually basically generally typically simply exactly particularly especially
    significantly slightly strongly greatly directly indirectly quickly slowly suddenly gradually eventually finally
    first firstly second secondly then there here now today soon later ago instead otherwise however therefore thus
    hence else overall alone much many more most less least few fewer little lot lots alot bit enough several both all
    half either neither other others another same such own well better best worse worst good bad great ok okay fine
    right wrong true false anymore anyway somewhat somehow somewhere anywhere everywhere further"""
)
QUESTIONS = _words("what which who whom whose when where why how howcome wherefore")
ASKING = _words(
    """affect affects affected affecting effect effects cause causes caused causing impact influence influences lead
    leads led leading result results resulting make makes making made let lets help helps helped helping work works
    working worked happen happens happened happening mean means meaning meant say says said saying tell tells told show
    shows showed shown showing explain explains describe describes define defines definition list lists name names give
    gives gave given giving get gets got getting gotten go goes going gone went come comes came coming take takes took
    taken taking put puts keep keeps kept keeping use uses used using need needs needed want wants wanted try tries
    tried trying know knows knew known think thinks thought believe feel feels felt look looks looking find finds found
    see sees saw seen hear heard read ask asks asked asking answer answers question questions wonder wondering
    understand understood learn seem seems seemed appear appears become becomes became becoming start starts started
    starting begin begins began begun stop stops stopped stopping stay stays stayed remain remains turn turns turned
    turning change changes changed changing compare compares compared comparison differ differs difference differences
    different similar between relate relates related relation relationship link links linked connect connected
    connection associate associated association depend depends involve involves involved include includes included
    including contain contains matter matters important importance role roles part parts play plays played reason
    reasons way ways kind kinds type types form forms thing things stuff example examples case cases fact facts point
    points idea number numbers amount amounts level levels rate rates degree percent percentage ratio value values unit
    units dose doses dosage size magnitude range average total maximum minimum time times day days daily week weeks
    weekly month months monthly year years yearly hour hours minute minutes long short far fast quick large small big
    bigger biggest high low higher lower highest lowest great greater new old older young younger early late possible
    likely unlikely sure certain true evidence evident study studies trial trials research article source sources paper
    data proof prove proves proven claim claims fact side risk risks chance chances benefit benefits problem problems
    issue issues concern concerns people person persons woman women womens man men mens lady ladies girl girls adult
    adults patient patients doctor doctors mom mum mother grandmother body human humans health healthy life live lives
    living please thanks thank hello hi hey dear sorry okay wise re etc eg ie recommend recommended recommendation
    suggest suggests suggested advise advice tips worth safe safely useful useless effective effectively efficient
    route routes path paths step steps mechanism mechanisms process pathway pathways chain direct shortest longest
    increase increases increased increasing decrease decreases decreased decreasing raise raises raised raising reduce
    reduces reduced reducing lowers lowered lowering boost boosts boosted boosting improve improves improved improving
    worsen worsens worsened worsening prevent prevents prevented preventing protect protects protected protecting slow
    slows slowed slowing speed speeds stimulate stimulates stimulated promote promotes promoted inhibit inhibits
    inhibited block blocks blocked suppress suppresses suppressed activate activates activated trigger triggers
    triggered regulate regulates regulated control controls controlled build builds built building restore restores
    restored reverse reverses reversed rebuild cure cures cured treat treats treated destroy destroys damage damages
    kill kills hurt hurts harm harms harmful bring brings add adds added support supports maintain maintains preserve
    preserves strengthen strengthens weaken weakens grow grows growing drop drops dropped fall falls fell fallen rise
    rises rose decline declines declined lose loses lost losing gain gains gained cant rank ranks ranked order sort
    sorts quickest modify modifies modified response responses respond combine combined combination together versus
    both past expected expect actual whole entire main major minor primary secondary common specific general normal
    normally currently recently anyone amongst aside enough sufficient necessary required require requires instead
    measure measures measured measurement marker markers test tests tested food foods source eat eats eating ate rich
    sources drink drinks sign signs symptom symptoms end set sets sum back side hand top bottom left right number
    none cell cells molecule molecules substance substances"""
)

COMMON = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | AUXILIARIES | PARTICLES | ADVERBS | QUESTIONS | ASKING
"""Words that ask, join or grade: never what a question is about, never a misspelling of anything."""

UNITS = _words(
    "mg mcg ug mug g kg lb lbs iu ml l cm mm m km kcal cal nmol pmol ng dl pg min sec hr hrs wk yr yrs yo mo"
)
ABBREVIATIONS = _words(
    "ca et op al am pm ok us uk no st dr mr mrs ms vs id tv ad it is in on or at an as be by do ed ex"
)


def dictionary() -> list[str]:
    """The words of the frequency dictionary of English that comes with symspellpy, the most frequent first."""
    lines = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return [line.partition(" ")[0] for line in lines.splitlines()]


_BY_FREQUENCY = dictionary()
ENGLISH = COMMON | UNITS | ABBREVIATIONS | frozenset(_BY_FREQUENCY)
"""What is a word of its own: never a misspelling of another."""

HEADS = {row["head"]: row["group"] for row in rows("heads")}
"""Nouns that leave what stands before them what it is, "BTM shift", and alone name no concept that they end."""
GENERAL = COMMON | HEADS.keys() | frozenset(_BY_FREQUENCY[:3500])
"""Words too general to stand for a name that ends in them, as "formation" stands for "bone formation"."""

PREFIXES = ("anti", "non", "over", "post", "pre", "re", "un", "under")
SUFFIXES = ("ly", "ness", "less", "like", "ish", "able", "wise", "hood", "ship")
_LEAST_ROOT = 5


_RANKS = {word: rank for rank, word in enumerate(_BY_FREQUENCY, 1)}


def rarity(word: str) -> int:
    """How seldom a word is, by orders of magnitude of its rank among those of English."""
    return len(str(_RANKS.get(word, len(_RANKS) + 1)))


def is_word(word: str) -> bool:
    """Whether a folded word is one of English, or is made from one in a regular way.

    >>> is_word("cheese"), is_word("bonelessness"), is_word("unloadable"), is_word("estrogin")
    (True, True, True, False)
    """
    if word in ENGLISH:
        return True
    begins = [word, *(word[len(p) :] for p in PREFIXES if word.startswith(p))]
    roots = [with_y(b[: -len(s)]) for b in begins for s in SUFFIXES if b.endswith(s)]
    return any(len(root) >= _LEAST_ROOT and root in ENGLISH for root in begins[1:] + roots)


def with_y(root: str) -> str:
    """A root with the y that an ending turned to i."""
    return root[:-1] + "y" if root.endswith("i") else root


VERBS_LIKE_COMPARATIVES = _words("lower")
"""Words that look like a compared adjective and are a verb as often."""

CAUSATIVES = _words("build builds make makes grow grows create creates form forms produce produces")
"""Verbs whose -ing form may begin a name, "building bone", while they themselves rather act on what follows."""

INSIDE = _words(
    "is are was be get gets getting become becomes becoming feel feels look looks too so very more less quite"
)
"""Words that may stand inside a name with its adjective behind: "bones are weak" for "weak bones"."""

BECOMING = _words("get gets getting become becomes becoming")
"""Those of them that tell of a development, which a disease is as well as a state."""

AFTER_ARTICLE = _words("back")
"""Words that name something only after an article or the like: "my back"."""

BEFORE_NAMES = _words("of from by with without between on against via through than versus vs")
AFTER_NAMES = _words("on in from to with than versus vs")
"""Prepositions that stand next to a name as well as not."""

VERBS_TOO = _words("fall falls falling fell fallen break breaks run runs jump jumps age")
"""Words that name something unless they stand as the verb of what is named before them: "estrogen falls"."""

AMOUNTS = _words("load loads")
"""Words that count what follows an "of": "loads of cheese"."""

NAMES_TOO = VERBS_TOO | AFTER_ARTICLE
"""Words of questions that are names as well, each where its own rule lets it stand."""


def asks(label: str) -> bool:
    """Whether a folded label is nothing but words of questions, a number or a letter: no name for a text to be read by.

    >>> asks("risk"), asks("what is"), asks("3"), asks("the"), asks("falls"), asks("the change"), asks("side effects")
    (True, True, True, True, False, False, False)
    """
    words = label.split()
    if len(words) == 1:
        return label.isdigit() or len(label) == 1 or (label in COMMON and label not in NAMES_TOO)
    if not all(w in COMMON or w.isdigit() for w in words):
        return False
    return ASKING.isdisjoint(words) or not (QUESTIONS | AUXILIARIES | PRONOUNS).isdisjoint(words)


IRREGULAR = {
    "women": "woman", "womens": "woman", "men": "man", "mens": "man", "children": "child", "feet": "foot",
    "teeth": "tooth", "vertebrae": "vertebra", "lost": "lose", "broke": "break", "broken": "break", "fell": "fall",
    "fallen": "fall", "rose": "rise", "risen": "rise", "ran": "run", "took": "take", "taken": "take", "built": "build",
    "made": "make", "ate": "eat", "eaten": "eat", "grew": "grow", "grown": "grow", "got": "get", "gotten": "get",
    "went": "go", "gone": "go", "stood": "stand", "kept": "keep", "meant": "mean", "older": "old", "elder": "old",
    "dying": "die",
}  # fmt: skip

OWN_PLURALS = _words("arms customs goods glasses greens manners pulses savings spirits weights")
"""Plurals that mean another thing than their singulars: who loses weight lifts no weights for it."""

GRADABLE = _words(
    """strong weak thin thick dense hard soft healthy fragile brittle porous high low fast slow poor rich small great
    large big short long tall heavy light safe tough solid stiff flexible stable fit old young mild severe"""
)
"""Adjectives that compare with -er and -est, and that can stand before their noun or, after a copula, behind it."""

ADJECTIVES = {row["adjective"]: row["noun"] for row in rows("adjectives")}
"""Adjectives that say no more than "of" their noun: what is skeletal is of the skeleton."""
RELATIONAL = {"genic": "genesis", "otic": "osis", "clastic": "clast", "blastic": "blast", "cytic": "cyte"} | {
    "penic": "penia", "ptive": "ption", "pausal": "pause",
}  # fmt: skip
"""Endings of such adjectives, and those of their nouns."""

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
"""Greek letters that are also written as the Latin one: TNFa, 17b-estradiol."""

SPELLINGS = (
    (r"^oe(?=str|soph|dem)", "e"),
    (r"foet", "fet"),
    (r"haem", "hem"),
    (r"aem(?=i)", "em"),
    (r"(?<=p)aed", "ed"),
    (r"anaes", "anes"),
    (r"gynaec", "gynec"),
    (r"caec", "cec"),
    (r"faec", "fec"),
    (r"^aetio", "etio"),
    (r"rrhoe", "rrhe"),
    (r"^coeli", "celi"),
    (r"^manoeuv", "maneuv"),
    (r"sulph", "sulf"),
    (r"(tum|lab|col|fav|hon|hum|rum|vap|vig|arm|sav)our", r"\1or"),
    (r"(behavi|flav|harb|neighb|endeav)our", r"\1or"),
    (r"(def|off|lic|pret)ence", r"\1ense"),
    (r"(cent|fib|lit|met|theat)re(?=s?$)", r"\1er"),
    (r"ageing$", "aging"),
    (r"programme", "program"),
    (r"yoghurt", "yogurt"),
    (r"^grey", "gray"),
    (r"dieticia", "dietitia"),
    (r"mould", "mold"),
    (r"aluminium", "aluminum"),
    (r"([aeiou][^aeiou]+[aeiou])ll(?=(?:ing|ed|er)s?$)", r"\1l"),
    (r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations|ational|able)$)", "iz"),
    (r"(?<=[a-z]{2}l)ys(?=(?:e|ed|es|er|ers|ing)$)", "yz"),
)
"""British to American, pattern by pattern; both sides of a comparison pass through it, so only collisions matter."""

"""Words of general English: what asks rather than names, what spells in two ways, what bends irregularly."""

from __future__ import annotations


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
    none"""
)

COMMON = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | AUXILIARIES | PARTICLES | ADVERBS | QUESTIONS | ASKING
"""Words that ask, join or grade: never what a question is about, never a misspelling of anything."""

ORDINARY = _words(
    """aged ankle ankles apple apples arm arms art baby bad bag balanced band bank bar base bat bath bear beat bed beer
    berry bill bird birth bite bitter black blast blend blind block bloom blow blue board boat bold book boot boots
    bottle bow bowl box boy brain branch brave bread breast breath bright broad brown brush bus butter cake call calm
    camp can cap car card care cart cash cast cat cell chain chair chat cheap check cheek chest child children chip
    choice choose class clay clean clear clip clock close cloth cloud coach coal coast coat code coffee coin cold color
    cook cool copper copy corn cost cotton count cover crack cream crop cross crowd cry cup cut cycle dad dark date
    deal dear death deep desk dirt dish dog door doubt draft drain draining dream dress drive drum dry duck dust duty
    ear earth ease east edge egg elbow elder energy engine enemy eye face fair fan farm fast fat favor fear feed feet
    field fight fill film finger fire fit flat flight floor flour flow flower fly fold folk foot force fork frame free
    fresh friend frog front fruit fruits fuel full fun fur game gap garden gas gate gene gentle gift glass goal gold
    golf grain grass green grip ground group guard guess guest guide gum gun gym hair hall ham hammer hat head heart
    heat heavy heel height help hero hide hill hit hold hole home honey hope horse hot house hunger husband ice inch
    insect iron item jaw jet job joke joy juice jump key kick kidney kind king kit kitchen knee knees knife lab lack
    lake lamb land large laugh law lead leaf leg legs lemon lesson letter light limb line lip list listing lock log
    lost loud love lover lunch lung mad magic mail map march mark mass mat match max meal means meet meets memory met
    metal mind mine mineral minerals minor mirror mix mode model money mood moon morning mouse mouth move mud mug music
    nail neck nerve news nice night noise nose note ocean odd office oil onion open orange organ oven pack page pain
    paint pair pan pants paper park party pass past path pay peace peach pen pepper pet phone piano pick picture pie
    piece pig pink pipe place plain plan plane plant plate play plot poem pool poor pork post pot potato pound power
    press price pride print prize pure push race rain raining rare raw red rest rib rice rich ride ring river road rock
    role roll roof room root rope rose rough round row rule sad safe sail salad salt sand save scale school score sea
    seat sell send sense shade shape share sharp sheep sheet shell shine ship shirt shoe shop shot shoulder show sick
    sight silver sing sink sister site skill skimming skin sky sleep slip small smart smell smile smoke smoking smooth
    snow soap soft soil son song soup sour south space spark speak spice spin spoon sport sports spot spray spread
    spring square stable stage stain star state steak steam steel steep stem step stick stiff stomach stone store storm
    story straining street stress string strong style sugar suit summer sun sweat sweet swim swimming swing table tail
    talk talks tall tape target task taste tea team teeth tempo tent term thick thin thumb thyroid tie tight tire toe
    tone tool tooth touch tough towel tower town toy track trade train tree trip trouble truck trust truth tune ugly
    uncle van vein vowel wage waist wait wake wall war warm wash waste watch water wave wax weak wealth wear weather
    weight west wet wheat wheel white wide wife wild wind wine wing winter wire wolf wood wool word world worm wound
    wrap yard yellow yell young zone alcohol anxiety arthritis asthma caffeine cancer cholesterol cigarettes cycling
    dementia depression diabetes dizzy fever headache headaches hiking insulin migraine obesity pregnancy pregnant
    rowing
    sauna sitting smoker soda stretching tennis tired tobacco vegan vegetable vegetables vegetarian"""
)
"""Everyday words with a sense of their own: never a misspelling or another form of a concept's name."""

UNITS = _words(
    "mg mcg ug mug g kg lb lbs iu ml l cm mm m km kcal cal nmol pmol ng dl pg min sec hr hrs wk yr yrs yo mo"
)
ABBREVIATIONS = _words(
    "ca et op al am pm ok us uk no st dr mr mrs ms vs id tv ad it is in on or at an as be by do ed ex"
)

ENGLISH = COMMON | ORDINARY | UNITS | ABBREVIATIONS

IRREGULAR = {
    "women": "woman", "womens": "woman", "men": "man", "mens": "man", "children": "child", "feet": "foot",
    "teeth": "tooth", "vertebrae": "vertebra", "lost": "lose", "broke": "break", "broken": "break", "fell": "fall",
    "fallen": "fall", "rose": "rise", "risen": "rise", "ran": "run", "took": "take", "taken": "take", "built": "build",
    "made": "make", "ate": "eat", "eaten": "eat", "grew": "grow", "grown": "grow", "got": "get", "gotten": "get",
    "went": "go", "gone": "go", "stood": "stand", "kept": "keep", "meant": "mean", "older": "old", "elder": "old",
}  # fmt: skip

GRADABLE = _words(
    """strong weak thin thick dense hard soft healthy fragile brittle porous high low fast slow poor rich small great
    large big short long tall heavy light safe tough solid stiff flexible stable fit old young mild severe"""
)
"""Adjectives that compare with -er and -est, and that can stand before their noun or, after a copula, behind it."""

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

"""What people type in English: the words that are in no table, and the pieces of which sentences' shapes are made.

Every language has a module with these very names. A piece is a regular expression of alternatives that is read without
regard to case; what a language does not need is empty.
"""

# What patients write for the registry's statuses; the first value is what was asked for itself.
STATUS_WORDS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("recruiting",): (
        "recruiting", "recruiting now", "now recruiting", "currently recruiting", "actively recruiting",
        "still recruiting",
        "active recruiting", "active and recruiting", "is recruiting", "open for recruitment", "recruiting patients",
        "recruiting participants", "enrolling", "enroling", "now enrolling", "currently enrolling",
        "actively enrolling",
        "enrolling now", "still enrolling", "enrolling patients", "open for enrollment", "open to enrollment",
        "open for enrolment", "open to enrolment", "open enrollment", "accepting patients", "accepting participants",
        "accepting new patients", "taking patients", "taking new patients", "looking for patients",
        "looking for participants", "looking for volunteers", "seeking patients", "seeking participants", "open trial",
        "open trials", "open study", "open studies", "open now", "currently open", "still open", "that I can join",
        "I can join", "can I join", "to join now", "join now", "recruitment open", "open to new patients",
    ),
    ("not-yet-recruiting",): (
        "not yet recruiting", "not yet open", "not yet enrolling", "not recruiting yet", "not open yet", "opening soon",
        "opens soon", "recruiting soon", "starting soon", "coming soon", "soon to open", "about to open",
        "about to recruit", "about to start", "upcoming",
    ),
    ("active-not-recruiting",): ("active not recruiting", "active but not recruiting", "ongoing not recruiting"),
    ("enrolling-by-invitation",): ("enrolling by invitation", "by invitation", "by invitation only", "invitation only"),
    ("completed",): ("completed", "finished", "complete trials", "already done"),
    ("terminated",): ("terminated", "stopped early", "halted", "discontinued trial", "discontinued trials"),
    ("suspended",): ("suspended", "on hold", "paused"),
    ("withdrawn",): ("withdrawn",),
    ("unknown",): ("unknown status", "status unknown"),
    ("available",): ("expanded access", "compassionate use"),
    ("active-not-recruiting", "completed", "terminated", "suspended", "withdrawn"): (
        "not recruiting", "no longer recruiting", "closed", "closed to enrollment", "closed to enrolment",
        "not enrolling", "not open", "no longer enrolling", "recruitment closed",
    ),
    ("recruiting", "active-not-recruiting"): ("ongoing", "under way", "underway"),
}  # fmt: skip

# Who takes part, where no age is named: an age that a trial for them takes. A child is as old as a child can be, so
# that trials from 12 or 16 years on are found, too.
AGE_WORDS = {
    "17": (
        "child", "children", "childrens", "kid", "kids", "pediatric", "paediatric", "pediatrics", "paediatrics",
        "juvenile",
        "childhood", "childhood onset", "pediatric onset", "paediatric onset", "juvenile onset", "minor", "minors",
        "pediatric patients", "paediatric patients", "under 18", "youth", "for a child", "school age",
    ),
    "15": ("teen", "teens", "teenager", "teenagers", "teenage", "adolescent", "adolescents", "adolescence"),
    "1": ("baby", "babies", "infant", "infants", "toddler", "toddlers"),
    "66": ("elderly", "senior", "seniors", "older adult", "older adults", "older people", "old people", "old age",
           "over 65"),
}  # fmt: skip
SEX_WORDS = {
    "female": ("woman", "women", "womens", "female", "females", "girl", "girls", "daughter", "daughters", "wife",
               "mother", "mom", "mum", "sister", "lady", "ladies", "aunt", "grandmother", "grandma", "niece",
               "granddaughter", "girlfriend"),
    "male": ("man", "men", "mens", "male", "males", "boy", "boys", "son", "sons", "husband", "father", "dad", "brother",
             "uncle", "grandfather", "grandpa", "nephew", "grandson", "boyfriend"),
}  # fmt: skip

# Names of houses that hold such words: looked for in the texts as they are.
TAKEN_LITERALLY = (
    "childrens hospital", "children hospital", "womens hospital", "childrens medical center", "childrens national",
    "child health", "womens health", "clinical hospital", "open label", "B cell", "T cell", "plasma cell",
)  # fmt: skip

# Spellings of the vocabulary that are ordinary words, too: read so in capitals only, or as the whole query.
ORDINARY_SPELLINGS = """
    ae aes aids ais aki alps als als am april as ats bp bps burn burns cad caps cis cle crest evans fap fit hers hives
    hs hughes ink inks lens ley mac mage mages map mas mg/ml omg pains pan pandas pans pf pg pims pm pms ras rims sae
    saes scar scars scid sls smart spa spas sps ss star start starts sweet tab ted ten tens til tils traps vas wound
"""

FUNCTION_WORDS = """
    a an the of for with and or in on at to from by is are am be been being was were do does did can could will would
    should may might must i im ive me my mine we our us you your he she it its his her him they them their this that
    these those which who whom whose what where when how why there here any some also as about into than then so but if
    because just only very really please near nearby around using use used via per vs versus has have had having get
    gets getting got want wants need needs looking look search searching find finding both either s t within outside
    close next like such etc hi hello thanks thank through without while during after before too since id dont
"""
SAYING_NOTHING = """
    anti car cars trial trials study studies clinical research treatment treatments treat treats treating treated
    therapy therapies therapeutic cell cells cellular patient patients people person persons adult adults someone
    somebody participant participants subject subjects volunteer volunteers disease diseases disorder disorders syndrome
    syndromes illness condition conditions option options available availability new newest latest current currently
    now today help information info list lists diagnosed diagnosis suffering suffer suffers suffered medicine medical
    experimental best top cure cures targeting target targets targeted directed direct against specific kind kinds type
    types based old year years yr yrs age aged ages called named about product products location locations place places
    site sites status phase stage stages recruit recruitment enrol enroll enrollment enrolment join joining qualify
    eligible eligibility accept accepting accepts take taking takes good better own live living lives member family
    friend affected case cases form forms approach approaches different possible potential related associated program
    programs programme known lookup start starting begin beginning
"""
# What stands beside an antibody of a lab report.
BESIDE_ANTIBODIES = """
    anti antibody antibodies autoantibody autoantibodies ab abs positive pos positivity seropositive igg titer titers
    titre test tested result blood high elevated mediated associated for is are
"""
NEGATIVE = "negative neg seronegative"
# Ordinary words that are near a spelling of the vocabulary, and no misspelling of it.
ORDINARY_WORDS = """
    agreeing arthritic becoming diameter canadian cards chart charts chest complete completely completes complex
    complexes computed concerns device devices enabling encoding german germans grade graded grades grave italian
    lumps muscle muscles mouse passed passes pending postural sclera skills smart spanish stain start started
    starts suspect suspected suspend terminate trans trees trips upping withdraw withdrawal withdraws remission
    children hospital steroid steroids infusion infusions safety insurance travel swiss indian french japanese
    korean chinese british polish danish dutch swedish updosing cloned diabetic myelopathy membrane membranes
    mucositis chiba
"""

# --- pieces of shapes

# "early phase 1", "phase two", "phases 1 to 2"
PHASE = r"phases?|ph"
EARLY = r"early[\s-]+"  # before the phase
EARLY_BEHIND = ""  # behind its number
PHASE_JOINT = r"to\b|and\b|or\b"
NUMERALS = {"one": 1, "two": 2, "three": 3, "four": 4}
PRECLINICAL = r"pre-?\s?clinical"

_RELATIVES = (
    "daughter|son|child|kid|wife|husband|mother|father|mom|mum|dad|sister|brother|boy|girl|woman|man|male|female|niece"
    "|nephew|grandson|granddaughter"
)
_NO_AMOUNT = r"(?![\w.,]*\d)(?!\s*(?:miles?|mi|km|kilomet\w+|mg|%|weeks?|days?|months?|trials?)\b)(?!\w)"
# Years stand in one of the groups old, short, aged, am, and of: behind a relative, who is read apart. Months are
# months; under is a child, above means older than that.
AGE = (
    r"\b(?P<months>\d{1,2})[\s-]*months?[\s-]*old\b"
    r"|\b(?P<old>\d{1,3})[\s-]*(?:years?|yrs?)[\s-]*(?:olds?|of[\s-]age)\b"
    r"|\b(?P<short>\d{1,3})\s*-?(?:yo|y/o|y\.o\.?)(?!\w)"
    rf"|\bage[ds]?\s*:?\s*(?:of\s+)?(?P<aged>\d{{1,3}})(?:\s*(?:years?|yrs?))?{_NO_AMOUNT}"
    rf"|\b(?:i am|i['’]?m|(?:s?he) is|s?he['’]s)\s+(?P<am>\d{{1,3}}){_NO_AMOUNT}"
    rf"|\b(?:{_RELATIVES})(?:\s*,\s*|\s+|\s*\(\s*)(?:(?:who|she|he)\s+)?(?:is\s+)?(?:age\s+)?(?P<of>\d{{1,3}}){_NO_AMOUNT}"
    r"|\b(?P<under>under|below|younger than)\s+(?:the age of\s+|age\s+)?18\b"
    r"|\b(?:over|above|older than)\s+(?:the age of\s+|age\s+)?(?P<above>50|55|60|65|70|75|80)\b"
)
_TONGUES = (
    "spanish|english|chinese|mandarin|cantonese|french|german|portuguese|arabic|russian|korean|japanese|italian|hindi"
    "|vietnamese|polish|turkish|dutch|swedish|tagalog|urdu|farsi"
)
# What tells of the person and is nothing that trials are found by.
ASIDE = (
    rf"(?:\b(?:i|we|s?he|they)\s+)?(?:\b(?:only|mainly|also)\s+)?\bspeak(?:s|ing)?\s+"
    rf"(?:(?:only|mainly|no|some|little|a little)\s+)?(?:{_TONGUES})(?:\s+(?:only|and\s+(?:{_TONGUES})))?\b"
    rf"|\b(?:{_TONGUES})[\s-]+speak(?:ing|ers?)\b"
)

# "within 50 miles of the", "near", "in"
UNIT = r"miles?|mi|kms?|kilomet(?:er|re)s?"
UP_TO = r"within|less than|up to|under|about|max(?:imum)?|not more than"
AWAY_FROM = r"of|from|around|near|to|away from"
NEAR = (
    r"near(?:\s+to)?|nearby|close\s+to|around|next\s+to|outside(?:\s+of)?|in\s+or\s+near|in\s+and\s+around"
    r"|in|within(?=\s+\D)"
)
COME_FROM = r"from"  # leads to a country only
ARTICLE = "the"
NEAR_TO = r"near|close to|around|nearby"  # somebody
HERE = r"me|my (?:home|house|area|place|city|town)|here|us|home|where i live"

# --- what joins parts of a query

AND_OR = r"and|or"
OR = r"or"
JOINED = r"and|or|vs"  # between two of a kind
FIRST = r"and|or|with|for|of|vs"  # that says nothing as the first word
LAST = r"for|with|and|or|in|of|to|at|on|by|the|a|an|against|from|near|vs"  # nor as the last one
TOWN_WORDS = ""  # of a town's name, though they say nothing elsewhere
CELL_SOURCE_WORDS: dict[str, tuple[str, ...]] = {}  # they are rows of the vocabulary

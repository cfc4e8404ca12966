"""The plain words of a query that are in no table: statuses, ages, sexes, and words that say little."""

from trials.models.status import STATUSES, status_slug

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
for _status in STATUSES:
    _phrase = _status.lower().replace("_", " ")
    if " " in _phrase and not any(_phrase in phrases for phrases in STATUS_WORDS.values()):
        STATUS_WORDS[status_slug(_status),] = (_phrase,)

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


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Spellings of the vocabulary that are ordinary words, too: read so in capitals only, or as the whole query.
ORDINARY_SPELLINGS = _words("""
    ae aes aids ais aki alps als als am april as ats bp bps burn burns cad caps cis cle crest evans fap fit hers hives
    hs hughes ink inks lens ley mac mage mages map mas mg/ml omg pains pan pandas pans pf pg pims pm pms ras rims sae
    saes scar scars scid sls smart spa spas sps ss star start starts sweet tab ted ten tens til tils traps vas wound
""")

FUNCTION_WORDS = _words("""
    a an the of for with and or in on at to from by is are am be been being was were do does did can could will would
    should may might must i im ive me my mine we our us you your he she it its his her him they them their this that
    these those which who whom whose what where when how why there here any some also as about into than then so but if
    because just only very really please near nearby around using use used via per vs versus has have had having get
    gets getting got want wants need needs looking look search searching find finding both either s t within outside
    close next like such etc hi hello thanks thank through without while during after before too since id dont
""")
SAYING_NOTHING = _words("""
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
""")
# What stands beside an antibody of a lab report.
BESIDE_ANTIBODIES = _words("""
    anti antibody antibodies autoantibody autoantibodies ab abs positive pos positivity seropositive igg titer titers
    titre test tested result blood high elevated mediated associated for is are
""")
NEGATIVE = _words("negative neg seronegative")
# Ordinary words that are near a spelling of the vocabulary, and no misspelling of it.
ORDINARY_WORDS = _words("""
    agreeing arthritic becoming diameter canadian cards chart charts chest complete completely completes complex
    complexes computed concerns device devices enabling encoding german germans grade graded grades grave italian
    lumps muscle muscles mouse passed passes pending postural sclera skills smart spanish stain start started
    starts suspect suspected suspend terminate trans trees trips upping withdraw withdrawal withdraws remission
    children hospital steroid steroids infusion infusions safety insurance travel swiss indian french japanese
    korean chinese british polish danish dutch swedish updosing cloned diabetic myelopathy membrane membranes
    mucositis chiba
""")

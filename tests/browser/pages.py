"""Every kind of page that a visitor can open, by what it is called, with its English address in the served finder."""

LANGUAGES = ("en", "es")
NOT_THERE = "a page that is not there"
PAGES = {
    "home": "/",
    "all trials": "/trials/",
    "results": "/trials/?q=lupus&target=cd19",
    "results of a wrong filter": "/trials/?stage=banana",
    "results without a trial": "/trials/?q=nothing+at+all&stage=phase-4",
    "trial": "/trials/NCT05451212/",
    "trial near a place": "/trials/NCT05451212/?near=Philadelphia",
    "programme": "/trials/hpi2-car-treg-type-1-diabetes/",
    "compare": "/compare/?trial=NCT05451212&trial=NCT04422912",
    "compare nothing": "/compare/",
    "sheet": "/trials/NCT05451212/sheet/",
    "shortlist": "/shortlist/?trial=NCT05451212&trial=NCT04422912",
    "empty shortlist": "/shortlist/",
    "map": "/map/?q=lupus",
    "pipeline": "/pipeline/",
    "conditions": "/conditions/",
    "condition": "/conditions/systemic-lupus-erythematosus/",
    "autoantibody": "/autoantibodies/anti-musk/",
    "therapies": "/therapies/",
    "therapy": "/therapies/caba-201/",
    "site": "/sites/1/",
    "guide": "/guide/",
    "guide page": "/guide/how-it-works/",
    "guide table": "/guide/treatments-compared/",
    "guide questions": "/guide/questions/",
    "glossary": "/guide/glossary/",
    "changes": "/changes/",
    "changes of a wrong kind": "/changes/?kind=banana&since=yesterday",
    "data": "/data/",
    NOT_THERE: "/no-such-page/",
}


def address(name: str, language: str) -> str:
    """The page's address in a language."""
    return PAGES[name] if language == "en" else f"/{language}{PAGES[name]}"

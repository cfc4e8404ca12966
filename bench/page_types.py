"""The finder's kinds of pages, each with an address that the database has something for."""

from dataclasses import dataclass

KB = 1000
PAGE_BUDGET = 60 * KB
MAP_BUDGET = 250 * KB
NEAR = "Boston"


@dataclass(frozen=True)
class PageType:
    """`path` is the English address; `opens_map`: a map that is loaded when it is opened; `budget` in bytes."""

    name: str
    path: str
    opens_map: bool = False
    budget: int = PAGE_BUDGET

    def path_in(self, language: str) -> str:
        """The same page's address in a language."""
        return self.path if language == "en" else f"/{language}{self.path}"


def page_types() -> list[PageType]:
    """Every kind of page. The long trial has the longest eligibility; the typical one the middle number of sites."""
    from django.db.models import Count
    from django.db.models.functions import Length
    from django.urls import reverse

    from conditions.models import Autoantibody, Condition
    from guide.models import Page
    from trials.models import Site, Therapy, Trial

    shown = Trial.objects.shown()
    long = shown.order_by(Length("eligibility").desc(), "pk").first()
    by_sites = shown.alias(places=Count("trial_sites")).order_by("places", "pk")
    typical = by_sites[by_sites.count() // 2]

    def busiest(model, of: str = "labels"):
        return model.objects.alias(held=Count(of)).order_by("-held", "pk").first()

    site = busiest(Site, "trial_sites")
    trial = reverse("trial", args=[long.slug])
    return [
        PageType("home", "/"),
        PageType("results", "/trials/?q=lupus", opens_map=True),
        PageType("trial, typical", reverse("trial", args=[typical.slug]), opens_map=True),
        PageType("trial, long", trial, opens_map=True),
        PageType("trial, near", f"{trial}?near={NEAR}", opens_map=True),
        PageType("compare", f"/compare/?trial={long.slug}&trial={typical.slug}"),
        PageType("sheet", f"{trial}sheet/"),
        PageType("shortlist", f"/shortlist/?trial={long.slug}&trial={typical.slug}"),
        PageType("map", "/map/?q=lupus", budget=MAP_BUDGET),
        PageType("pipeline", "/pipeline/"),
        PageType("conditions", "/conditions/"),
        PageType("condition", reverse("condition", args=[busiest(Condition).slug])),
        PageType("autoantibody", reverse("autoantibody", args=[busiest(Autoantibody).slug])),
        PageType("therapies", "/therapies/"),
        PageType("therapy", reverse("therapy", args=[busiest(Therapy).slug])),
        PageType("site", site.get_absolute_url()),
        PageType("guide", "/guide/"),
        PageType("guide page", reverse("guide_page", args=[Page.objects.order_by("position").first().slug])),
        PageType("glossary", "/guide/glossary/"),
        PageType("changes", "/changes/"),
        PageType("data", "/data/"),
    ]

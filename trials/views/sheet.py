"""A trial on one page for the doctor: what is known of it and from where, the site to call, and the way back here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.views.decorators.http import require_safe

from trials.labels.criteria import Criterion
from trials.models import Trial
from trials.models.status import SHUT
from trials.sources import speaker
from trials.templatetags.burden import Line, Words, by_role, takes
from trials.templatetags.joining import Side, joining
from trials.templatetags.wording import standing_now, unescaped
from trials.views.one_trial import kept, trial_at
from trials.views.trial_visitor import answers
from trials.whereabouts import whereabouts, whom_to_call

# What one side of A4 or Letter holds; what is cut says that there is more on the page.
MOST_CONDITIONS, MOST_ANTIBODIES, MOST_LINES, MOST_GROUPS = 5, 5, 6, 6
LONGEST_TITLE, LONGEST_NAME, LONGEST_HEADING, LONGEST_CRITERION, LONGEST_SENTENCE, LONGEST_TEXT = (
    150,
    60,
    40,
    85,
    110,
    420,
)
NOT_SHOWN = ("collaborators", "interventions", "changes", "therapy_labels")
LONGEST_ADDRESS = 300  # a larger square is hard to scan at 25 mm
QUESTIONS = (
    gettext_lazy("Does the diagnosis, with its activity and antibodies, fit what the trial asks?"),
    gettext_lazy("Which present medicines would have to stop, and is that safe?"),
    gettext_lazy("What speaks against it: infections, organ function, wish for children, vaccines due?"),
    gettext_lazy("Which approved treatments are left, and in what order?"),
    gettext_lazy("Which records and test results does the site need, and who sends them?"),
    gettext_lazy("Who follows the patient between visits, and later, if something goes wrong?"),
)


@dataclass(frozen=True)
class Brief:
    """The first criterion of a group with the heading it stands under in the record, and how many there are."""

    title: Words
    count: int
    heading: str
    first: str


@dataclass(frozen=True)
class Cut:
    """The first of some things, and how many more there are on the page."""

    shown: list
    more: int


@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet of one trial, in the language of the page or in the one that `in` asks for: a doctor may read another
    than the patient, whose own choice of a language stays as it is."""
    held = trial_at(slug, leaving_out=NOT_SHOWN)
    if held.slug != slug:
        return redirect(f"{reverse('sheet', args=[held.slug])}{kept(request.GET)}", permanent=True)
    asked = request.GET.get("in", "")
    language = asked if asked in dict(settings.LANGUAGES) else get_language()
    with override(language):
        answer = render(request, "trials/sheet.html", _shown(request, held))
    answer.headers["Content-Language"] = language
    return answer


def _shown(request: HttpRequest, held: Trial) -> dict:
    where = whereabouts(held, request.GET)
    back = _way_back(request, held)
    asked = joining(held.eligibility)
    site = where.the_one
    return {
        "trial": held,
        "title": _short(held.title, LONGEST_TITLE),
        "sponsor": _short(held.sponsor.name, LONGEST_NAME) if held.sponsor else "",
        "standing": standing_now(held),
        "where": where,
        "site": site,
        "site_name": _short(site.name, LONGEST_NAME) if site else "",
        "others": len([one for one in where.taking if one is not site]),
        "call": whom_to_call(held, where),
        "may_call": standing_now(held).slug != SHUT.slug,
        "speaker": speaker(held, "status"),
        "answers": answers(held, request.GET),
        "conditions": _cut(held.condition_labels.all(), MOST_CONDITIONS),
        "antibodies": [
            (words, _cut(labels, MOST_ANTIBODIES)) for words, labels in by_role(held.autoantibody_labels.all())
        ],
        "lines": _cut(_lines(held), MOST_LINES),
        "missing": takes(held.burden_labels.all()).missing,
        "asked": asked,
        "need": _cut(_briefs(asked.need), MOST_GROUPS),
        "cannot": _cut(_briefs(asked.cannot), MOST_GROUPS),
        "beginning": _short(held.eligibility, LONGEST_TEXT),
        "questions": QUESTIONS,
        "back": back,
        "square": segno.make(back, error="m", micro=False).svg_data_uri(scale=4, border=2, light="#fff"),
        "today": timezone.localdate(),
        "in_other_languages": _in_other_languages(request, held),
        "kept": kept(request.GET),
    }


def _way_back(request: HttpRequest, held: Trial) -> str:
    """The address of the trial's page as this visitor has it; without the visitor's place where that is too long to be
    scanned."""
    whole = request.build_absolute_uri(f"{held.get_absolute_url()}{kept(request.GET)}")
    return whole if len(whole) <= LONGEST_ADDRESS else request.build_absolute_uri(held.get_absolute_url())


def _in_other_languages(request: HttpRequest, held: Trial) -> list[tuple[str, str]]:
    """The sheet in each language but its own: the language's code and the address. In the finder's first language it is
    asked for by `in`, since its own address would lead whoever chose another one back to that."""
    found = []
    for code, _name in settings.LANGUAGES:
        if code == get_language():
            continue
        if code == settings.LANGUAGE_CODE:
            said = kept(request.GET)
            found.append((code, f"{request.path}{said}{'&' if said else '?'}in={code}"))
        else:
            with override(code):
                found.append((code, f"{reverse('sheet', args=[held.slug])}{kept(request.GET)}"))
    return found


def _cut(those: Iterable, most: int) -> Cut:
    held = list(those)
    return Cut(list(islice(held, most)), max(0, len(held) - most))


def _lines(held: Trial) -> list[str]:
    lines: list[Line] = [line for part in takes(held.burden_labels.all()).parts for line in part.lines]
    return [_short(line.sentence, LONGEST_SENTENCE) for line in lines]


def _briefs(side: Side) -> list[Brief]:
    return [_brief(one.clinical, one.criteria) for one in side.groups]


def _brief(title: Words, those: Sequence[Criterion]) -> Brief:
    heading = _short(those[0].heading, LONGEST_HEADING)
    return Brief(title, len(those), heading, _short(those[0].body, LONGEST_CRITERION - len(heading)))


def _short(text: str, most: int) -> str:
    """The text's beginning in whole words, on one line, without the registry's escapes."""
    words = " ".join(unescaped(text).split())
    return words if len(words) <= most else f"{words[: most + 1].rsplit(' ', 1)[0][:most].rstrip(' ,;:')} …"

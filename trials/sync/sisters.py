"""What records say of products that others only name: found, kept for editors to judge, and used meanwhile."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from trials import store
from trials.labels.evidence import Evidence
from trials.labels.facts import ProductFact, Saying
from trials.labels.sisters import product_facts
from trials.labels.vocabulary import Vocabulary
from trials.models import ProductFact as Kept
from trials.models import Therapy, Trial, TrialModality, TrialTarget
from trials.registry.records import ParseError, StudyRecord

AT_ONCE = 200
MOST = 5_000  # records, those that changed last: many times the field, and some 60 MB
BORROWED = "said of "  # how the field of a borrowed label's evidence begins: see trials/labels/facts.py

Key = tuple[str, str, tuple[str, ...]]


def facts_in_force() -> list[ProductFact]:
    """The facts that label trials now: what no other record disputes and no editor refused."""
    return [_plain(kept) for kept in Kept.objects.used().select_related("therapy")]


@transaction.atomic
def renew_facts(vocabulary: Vocabulary) -> set[str]:
    """Look for facts in the records that can be of the field; the numbers of the trials whose labels may be others
    now: those that name the product and are silent themselves, or have borrowed words.

    What an editor ruled on stays, even where no record says it any more.
    """
    found = {_key(fact): fact for fact in product_facts(_candidates(), vocabulary)}
    kept = {(one.product, one.axis, tuple(one.slugs)): one for one in Kept.objects.select_related("therapy")}
    therapies = dict(Therapy.objects.values_list("slug", "pk"))
    touched: set[str] = set()
    for key, fact in found.items():
        before = kept.get(key)
        if before and _plain(before) == fact:
            continue
        touched |= {*fact.named_in, *(before.named_in if before else ())}
        Kept.objects.update_or_create(
            product=fact.product, axis=fact.axis, slugs=list(fact.slugs), defaults=_columns(fact, therapies)
        )
    for key in kept.keys() - found.keys():
        if kept[key].ruling is None:
            touched |= set(kept[key].named_in)
            kept[key].delete()
    return touched & _silent_or_borrowing(touched)


def _silent_or_borrowing(numbers: set[str]) -> set[str]:
    """Trials with no target, kind or source of their own."""
    targets = TrialTarget.objects.filter(trial=OuterRef("pk"), vetoed=False).exclude(field__startswith=BORROWED)
    kinds = TrialModality.objects.filter(trial=OuterRef("pk"), vetoed=False).exclude(field__startswith=BORROWED)
    source = Q(cell_source="unknown") | Q(cell_source_evidence__startswith=BORROWED)
    wanting = Trial.objects.filter(~Exists(targets) | ~Exists(kinds) | source, nct_id__in=numbers)
    return set(wanting.values_list("nct_id", flat=True))


def _candidates() -> Iterator[StudyRecord]:
    """The field's records, and those that our queries list and that name no cell therapy of themselves: always in the
    same order, so that the same records give the same facts."""
    held = Trial.objects.filter(Q(in_field=True) | Q(sighting__listed=True), record_digest__isnull=False)
    newest = held.order_by(F("registry_updated").desc(nulls_last=True), "nct_id")
    pks = sorted(newest.values_list("pk", flat=True)[:MOST])
    for start in range(0, len(pks), AT_ONCE):
        chunk = pks[start : start + AT_ONCE]
        snapshots = store.current_snapshots(chunk)
        for pk in chunk:
            try:
                yield store.Version.of(store.unpacked(snapshots[pk])).record
            except (KeyError, ParseError):  # no version is kept, or today's parser cannot read it: it says nothing
                continue


def _key(fact: ProductFact) -> Key:
    return fact.product, fact.axis, fact.slugs


def _columns(fact: ProductFact, therapies: dict[str, int]) -> dict[str, object]:
    return {
        "therapy_id": therapies.get(fact.therapy),
        "sayings": [
            {"slug": slug, "nct_id": said.nct_id, "field": said.evidence.field, "quotation": said.evidence.quotation,
             "start": said.evidence.start}
            for slug, said in fact.sayings
        ],
        "named_in": list(fact.named_in),
        "conflicting": fact.conflicting,
    }  # fmt: skip


def _plain(kept: Kept) -> ProductFact:
    sayings = tuple(
        (one["slug"], Saying(one["nct_id"], Evidence(one["field"], one["quotation"], one["start"])))
        for one in kept.sayings
    )
    therapy = kept.therapy.slug if kept.therapy else ""
    slugs, named = tuple(kept.slugs), tuple(kept.named_in)
    return ProductFact(kept.product, therapy, kept.axis, slugs, sayings, named, kept.conflicting)

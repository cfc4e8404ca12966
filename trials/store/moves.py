"""What labels trials stand under, in words, so that an editor sees what a new word of the vocabulary moved."""

from collections.abc import Sequence

from trials.models import Trial
from trials.store.labels import KINDS


def labels_held(pks: Sequence[int]) -> dict[int, set[str]]:
    """All labels that stand of the trials, as an editor would name them: "target cd19", "in the field"."""
    held: dict[int, set[str]] = {pk: set() for pk in pks}
    for label, _, name, _ in KINDS:
        standing = label.objects.filter(trial__in=pks, vetoed=False)
        for pk, slug in standing.values_list("trial_id", f"{name}__slug"):
            held[pk].add(f"{name} {slug}")
    for pk, source, in_field in Trial.objects.filter(pk__in=pks).values_list("pk", "cell_source", "in_field"):
        held[pk] |= {f"cells {source}", "in the field" if in_field else "outside the field"}
    return held


def moved(before: set[str], after: set[str]) -> str:
    """What came and what went, in one line; empty where all is as it was."""
    return "; ".join(
        [f"+ {word}" for word in sorted(after - before)] + [f"− {word}" for word in sorted(before - after)]
    )

"""What is the same for every visitor and costs much to gather: a process holds it for as long as its index stands."""

from collections.abc import Callable
from typing import TypeVar
from weakref import ref

from trials.search.index import Index

Sum = TypeVar("Sum")
_held: dict[str, tuple[ref[Index], object]] = {}


def once(index: Index, name: str, make: Callable[[], Sum]) -> Sum:
    """What `make` gives, made once for an index: any change of a trial brings another one."""
    of, found = _held.get(name, (None, None))
    if of is None or of() is not index:
        found = make()
        _held[name] = ref(index), found
    return found

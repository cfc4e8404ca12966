"""Eligibility text -> its pieces, in order and without loss; and -> its criteria, each with what it is about.

`split` takes a text apart so that the texts of its pieces, joined, give it back. `criteria` is what a page shows.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from trials.labels.criteria_groups import Group, diseases_in, group
from trials.labels.criteria_headings import (
    Kind,
    Role,
    is_about_the_list,
    is_empty,
    is_introduction,
    is_note,
    is_sub_heading,
    main_heading,
    role_in,
    role_of_introduction,
)
from trials.labels.criteria_lines import Stretch, sentences, stretches
from trials.labels.criteria_nesting import Nesting, leads_in_to_a_list

__all__ = ["Criterion", "Group", "Kind", "Piece", "Role", "criteria", "split"]

LONG_ENOUGH_FOR_TWO = 60
READ = 25_000  # characters: the registry takes 20,000; what is beyond is one note
MOST_READ = 2000  # pieces: no eligibility text has as many


@dataclass(frozen=True, slots=True)
class Piece:
    """The part [start, end) of a text. Its words, without mark and white space, are [body_start, body_end).

    depth counts the criteria above it. parent and headings are numbers of pieces; main headings that say nothing but
    the role are not among them.
    """

    start: int
    end: int
    body_start: int
    body_end: int
    kind: Kind
    role: Role
    depth: int
    parent: int | None
    headings: tuple[int, ...]
    text: str

    @property
    def body(self) -> str:
        """Its words as in the record: no bullet, no number before them."""
        return self.text[self.body_start - self.start : self.body_end - self.start]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion or a note, as in the record: `body` is its slice [start, end), and its parts are `children`."""

    role: Role
    kind: Kind
    group: Group
    body: str
    start: int
    end: int
    headings: tuple[str, ...] = ()  # under which it stands, the widest first: "For lupus:", "Cohort A"
    children: tuple["Criterion", ...] = ()

    @property
    def heading(self) -> str:
        """All that it stands under, as one line; empty where that is a role alone."""
        return " ".join(self.headings)


def split(text: str) -> list[Piece]:
    """The pieces of an eligibility text in order; their texts joined are the text. Never raises."""
    read = text[:READ]
    pieces = _with_role_before_an_exclusion(_pieces(read, _with_lone_lines_apart(read, stretches(read))))
    return [*pieces, _unread(text)] if len(text) > READ else pieces


def _unread(text: str) -> Piece:
    """The end of a text that is too long to be what it should."""
    end = len(text)
    return Piece(READ, end, READ, end, Kind.NOTE, Role.UNKNOWN, 0, None, (), text[READ:])


def _words(text: str, one: Stretch) -> str:
    return text[one.body_start : one.body_end]


def _main(text: str, one: Stretch) -> Role | None:
    return role_in(_words(text, one)) if one.heading else main_heading(_words(text, one), bool(one.counts))


def _with_lone_lines_apart(text: str, found: list[Stretch]) -> list[Stretch]:
    """Where all of a role's criteria stand in one line, its sentences are the criteria."""
    sections: list[list[Stretch]] = [[]]
    for one in found:
        if _main(text, one) is not None:
            sections.append([one])
            sections.append([])
        else:
            sections[-1].append(one)
    return [part for section in sections for part in _apart(text, section)]


def _apart(text: str, section: list[Stretch]) -> list[Stretch]:
    if section and section[0].inline and not any(one.counts for one in section):  # "Inclusion criteria. Age ..."
        return [part for one in section for part in sentences(text, one, ".;。；!?")]
    if len(section) != 1 or len(_words(text, section[0])) < LONG_ENOUGH_FOR_TWO or _main(text, section[0]) is not None:
        return section
    at_semicolons = sentences(text, section[0], ";。；")
    return at_semicolons if len(at_semicolons) > 2 else sentences(text, section[0], ".;。；!?")


def _pieces(text: str, found: list[Stretch]) -> list[Piece]:
    pieces: list[Piece] = []
    nesting, role, set_by_a_heading = Nesting(), Role.UNKNOWN, False
    for number, one in enumerate(found):
        words = _words(text, one)
        following = found[number + 1] if number + 1 < len(found) else None
        listed = following is not None and nesting.begins_a_list(one, following)
        for_all = following is not None and _main(text, following) is not None
        main = _main(text, one)
        if main is not None:
            role, set_by_a_heading = main, True
            nesting.main_heading(number, is_empty(words))
            kind, place = Kind.HEADING, nesting.bare
        elif is_introduction(words) and not one.inline and (nesting.at_the_top or not set_by_a_heading):
            if not set_by_a_heading:
                role = role_of_introduction(words)
            kind, place = Kind.NOTE, nesting.introduction()
        elif is_about_the_list(words):
            kind, place = Kind.NOTE, nesting.introduction()
        elif is_note(words):
            kind, place = Kind.NOTE, nesting.note(one)
        elif is_sub_heading(words, bool(one.counts), listed, for_all):
            kind, place = Kind.HEADING, nesting.sub_heading(number, one, words)
        else:
            kind, place = Kind.CRITERION, nesting.criterion(number, one, words)
        pieces.append(
            Piece(one.start, one.end, one.body_start, one.body_end, kind, role, *place, text[one.start : one.end])
        )
    parents = {piece.parent for piece in pieces if piece.kind is not Kind.NOTE}
    return [
        replace(piece, kind=Kind.LEAD_IN)
        if piece.kind is Kind.CRITERION and (number in parents or piece.body[-1:] in (":", "："))
        else piece
        for number, piece in enumerate(pieces)
    ]


def _with_role_before_an_exclusion(pieces: list[Piece]) -> list[Piece]:
    """What stands above the text's only heading, of exclusions, without one of its own, is its inclusions."""
    first = next((piece.role for piece in pieces if piece.role is not Role.UNKNOWN), None)
    if first is not Role.EXCLUSION:
        return pieces
    above = True
    told = []
    for piece in pieces:
        above = above and piece.role is Role.UNKNOWN
        told.append(replace(piece, role=Role.INCLUSION) if above else piece)
    return told


@dataclass(slots=True)
class _Branch:
    """A criterion on its way: its children are not all known yet."""

    piece: Piece
    group: Group
    headings: tuple[str, ...]
    children: list["_Branch"] = field(default_factory=list)

    def done(self) -> Criterion:
        piece = self.piece
        children = tuple(child.done() for child in self.children)  # no deeper than the nesting goes
        return Criterion(
            piece.role, piece.kind, self.group, piece.body, piece.body_start, piece.body_end, self.headings, children
        )


def criteria(text: str) -> list[Criterion]:
    """The criteria of an eligibility text in order, with all that it says but bullets and bare main headings.

    A heading under which nothing stands is kept as a note.
    """
    pieces = split(text)
    own = diseases_in(piece.body for piece in pieces if piece.role is not Role.EXCLUSION)
    used = {number for piece in pieces for number in piece.headings}
    branches: dict[int, _Branch] = {}
    roots: list[_Branch] = []
    for number, piece in enumerate(pieces):
        if not piece.body or (piece.kind is Kind.HEADING and (number in used or is_empty(piece.body))):
            continue
        if piece.kind is Kind.HEADING:
            piece = replace(piece, kind=Kind.NOTE)
        above = branches.get(piece.parent) if piece.parent is not None else None
        headings = tuple(pieces[heading].body for heading in piece.headings)
        about = _about(piece, above, headings, own) if number < MOST_READ else Group.OTHER
        branches[number] = _Branch(piece, about, headings)
        (above.children if above else roots).append(branches[number])
    return [_with_a_group_of_its_parts(branch).done() for branch in roots]


def _about(piece: Piece, above: _Branch | None, headings: tuple[str, ...], own: frozenset[str]) -> Group:
    if piece.kind is Kind.NOTE:
        return above.group if above else Group.OTHER
    under_the_list = above and not (piece.headings and piece.headings[-1] > (piece.parent or 0))
    listed = above.group if above and under_the_list else Group.OTHER
    leads_in = above is not None and leads_in_to_a_list(above.piece.body)
    return group(piece.body, piece.role, own, listed, headings[-1] if headings else "", leads_in=leads_in)


def _with_a_group_of_its_parts(branch: _Branch) -> _Branch:
    """Words that only lead in ("Any of the following:") are about what most of their parts are about."""
    if branch.group is Group.OTHER and branch.piece.kind is Kind.LEAD_IN:
        branch.group = _most(child.group for child in branch.children)
    return branch


def _most(groups: Iterable[Group]) -> Group:
    counted = Counter(groups)
    counted.pop(Group.OTHER, None)
    return counted.most_common(1)[0][0] if counted else Group.OTHER

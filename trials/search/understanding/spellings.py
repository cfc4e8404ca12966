"""The lexicon's spellings in a query: as they are written, and misspelled."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

from trials.labels.vocabulary import AUTOANTIBODY, CELL_SOURCE, CONDITION, MODALITY, TARGET
from trials.search.lexicon import AGE, LITERAL, Lexicon, Sense
from trials.search.understanding.reading import FREE, SILENT, TAKEN, Found, Reading
from trials.search.understanding.words import BESIDE_ANTIBODIES, NEGATIVE, ORDINARY_WORDS

LONGEST_RUN = 14  # tokens of a spelling
# Of these a spelling may say several at once: "CD19 CART", "autologous CAR-T".
COMPOSED = (TARGET, MODALITY, CELL_SOURCE)
MOST_MISSPELLED = 12  # unknown words of a query; more of them are another language
TIMES_AS_FREQUENT = 100
SHORTEST_KEY = 5
JOINTS = ("/", "x", "X", "×", "&", "+", "-")  # between two antigens


class Match(NamedTuple):
    """The tokens from first to last are spelled as the key."""

    first: int
    last: int
    key: str


class Said(NamedTuple):
    """The tokens from first to last say this."""

    sense: Sense
    first: int
    last: int


def read_spellings(reading: Reading, lexicon: Lexicon) -> None:
    """Take every spelling of the lexicon, the longest first. Beside a disease of the field another condition is no
    disease that is asked for, but a word: "pain in lupus"."""
    chosen: list[Match] = []
    taken: set[int] = set()
    for match in sorted(_matches(reading, lexicon), key=lambda one: (-len(one.key), one.first)):
        numbers = range(match.first, match.last + 1)
        if taken.isdisjoint(numbers):
            taken.update(numbers)
            chosen.append(match)
    diseases = [match for match in chosen if lexicon.senses[match.key][0].name == CONDITION]
    beside = [match for match in diseases if lexicon.is_beside(lexicon.senses[match.key][0].values)]
    for match in chosen:
        if match in beside and len(beside) < len(diseases):
            continue
        for (name, values), first, last in _senses(reading, lexicon, match):
            start, end = reading.tokens[first].start, reading.tokens[last].end
            if name == LITERAL:
                reading.mark(start, end, TAKEN)
                reading.literals.append((start, end, False, False))
            else:
                reading.take(Found(name, values, start, end))
    _read_second_numbers(reading, lexicon)
    _read_around_antibodies(reading)


def read_misspellings(reading: Reading, lexicon: Lexicon, rarity: Callable[[str], int]) -> None:
    """Take what can be read as a spelling once unknown words are corrected."""
    options: dict[int, list[str]] = {}
    for number in reading.free():
        folded = reading.tokens[number].folded
        if folded in ORDINARY_WORDS or len(options) == MOST_MISSPELLED:
            continue
        found = [word for word in lexicon.speller.candidates(folded) if word != folded]
        if found:  # a known word may stay: what is right in one language is near a word of another
            options[number] = [folded, *found] if folded in lexicon.speller.counts else found
    corrected = [match for number in options for match in _corrections(reading, lexicon, options, number)]
    for _, match, replaced in sorted(corrected, key=lambda one: (one[1].first - one[1].last, one[0], one[1])):
        if any(reading.state[number] != FREE for number in range(match.first, match.last + 1)):
            continue
        if all(_is_rarer(reading.tokens[number].folded, word, rarity) for number, word in replaced.items()):
            sense = lexicon.senses[match.key][0]
            start, end = reading.tokens[match.first].start, reading.tokens[match.last].end
            reading.take(Found(sense.name, sense.values, start, end, lexicon.texts[match.key]))


def _matches(reading: Reading, lexicon: Lexicon) -> Iterator[Match]:
    tokens, state, senses = reading.tokens, reading.state, lexicon.senses
    for first in range(len(tokens)):
        key = ""
        for last in range(first, min(first + LONGEST_RUN, len(tokens))):
            key += tokens[last].folded
            if state[last] != FREE or not lexicon.begins(key):
                break
            if key in senses and (last == first or key not in lexicon.solid):
                match = Match(first, last, key)
                if first < last or (_is_meant(reading, lexicon, match) and not _is_unit(reading, lexicon, match)):
                    yield match


def _is_meant(reading: Reading, lexicon: Lexicon, match: Match) -> bool:
    """An ordinary word is meant where it is written as an abbreviation, or is all that was asked for."""
    token = reading.tokens[match.first]
    written_so = reading.query[token.start : token.end].isupper() and not reading.query.isupper()
    return written_so or len(reading.tokens) == 1 or not lexicon.is_ordinary(match.key)


def _is_unit(reading: Reading, lexicon: Lexicon, match: Match) -> bool:
    """Whether it is the mg of "50 mg", and not a disease behind "CD 19"."""
    before = [one.folded for one in reading.tokens[max(0, match.first - 2) : match.first]]
    amount = match.key == "mg" and before and before[-1].isdigit() and reading.state[match.first - 1] == FREE
    return bool(amount) and "".join(before) not in lexicon.senses


def _senses(reading: Reading, lexicon: Lexicon, match: Match) -> list[Said]:
    """What a match says: one thing, or several if its words do."""
    senses = lexicon.senses[match.key]
    best = [Said(senses[0], match.first, match.last)]
    if senses[0].name == CONDITION:
        return _of_an_age(reading, lexicon, match, senses[0]) or best
    if senses[0].name in COMPOSED and match.first < match.last:
        for sense in senses:
            for said in _composed(reading, lexicon, match, sense) if sense.name in COMPOSED else ():
                best = max(best, said, key=lambda one: _telling(reading, one))
    return best


def _telling(reading: Reading, said: list[Said]) -> tuple[int, int, int]:
    """Of readings of the same words that says most which names most axes, in the fewest and longest pieces."""
    lengths = [sum(len(one.folded) for one in reading.tokens[piece.first : piece.last + 1]) for piece in said]
    return len({piece.sense.name for piece in said}), -len(said), min(lengths)


def _composed(reading: Reading, lexicon: Lexicon, match: Match, sense: Sense) -> Iterator[list[Said]]:
    """A match read as several: what says the same as the whole ("CD19 CAR-NK": CAR-NK) and what stands beside it; or
    what says other things ("in vivo CAR-T": CAR-T) and what is left, which says the same as the whole."""
    inner = sorted(_within(reading, lexicon, match), key=lambda one: (-len(one.key), one.first))
    others = [one for one in inner if lexicon.senses[one.key][0].name in COMPOSED]
    own = next((one for one in others if lexicon.senses[one.key][0] == sense), None)
    others = [one for one in others if lexicon.senses[one.key][0].name != sense.name]
    for kept in (own, None):
        taken = set(range(kept.first, kept.last + 1)) if kept else set()
        said = [Said(sense, kept.first, kept.last)] if kept else []
        for one in others:
            numbers = set(range(one.first, one.last + 1))
            if not taken & numbers:
                taken |= numbers
                said += _senses(reading, lexicon, one)
        gap = _widest_gap(match, taken)
        if kept is None and gap:
            said.append(Said(sense, gap[0], gap[-1]))
        if kept or gap:
            yield said


def _widest_gap(match: Match, taken: set[int]) -> list[int]:
    gaps: list[list[int]] = [[]]
    for number in range(match.first, match.last + 1):
        if number in taken:
            gaps.append([])
        else:
            gaps[-1].append(number)
    return max(gaps, key=len)


def _of_an_age(reading: Reading, lexicon: Lexicon, match: Match, sense: Sense) -> list[Said]:
    """ "Pediatric lupus" is lupus, and of a child, where the vocabulary has no disease of its own for it."""
    for cut in range(match.first, match.last):
        first = "".join(one.folded for one in reading.tokens[match.first : cut + 1])
        rest = "".join(one.folded for one in reading.tokens[cut + 1 : match.last + 1])
        ages = [one for one in lexicon.senses.get(first, ()) if one.name == AGE]
        if ages and any(one == sense for one in lexicon.senses.get(rest, ())):
            return [Said(ages[0], match.first, cut), Said(sense, cut + 1, match.last)]
    return []


def _within(reading: Reading, lexicon: Lexicon, match: Match) -> Iterator[Match]:
    for first in range(match.first, match.last + 1):
        key = ""
        for last in range(first, match.last + 1):
            key += reading.tokens[last].folded
            if key in lexicon.senses and (first, last) != (match.first, match.last):
                yield Match(first, last, key)


def _read_second_numbers(reading: Reading, lexicon: Lexicon) -> None:
    """CD19/20 is CD19 and CD20."""
    tokens = reading.tokens
    for number in range(2, len(tokens)):
        cd, first, second = tokens[number - 2 : number + 1]
        if cd.folded != "cd" or not (first.folded.isdigit() and second.folded.isdigit()):
            continue
        if reading.state[number] == FREE and reading.query[first.end : second.start].strip() in JOINTS:
            for sense in lexicon.senses.get("cd" + second.folded, ()):
                if sense.name == TARGET:
                    reading.take(Found(*sense, second.start, second.end))


def _read_around_antibodies(reading: Reading) -> None:
    """Words of a lab report beside an antibody say nothing more; "negative" says that it is not there."""
    for found in [one for one in reading.found if one.name == AUTOANTIBODY]:
        numbers = reading.within(found.start, found.end)
        beside: list[int] = []
        for step, number in ((1, numbers[-1] + 1), (-1, numbers[0] - 1)):
            while 0 <= number < len(reading.tokens) and reading.state[number] == FREE:
                if reading.tokens[number].folded not in BESIDE_ANTIBODIES | NEGATIVE:
                    break
                beside.append(number)
                number += step
        if any(reading.tokens[number].folded in NEGATIVE for number in beside):
            reading.found.remove(found)
            reading.mark(found.start, found.end, FREE)
        else:
            for number in beside:
                reading.state[number] = SILENT


def _corrections(
    reading: Reading, lexicon: Lexicon, options: dict[int, list[str]], number: int
) -> Iterator[tuple[int, Match, dict[int, str]]]:
    """The runs of free tokens around an unknown one that are spellings once it and its unknown neighbours are replaced;
    each with the number of candidates that were passed over."""
    tokens, state = reading.tokens, reading.state
    for first in range(max(0, number - 4), number + 1):
        for last in range(number, min(first + 5, len(tokens))):
            run = range(first, last + 1)
            if any(state[one] != FREE for one in run):
                continue
            unknown = [one for one in run if one in options]
            if unknown[0] != number or len(unknown) > 3:
                continue
            for choice in product(*(enumerate(options[one]) for one in unknown)):
                pairs = zip(unknown, choice, strict=True)
                replaced = {one: word for one, (_, word) in pairs if word != tokens[one].folded}
                key = "".join(replaced.get(one, tokens[one].folded) for one in run)
                if replaced and len(key) >= SHORTEST_KEY and key in lexicon.senses and key in lexicon.can_be_misspelled:
                    yield sum(rank for rank, _ in choice), Match(first, last, key), replaced


def _is_rarer(word: str, corrected: str, rarity: Callable[[str], int]) -> bool:
    """Whether the texts use a word so seldom beside the other that it may be its misspelling."""
    used = rarity(word)
    return used == 0 or used * TIMES_AS_FREQUENT <= rarity(corrected)

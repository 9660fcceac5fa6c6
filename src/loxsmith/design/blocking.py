"""Fewest silent changes after which a guide no longer cuts the edited allele (rule R27; Paquet 2016).

A guide that still cuts the allele it has made goes on cutting it until an indel ends the matter. Where the
intended change does not stop it, silent changes must: as few bases as possible, in the PAM first, then in the
seed beside it. Which bases may change is given as slots; whoever asks leaves out splice bases and the like.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from loxsmith.guides import Cut, recuts, still_cut
from loxsmith.guides.cutting import PAM
from loxsmith.guides.cutting_frequency import PROTOSPACER, factors_of
from loxsmith.knowledge import codon_usage, limit, synonymous
from loxsmith.sequence import GENETIC_CODE, reverse_complement

MOST_SLOTS: Final = 4
"""Slots changed together at most; beyond that another guide is the better answer (design judgement)."""

_WINDOW: Final = PROTOSPACER + PAM
"""Bases of a protospacer with its PAM."""

_UNREAD: Final = PROTOSPACER
"""Place in the window of the PAM's first base, which is not read."""

_ROUNDING: Final = 1 + 1e-9
"""Room for rounding where a bound, multiplied in another order, is held against the limit."""

_FAR: Final = 21
"""Rank of a base that does not decide about cutting: the PAM's first, or one outside the window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place that may be respelled without changing what the allele means."""

    positions: tuple[int, ...]
    """0-based positions on the allele, ascending: a codon's three bases (an intron may part them), or one."""

    spelling: str
    """The present bases at the positions."""

    alternatives: tuple[str, ...]
    """Other allowed spellings, the preferred first."""

    def __post_init__(self) -> None:
        """Check that positions ascend and every spelling has one base for each."""
        if list(self.positions) != sorted(set(self.positions)) or not self.positions:
            raise ValueError(f"the positions {self.positions} of a slot must ascend")
        spellings = (self.spelling, *self.alternatives)
        if any(len(text) != len(self.positions) for text in spellings) or len(set(spellings)) < len(
            spellings
        ):
            raise ValueError(f"{spellings} are not different spellings of {len(self.positions)} bases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """One base exchanged."""

    position: int
    """0-based position on the allele."""

    ref: str
    """The base before."""

    alt: str
    """The base after."""


_Effect = tuple[float, int]
"""Factor on a window's CFD, and mismatches added; of a window itself, its CFD and its mismatches."""


@dataclass(frozen=True, slots=True)
class _Option:
    """One slot in one other spelling."""

    changes: tuple[Substitution, ...]
    preference: int
    effects: Mapping[int, _Effect]
    """What it may do at most to each offending window it changes, by index."""


@dataclass(frozen=True, slots=True)
class _Search:
    """One guide on one text: the windows to be silenced and what may change."""

    protospacer: str
    text: str
    near: tuple[int, int]
    offending: tuple[Cut, ...]
    known: frozenset[tuple[int, int]]
    """Windows cut before any change, as first base and strand."""
    options: tuple[tuple[_Option, ...], ...]
    """The options of each slot, slots by position."""
    reach: tuple[tuple[_Effect, ...], ...]
    """For each slot and window, the most that any one slot from here on does to that window."""


def coding_slots(
    text: str, codons: Iterable[tuple[int, int, int]], *, species: str, frozen: Container[int]
) -> tuple[Slot, ...]:
    """Return one slot per codon that has another spelling, in the order of the text.

    Args:
        text: the allele, drawn in the gene's orientation.
        codons: the three positions of each codon.
        species: whose codon usage sets the order of preference (then the alphabet).
        frozen: positions that must stay, such as splice bases and the intended change.

    Raises:
        RequestError: there is no codon table for the species.

    >>> coding_slots("TAC", [(0, 1, 2)], species="mouse", frozen=())[0].alternatives
    ('TAT',)
    """
    usage = codon_usage(species)
    slots: list[Slot] = []
    for positions in codons:
        spelling = "".join(text[position] for position in positions)
        # A stop is left as it is: the three differ in how often they are read through.
        if GENETIC_CODE.get(spelling, "*") == "*":
            continue
        kept = [i for i, position in enumerate(positions) if position in frozen]
        others = [other for other in synonymous(spelling) if all(other[i] == spelling[i] for i in kept)]
        if others:
            others.sort(key=lambda other: (-usage[other], other))
            slots.append(Slot(positions=positions, spelling=spelling, alternatives=tuple(others)))
    return tuple(sorted(slots, key=lambda slot: slot.positions))


def block(
    text: str, protospacer: str, slots: Sequence[Slot], *, near: tuple[int, int]
) -> tuple[Substitution, ...] | None:
    """Return the fewest substitutions after which the guide cuts no window overlapping ``near``.

    Among equally few, those with more bases in the PAM win (its last two bases, which decide), then those
    nearer to the PAM, then the slots' preferred spellings, then the alphabet. No other window of the text
    becomes one that is cut.

    Args:
        text: the linear allele with the intended change, upper case.
        protospacer: the guide's 20 bases.
        slots: what may change; none shares a base with another.
        near: half-open stretch that must not be cut; windows count with their PAM.

    Returns:
        substitutions by position; empty when nothing need change; ``None`` when no combination of up to
        ``MOST_SLOTS`` slots overlapping the cut windows suffices.

    Raises:
        RequestError: the protospacer is not 20 of A, C, G, T.
    """
    _check(text, slots)
    cuts = recuts(protospacer, text)
    offending = tuple(cut for cut in cuts if _overlaps(cut.window, near))
    if not offending:
        return ()
    search = _prepare(text, protospacer.upper(), slots, near, offending, cuts)
    most = sum(
        sorted((max(len(o.changes) for o in slot) for slot in search.options), reverse=True)[:MOST_SLOTS]
    )
    for count in range(1, most + 1):
        found = [chosen for chosen in _combinations(search, count) if _holds(search, _flat(chosen))]
        for chosen in sorted(found, key=lambda chosen: _cost(search, chosen)):
            if _confirmed(search, _flat(chosen)):
                return _flat(chosen)
    return None


def _check(text: str, slots: Sequence[Slot]) -> None:
    """Refuse slots that do not fit the text or share a base."""
    taken: set[int] = set()
    for slot in slots:
        if "".join(text[position] for position in slot.positions) != slot.spelling:
            raise ValueError(f"the text does not read {slot.spelling} at {slot.positions}")
        if not taken.isdisjoint(slot.positions):
            raise ValueError(f"two slots share a base of {slot.positions}")
        taken.update(slot.positions)


def _overlaps(window: tuple[int, int], stretch: tuple[int, int]) -> bool:
    """Say whether two half-open stretches overlap; an empty one (an insertion point) when it lies inside."""
    return window[0] < stretch[1] and window[1] > stretch[0]


def _prepare(
    text: str,
    protospacer: str,
    slots: Sequence[Slot],
    near: tuple[int, int],
    offending: tuple[Cut, ...],
    cuts: tuple[Cut, ...],
) -> _Search:
    """Spell out the options of the slots that overlap an offending window."""
    options = tuple(
        tuple(_options(slot, protospacer, offending))
        for slot in sorted(slots, key=lambda slot: slot.positions)
        if slot.alternatives
        and any(cut.window[0] <= at < cut.window[1] for cut in offending for at in slot.positions)
    )
    reach: list[tuple[_Effect, ...]] = [((1.0, 0),) * len(offending)]
    for slot_options in reversed(options):
        effects = [
            [option.effects.get(i, (1.0, 0)) for option in slot_options] for i in range(len(offending))
        ]
        best = [
            (min(factor, *(e[0] for e in each)), max(added, *(e[1] for e in each)))
            for (factor, added), each in zip(reach[-1], effects, strict=True)
        ]
        reach.append(tuple(best))
    return _Search(
        protospacer=protospacer,
        text=text,
        near=near,
        offending=offending,
        known=frozenset((cut.window[0], cut.strand) for cut in cuts),
        options=options,
        reach=tuple(reversed(reach)),
    )


def _options(slot: Slot, protospacer: str, offending: tuple[Cut, ...]) -> Iterator[_Option]:
    for preference, other in enumerate(slot.alternatives):
        changes = tuple(
            Substitution(position=position, ref=ref, alt=alt)
            for position, ref, alt in zip(slot.positions, slot.spelling, other, strict=True)
            if ref != alt
        )
        effects = {
            i: _effect(protospacer, changes, cut)
            for i, cut in enumerate(offending)
            if any(cut.window[0] <= change.position < cut.window[1] for change in changes)
        }
        yield _Option(changes, preference, effects)


def _effect(protospacer: str, changes: tuple[Substitution, ...], cut: Cut) -> _Effect:
    """What the changes do to one window; a change in the PAM, which two slots may share, counts as the end."""
    factor, added = 1.0, 0
    for change in changes:
        along = _along(change.position, cut)
        if along is None or along == _UNREAD:
            continue
        if along > _UNREAD:
            factor = 0.0
            continue
        ref, alt = change.ref, change.alt
        if cut.strand < 0:
            ref, alt = reverse_complement(ref), reverse_complement(alt)
        column = factors_of(protospacer)[along]
        factor *= column[alt] / column[ref]
        added += (alt != protospacer[along]) - (ref != protospacer[along])
    return factor, added


def _combinations(search: _Search, count: int) -> Iterator[tuple[_Option, ...]]:
    """Yield the combinations that exchange exactly ``count`` bases and may silence every offending window."""
    windows = tuple((cut.cfd, cut.mismatches) for cut in search.offending)

    def extend(
        first: int, left: int, chosen: tuple[_Option, ...], state: tuple[_Effect, ...]
    ) -> Iterator[tuple[_Option, ...]]:
        slots_left = min(MOST_SLOTS - len(chosen), left)
        if not _in_reach(state, search.reach[first], slots_left):
            return
        if not left:
            yield chosen
        for i in range(first, len(search.options) if slots_left else 0):
            for option in search.options[i]:
                if len(option.changes) <= left:
                    after = _altered(state, option.effects)
                    yield from extend(i + 1, left - len(option.changes), (*chosen, option), after)

    yield from extend(0, count, (), windows)


def _altered(state: tuple[_Effect, ...], effects: Mapping[int, _Effect]) -> tuple[_Effect, ...]:
    """Apply one option's effects to the windows."""
    windows = list(state)
    for i, (factor, added) in effects.items():
        windows[i] = (windows[i][0] * factor, windows[i][1] + added)
    return tuple(windows)


def _in_reach(state: tuple[_Effect, ...], reach: tuple[_Effect, ...], slots: int) -> bool:
    """Say whether so many more slots may silence every window; generous, never wrong when it says no."""
    most, least = _terms()
    for (score, mismatches), (factor, added) in zip(state, reach, strict=True):
        if score * factor**slots > least and mismatches + slots * added <= most:
            return False
    return True


@cache
def _terms() -> tuple[float, float]:
    """Most mismatches of a window that may be cut, and the CFD it exceeds, with room for rounding."""
    return limit("R27.mismatches").value, limit("R27.cfd").value * _ROUNDING


def _holds(search: _Search, changes: tuple[Substitution, ...]) -> bool:
    """Say whether these changes silence every offending window and make no new one."""
    altered = {change.position: change.alt for change in changes}
    if any(_is_cut(search, altered, cut.window[0], cut.strand) for cut in search.offending):
        return False
    starts = {start for at in altered for start in range(at - _WINDOW + 1, at + 1)}
    for start in starts:
        if 0 <= start <= len(search.text) - _WINDOW:
            for strand in (1, -1):
                if (start, strand) not in search.known and _is_cut(search, altered, start, strand):
                    return False
    return True


def _confirmed(search: _Search, changes: tuple[Substitution, ...]) -> bool:
    """Look at the whole altered text once more, with the search that judges finished alleles."""
    letters = list(search.text)
    for change in changes:
        letters[change.position] = change.alt
    cuts = recuts(search.protospacer, "".join(letters))
    return all(
        not _overlaps(cut.window, search.near) and (cut.window[0], cut.strand) in search.known for cut in cuts
    )


def _is_cut(search: _Search, altered: dict[int, str], start: int, strand: int) -> bool:
    """Say whether the window starting at ``start`` of the altered text is cut on ``strand``."""
    bases = list(search.text[start : start + _WINDOW])
    for position, base in altered.items():
        if 0 <= position - start < _WINDOW:
            bases[position - start] = base
    window = "".join(bases)
    return still_cut(search.protospacer, window if strand > 0 else reverse_complement(window))


def _flat(chosen: tuple[_Option, ...]) -> tuple[Substitution, ...]:
    changes = [change for option in chosen for change in option.changes]
    return tuple(sorted(changes, key=lambda change: change.position))


def _cost(search: _Search, chosen: tuple[_Option, ...]) -> tuple[object, ...]:
    """What is compared among equally few changes; the smallest wins."""
    changes = _flat(chosen)
    ranks = [min(_rank(change.position, cut) for cut in search.offending) for change in changes]
    return (
        -ranks.count(0),
        sum(ranks),
        sum(option.preference for option in chosen),
        tuple((change.position, change.alt) for change in changes),
    )


def _rank(position: int, cut: Cut) -> int:
    """How far a base is from the PAM of a window: 0 its last two bases, 1 the base beside it, 20 the last."""
    along = _along(position, cut)
    if along is None or along == _UNREAD:
        return _FAR
    return max(_UNREAD - along, 0)


def _along(position: int, cut: Cut) -> int | None:
    """Where a base stands in a window read on the guide's strand (0-22), or ``None`` outside."""
    start, end = cut.window
    if not start <= position < end:
        return None
    return position - start if cut.strand > 0 else end - 1 - position

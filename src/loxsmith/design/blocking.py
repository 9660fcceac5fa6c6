"""Fewest silent changes after which a guide no longer cuts the edited allele (rule R27; Paquet 2016).

A guide that still cuts the allele it has made goes on cutting it until an indel ends the matter. Where the
intended change does not stop it, silent changes must: as few bases as possible, in the PAM first, then in the
seed beside it, then by codon usage. Which bases may change is given as slots; whoever asks leaves out splice
bases and the like.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from operator import mul
from typing import Final

from loxsmith.design.slots import Slot, Substitution, must_fit
from loxsmith.guides import Cut, recuts, still_cut
from loxsmith.guides.cutting import PAM
from loxsmith.guides.cutting_frequency import PROTOSPACER, factors_of
from loxsmith.knowledge import limit
from loxsmith.sequence import reverse_complement

_WINDOW: Final = PROTOSPACER + PAM
"""Bases of a protospacer with its PAM."""

_UNREAD: Final = PROTOSPACER
"""Place in the window of the PAM's first base, which is not read."""

_ROUNDING: Final = 1 + 1e-9
"""Room for rounding where a bound, multiplied in another order, is held against the limit."""

STEPS: Final = 20_000
"""Cut windows looked at, over all sets of changes tried, before a search is given up (judgement: a tenth of a second)."""

_FAR: Final = 21
"""Rank of a base that does not decide about cutting: the PAM's first, or one outside the window."""

Liked = Callable[[Sequence[Substitution]], bool]
"""Says of some changes whether they do something else that is wanted."""

_Effect = tuple[float, int]
"""Factor on a window's CFD, and mismatches added; of a window itself, its CFD and its mismatches."""

_Cost = tuple[int, int, int]
"""PAM bases changed (negative), distance of all changed bases from the PAM, and costs of the spellings."""

_NOTHING: Final[_Cost] = (0, 0, 0)


class UnfinishedError(Exception):
    """The search came to its bound before it found a set of changes, or found out that there is none."""


class Budget:
    """How many more windows may be looked at; several searches may share one."""

    def __init__(self, steps: int = STEPS) -> None:
        """Begin with so many."""
        self.left = steps

    def spend(self, steps: int) -> bool:
        """Take some away; false when that is more than is left."""
        self.left -= steps
        return self.left >= 0


@dataclass(frozen=True, slots=True)
class _Option:
    """One slot in one other spelling."""

    changes: tuple[Substitution, ...]
    altered: tuple[tuple[int, str], ...]
    """Position and new base of every change and its echoes."""
    cost: _Cost
    effects: Mapping[int, _Effect]
    """What it may do at most to each offending window it changes, by index."""


@dataclass(frozen=True, slots=True)
class _Search:
    """One guide on one text: the windows to be silenced and what may change."""

    protospacer: str
    text: str
    offending: tuple[Cut, ...]
    known: frozenset[tuple[int, int]]
    """Windows cut before any change, as first base and strand."""
    options: tuple[tuple[_Option, ...], ...]
    """The options of each slot, the slots nearest to the PAM first."""
    reach: tuple[tuple[tuple[_Effect, ...], ...], ...]
    """For each slot and window, the most that none, one, two ... slots from here on do to that window."""
    apart: tuple[int, ...]
    """Windows, by index, of which no two are touched by one slot: what each needs adds up."""
    most: int
    """Bases that can be exchanged at most."""


def block(
    text: str,
    protospacer: str,
    slots: Sequence[Slot],
    *,
    near: tuple[int, int],
    cuts: Sequence[Cut] | None = None,
    liked: Liked | None = None,
    spared: Container[Cut] = (),
    budget: Budget | None = None,
) -> tuple[Substitution, ...] | None:
    """Return the fewest substitutions after which the guide cuts no window overlapping ``near``.

    Among equally few, those with more bases in the PAM win (its last two bases, which decide), then those that
    are liked, then those nearer to the PAM, then the cheaper spellings, then the alphabet. No other window of the
    text becomes one that is cut.

    Args:
        text: the linear allele with the intended change, upper case.
        protospacer: the guide's 20 bases.
        slots: what may change; none shares a base with another.
        near: half-open stretch that must not be cut; windows count with their PAM.
        cuts: what :func:`recuts` finds on the text, when that is known already.
        liked: what speaks for some of several equally small sets.
        spared: those of the cuts that may stay.
        budget: what the search may take, :data:`STEPS` by default. Where it runs out among sets of the right size, the
            best one seen is returned.

    Returns:
        substitutions by position; empty when nothing need change; ``None`` when no respelling of the slots that
        overlap the cut windows suffices.

    Raises:
        RequestError: the protospacer is not 20 of A, C, G, T.
        UnfinishedError: the budget ran out before any set was found.
    """
    held = recuts(protospacer, text) if cuts is None else tuple(cuts)
    offending = tuple(cut for cut in held if _overlaps(cut.window, near) and cut not in spared)
    if not offending:
        must_fit(text, slots)
        return ()
    useful = [slot for slot in slots if slot.alternatives and _touches(slot, offending)]
    must_fit(text, useful if cuts is not None else slots)
    search = _prepare(text, protospacer.upper(), useful, offending, held)
    budget = budget or Budget()
    for count in range(1, search.most + 1):
        found = _best(search, count, liked, budget)
        if found is not None:
            return found
    return None


def _touches(slot: Slot, offending: Sequence[Cut]) -> bool:
    return any(
        cut.window[0] <= at < cut.window[1]
        for cut in offending
        for positions in (slot.positions, *slot.echoes)
        for at in positions
    )


def _overlaps(window: tuple[int, int], stretch: tuple[int, int]) -> bool:
    """Say whether two half-open stretches overlap; an empty one (an insertion point) when it lies inside."""
    return window[0] < stretch[1] and window[1] > stretch[0]


def _prepare(
    text: str, protospacer: str, slots: Sequence[Slot], offending: tuple[Cut, ...], cuts: Sequence[Cut]
) -> _Search:
    """Spell out the options of the slots, and how far they can get."""
    spelled = [tuple(_options(slot, protospacer, offending)) for slot in slots]
    # The cheapest slots first: a good answer found early spares the search most of the rest.
    options = tuple(sorted(spelled, key=lambda each: min((*o.cost, o.altered) for o in each)))
    hardest: list[list[_Effect]] = [[] for _ in offending]
    reach = [tuple(_summed(each) for each in hardest)]
    for slot_options in reversed(options):
        for i, each in enumerate(hardest):
            effects = [option.effects[i] for option in slot_options if i in option.effects]
            if effects:
                each.append((min(1.0, *(e[0] for e in effects)), max(0, *(e[1] for e in effects))))
        reach.append(tuple(_summed(each) for each in hardest))
    return _Search(
        protospacer=protospacer,
        text=text,
        offending=offending,
        known=frozenset((cut.window[0], cut.strand) for cut in cuts),
        options=options,
        reach=tuple(reversed(reach)),
        apart=_apart(options, len(offending)),
        most=sum(max(len(o.changes) for o in each) for each in options),
    )


def _summed(effects: Sequence[_Effect]) -> tuple[_Effect, ...]:
    """The most that so many slots do to a window together: none, one, two ..."""
    factors = sorted(factor for factor, _ in effects)
    added = sorted((count for _, count in effects), reverse=True)
    return tuple(
        zip(
            accumulate(factors, mul, initial=1.0),
            accumulate(added, initial=0),
            strict=True,
        )
    )


def _apart(options: Sequence[Sequence[_Option]], windows: int) -> tuple[int, ...]:
    """Pick windows of which no two are touched by one slot."""
    touched = [{i for option in slot for i in option.effects} for slot in options]
    picked: list[int] = []
    for i in range(windows):
        if not any(i in each and not each.isdisjoint(picked) for each in touched):
            picked.append(i)
    return tuple(picked)


def _options(slot: Slot, protospacer: str, offending: tuple[Cut, ...]) -> Iterator[_Option]:
    costs = slot.costs or tuple(range(len(slot.alternatives)))
    for cost, other in zip(costs, slot.alternatives, strict=True):
        echoed = [
            tuple(
                Substitution(position=position, ref=ref, alt=alt)
                for position, ref, alt in zip(positions, slot.spelling, other, strict=True)
                if ref != alt
            )
            for positions in (slot.positions, *slot.echoes)
        ]
        every = [change for changes in echoed for change in changes]
        ranks = [
            min(_rank(change.position, cut) for change in same for cut in offending)
            for same in zip(*echoed, strict=True)
        ]
        effects = {
            i: _effect(protospacer, every, cut)
            for i, cut in enumerate(offending)
            if any(cut.window[0] <= change.position < cut.window[1] for change in every)
        }
        yield _Option(
            changes=echoed[0],
            altered=tuple((change.position, change.alt) for change in every),
            cost=(-ranks.count(0), sum(ranks), cost),
            effects=effects,
        )


def _effect(protospacer: str, changes: Sequence[Substitution], cut: Cut) -> _Effect:
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


# -- the search --------------------------------------------------------------------------------------------

_Bound = tuple[int, int, int, int]
"""What a set of changes costs at least: PAM bases, whether it is liked (0) or not (1), distances, spellings."""


def _best(
    search: _Search, count: int, liked: Liked | None, budget: Budget
) -> tuple[Substitution, ...] | None:
    """Return the best set that exchanges exactly ``count`` bases, by branch and bound; None when there is none.

    Raises:
        UnfinishedError: the budget ran out before one was seen.
    """
    floor = _floors(search.options, count)
    windows = tuple((cut.cfd, cut.mismatches) for cut in search.offending)
    best: tuple[_Bound, tuple[tuple[int, str], ...], tuple[Substitution, ...]] | None = None

    def extend(
        first: int, left: int, chosen: tuple[_Option, ...], state: tuple[_Effect, ...], paid: _Cost
    ) -> None:
        nonlocal best
        least = floor[first][left]
        if least is None or not budget.spend(len(state)) or not _in_reach(search, state, first, left):
            return
        pam, far, spelled = _plus(paid, least)
        if best is not None and (pam, 0, far, spelled) > best[0]:
            return
        if not left:
            changes = _flat(chosen)
            cost = (pam, 0 if liked is None or liked(changes) else 1, far, spelled)
            key = tuple((change.position, change.alt) for change in changes)
            if (best is None or (cost, key) < best[:2]) and _holds(search, chosen):
                best = cost, key, changes
            return
        for i in range(first, len(search.options)):
            for option in search.options[i]:
                if len(option.changes) <= left:
                    after = _altered(state, option.effects)
                    spent = _plus(paid, option.cost)
                    extend(i + 1, left - len(option.changes), (*chosen, option), after, spent)

    extend(0, count, (), windows, _NOTHING)
    if best is None and budget.left < 0:
        raise UnfinishedError
    return None if best is None else best[2]


def _floors(options: Sequence[Sequence[_Option]], count: int) -> list[list[_Cost | None]]:
    """Least cost of exchanging exactly so many bases in the slots from each one on; None when they cannot."""
    floors: list[list[_Cost | None]] = [[_NOTHING, *(None for _ in range(count))]]
    for slot in reversed(options):
        behind = floors[-1]
        here = list(behind)
        for option in slot:
            size = len(option.changes)
            for bases in range(size, count + 1):
                rest, held = behind[bases - size], here[bases]
                if rest is not None:
                    cost = _plus(rest, option.cost)
                    here[bases] = cost if held is None else min(held, cost)
        floors.append(here)
    return floors[::-1]


def _plus(one: _Cost, other: _Cost) -> _Cost:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _altered(state: tuple[_Effect, ...], effects: Mapping[int, _Effect]) -> tuple[_Effect, ...]:
    """Apply one option's effects to the windows."""
    windows = list(state)
    for i, (factor, added) in effects.items():
        windows[i] = (windows[i][0] * factor, windows[i][1] + added)
    return tuple(windows)


def _in_reach(search: _Search, state: tuple[_Effect, ...], first: int, slots: int) -> bool:
    """Say whether so many more slots may silence every window; generous, never wrong when it says no."""
    most, least = _terms()
    reach = search.reach[first]
    needed = []
    for (score, mismatches), far in zip(state, reach, strict=True):
        for count, (factor, added) in enumerate(far[: slots + 1]):
            if score * factor <= least or mismatches + added > most:
                needed.append(count)
                break
        else:
            return False
    return sum(needed[i] for i in search.apart) <= slots


@cache
def _terms() -> tuple[float, float]:
    """Most mismatches of a window that may be cut, and the CFD it exceeds, with room for rounding."""
    return limit("R27.mismatches").value, limit("R27.cfd").value * _ROUNDING


def _holds(search: _Search, chosen: Sequence[_Option]) -> bool:
    """Say whether these changes silence every offending window and make no new one."""
    altered = {position: alt for option in chosen for position, alt in option.altered}
    if any(_is_cut(search, altered, cut.window[0], cut.strand) for cut in search.offending):
        return False
    starts = {start for at in altered for start in range(at - _WINDOW + 1, at + 1)}
    return not any(
        (start, strand) not in search.known and _is_cut(search, altered, start, strand)
        for start in starts
        if 0 <= start <= len(search.text) - _WINDOW
        for strand in (1, -1)
    )


def _is_cut(search: _Search, altered: Mapping[int, str], start: int, strand: int) -> bool:
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

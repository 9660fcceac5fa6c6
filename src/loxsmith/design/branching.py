"""The search for the best set of changes of a given size, by branch and bound, within a budget of steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from loxsmith.design.slots import Substitution
from loxsmith.guides import Cut, still_cut
from loxsmith.guides.cutting import WINDOW
from loxsmith.knowledge import limit
from loxsmith.sequence import reverse_complement

_ROUNDING: Final = 1 + 1e-9
"""Room for rounding where a bound, multiplied in another order, is held against the limit."""

STEPS: Final = 20_000
"""Cut windows looked at, over all sets of changes tried, before a search is given up (judgement: 0.15 s)."""

Liked = Callable[[Sequence[Substitution]], bool]
"""Says of some changes whether they do something else that is wanted."""

Effect = tuple[float, int]
"""Factor on a window's CFD, and mismatches added; of a window itself, its CFD and its mismatches."""

Cost = tuple[int, int, int]
"""PAM bases changed (negative), distance of all changed bases from the PAM, and costs of the spellings."""

_NOTHING: Final[Cost] = (0, 0, 0)


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
class Option:
    """One slot in one other spelling."""

    changes: tuple[Substitution, ...]
    altered: tuple[tuple[int, str], ...]
    """Position and new base of every change and its echoes."""
    cost: Cost
    effects: Mapping[int, Effect]
    """What it may do at most to each offending window it changes, by index."""


@dataclass(frozen=True, slots=True)
class Search:
    """One guide on one text: the windows to be silenced and what may change."""

    protospacer: str
    text: str
    offending: tuple[Cut, ...]
    known: frozenset[tuple[int, int]]
    """Windows cut before any change, as first base and strand."""
    options: tuple[tuple[Option, ...], ...]
    """The options of each slot, the slots nearest to the PAM first."""
    reach: tuple[tuple[tuple[Effect, ...], ...], ...]
    """For each slot and window, the most that none, one, two ... slots from here on do to that window."""
    apart: tuple[int, ...]
    """Windows, by index, of which no two are touched by one slot: what each needs adds up."""
    most: int
    """Bases that can be exchanged at most."""


_Bound = tuple[int, int, int, int]
"""What a set of changes costs at least: PAM bases, whether it is liked (0) or not (1), distances, spellings."""


def best_of(
    search: Search, count: int, liked: Liked | None, budget: Budget
) -> tuple[Substitution, ...] | None:
    """Return the best set that exchanges exactly ``count`` bases, by branch and bound; None when there is none.

    Raises:
        UnfinishedError: the budget ran out before one was seen.
    """
    floor = _floors(search.options, count)
    windows = tuple((cut.cfd, cut.mismatches) for cut in search.offending)
    best: tuple[_Bound, tuple[tuple[int, str], ...], tuple[Substitution, ...]] | None = None

    def extend(
        first: int, left: int, chosen: tuple[Option, ...], state: tuple[Effect, ...], paid: Cost
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


def _floors(options: Sequence[Sequence[Option]], count: int) -> list[list[Cost | None]]:
    """Least cost of exchanging exactly so many bases in the slots from each one on; None when they cannot."""
    floors: list[list[Cost | None]] = [[_NOTHING, *(None for _ in range(count))]]
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


def _plus(one: Cost, other: Cost) -> Cost:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _altered(state: tuple[Effect, ...], effects: Mapping[int, Effect]) -> tuple[Effect, ...]:
    """Apply one option's effects to the windows."""
    windows = list(state)
    for i, (factor, added) in effects.items():
        windows[i] = (windows[i][0] * factor, windows[i][1] + added)
    return tuple(windows)


def _in_reach(search: Search, state: tuple[Effect, ...], first: int, slots: int) -> bool:
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


def _holds(search: Search, chosen: Sequence[Option]) -> bool:
    """Say whether these changes silence every offending window and make no new one."""
    altered = {position: alt for option in chosen for position, alt in option.altered}
    if any(_is_cut(search, altered, cut.window[0], cut.strand) for cut in search.offending):
        return False
    starts = {start for at in altered for start in range(at - WINDOW + 1, at + 1)}
    return not any(
        (start, strand) not in search.known and _is_cut(search, altered, start, strand)
        for start in starts
        if 0 <= start <= len(search.text) - WINDOW
        for strand in (1, -1)
    )


def _is_cut(search: Search, altered: Mapping[int, str], start: int, strand: int) -> bool:
    """Say whether the window starting at ``start`` of the altered text is cut on ``strand``."""
    bases = list(search.text[start : start + WINDOW])
    for position, base in altered.items():
        if 0 <= position - start < WINDOW:
            bases[position - start] = base
    window = "".join(bases)
    return still_cut(search.protospacer, window if strand > 0 else reverse_complement(window))


def _flat(chosen: tuple[Option, ...]) -> tuple[Substitution, ...]:
    changes = [change for option in chosen for change in option.changes]
    return tuple(sorted(changes, key=lambda change: change.position))

"""Fewest silent changes after which a guide no longer cuts the edited allele (rule R27; Paquet 2016).

A guide that still cuts the allele it has made goes on cutting it until an indel ends the matter. Where the
intended change does not stop it, silent changes must: as few bases as possible, in the PAM first, then in the
seed beside it, then by codon usage. Which bases may change is given as slots; whoever asks leaves out splice
bases and the like.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import accumulate
from operator import mul
from typing import Final

from loxsmith.design.branching import (
    STEPS,
    Budget,
    Effect,
    Liked,
    Option,
    Search,
    UnfinishedError,
    best_of,
)
from loxsmith.design.slots import Slot, Substitution, must_fit
from loxsmith.guides import Cut, recuts
from loxsmith.guides.cutting_frequency import PROTOSPACER, factors_of
from loxsmith.sequence import reverse_complement

__all__ = ["STEPS", "Budget", "Liked", "UnfinishedError", "block"]

_UNREAD: Final = PROTOSPACER
"""Place in the window of the PAM's first base, which is not read."""

_FAR: Final = 21
"""Rank of a base that does not decide about cutting: the PAM's first, or one outside the window."""


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
        found = best_of(search, count, liked, budget)
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
) -> Search:
    """Spell out the options of the slots, and how far they can get."""
    spelled = [tuple(_options(slot, protospacer, offending)) for slot in slots]
    # The cheapest slots first: a good answer found early spares the search most of the rest.
    options = tuple(sorted(spelled, key=lambda each: min((*o.cost, o.altered) for o in each)))
    hardest: list[list[Effect]] = [[] for _ in offending]
    reach = [tuple(_summed(each) for each in hardest)]
    for slot_options in reversed(options):
        for i, each in enumerate(hardest):
            effects = [option.effects[i] for option in slot_options if i in option.effects]
            if effects:
                each.append((min(1.0, *(e[0] for e in effects)), max(0, *(e[1] for e in effects))))
        reach.append(tuple(_summed(each) for each in hardest))
    return Search(
        protospacer=protospacer,
        text=text,
        offending=offending,
        known=frozenset((cut.window[0], cut.strand) for cut in cuts),
        options=options,
        reach=tuple(reversed(reach)),
        apart=_apart(options, len(offending)),
        most=sum(max(len(o.changes) for o in each) for each in options),
    )


def _summed(effects: Sequence[Effect]) -> tuple[Effect, ...]:
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


def _apart(options: Sequence[Sequence[Option]], windows: int) -> tuple[int, ...]:
    """Pick windows of which no two are touched by one slot."""
    touched = [{i for option in slot for i in option.effects} for slot in options]
    picked: list[int] = []
    for i in range(windows):
        if not any(i in each and not each.isdisjoint(picked) for each in touched):
            picked.append(i)
    return tuple(picked)


def _options(slot: Slot, protospacer: str, offending: tuple[Cut, ...]) -> Iterator[Option]:
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
        yield Option(
            changes=echoed[0],
            altered=tuple((change.position, change.alt) for change in every),
            cost=(-ranks.count(0), sum(ranks), cost),
            effects=effects,
        )


def _effect(protospacer: str, changes: Sequence[Substitution], cut: Cut) -> Effect:
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

"""The slow, obvious twin of the search for silent changes: every combination is spelled out, put in order, and tried.

Of the package only the slots are used, which are what is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loxsmith.design.slots import Slot
from oracle.guides import Row, slow_recuts, window_of

Change = tuple[int, str, str]
"""Position, old and new base."""


def slow_block(
    text: str, guide: str, slots: Sequence[Slot], near: tuple[int, int], most: int = 99
) -> tuple[Change, ...] | None:
    """Try every respelling in up to ``most`` bases of the slots that touch a cut window; return the best that will do.

    Best: fewest bases; most of them in the PAM; least distance from the PAM, summed; least cost of the spellings,
    summed; first in the alphabet.
    """
    before = slow_recuts(guide, text)
    bad = [row for row in before if _near(row, near)]
    if not bad:
        return ()
    useful = [slot for slot in slots if any(_covers(row, slot) for row in bad)]
    for changes, _ in sorted(_respellings(useful, most), key=lambda found: _cost(*found, bad)):
        letters = list(text)
        for slot, new in changes:
            for positions in (slot.positions, *slot.echoes):
                for position, base in zip(positions, new, strict=True):
                    letters[position] = base
        after = slow_recuts(guide, "".join(letters))
        if not any(_near(row, near) for row in after) and not _keys(after) - _keys(before):
            return _flat(changes)
    return None


Respelling = list[tuple[Slot, str]]


def _respellings(slots: Sequence[Slot], most: int) -> Iterator[tuple[Respelling, int]]:
    """Every way to respell some of the slots in up to ``most`` bases, with what it costs."""
    if not slots:
        return
    for number, spelling in enumerate(slots[0].alternatives):
        bases = sum(old != new for old, new in zip(slots[0].spelling, spelling, strict=True))
        cost = slots[0].costs[number] if slots[0].costs else number
        if bases <= most:
            yield [(slots[0], spelling)], cost
            for others, further in _respellings(slots[1:], most - bases):
                yield [(slots[0], spelling), *others], cost + further
    yield from _respellings(slots[1:], most)


def _flat(changes: Respelling) -> tuple[Change, ...]:
    return tuple(
        sorted(
            (position, old, new)
            for slot, spelling in changes
            for position, old, new in zip(slot.positions, slot.spelling, spelling, strict=True)
            if old != new
        )
    )


def _cost(changes: Respelling, cost: int, bad: list[Row]) -> tuple[int, int, int, int, list[tuple[int, str]]]:
    ranks = []
    for slot, spelling in changes:
        for i, (old, new) in enumerate(zip(slot.spelling, spelling, strict=True)):
            if old != new:
                places = [positions[i] for positions in (slot.positions, *slot.echoes)]
                ranks.append(min(_rank(place, row) for place in places for row in bad))
    spelled = [(position, new) for position, _, new in _flat(changes)]
    return len(ranks), -ranks.count(0), sum(ranks), cost, spelled


def _rank(position: int, row: Row) -> int:
    """0 for the last two PAM bases, 1 to 20 away from the PAM, 21 for what does not matter."""
    read = range(row[0], row[1] + 3) if row[2] > 0 else range(row[1] - 1, row[0] - 4, -1)
    ranks = dict(zip(read, [*range(20, 0, -1), 21, 0, 0], strict=True))
    return ranks.get(position, 21)


def _covers(row: Row, slot: Slot) -> bool:
    low, high = window_of(row)
    return any(low <= at < high for positions in (slot.positions, *slot.echoes) for at in positions)


def _near(row: Row, near: tuple[int, int]) -> bool:
    low, high = window_of(row)
    return low < near[1] and high > near[0]


def _keys(rows: list[Row]) -> set[tuple[int, int]]:
    return {(row[0], row[2]) for row in rows}

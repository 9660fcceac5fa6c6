"""The slow, obvious twin of the guide searches: every window spelled out, every combination tried.

Of the package only the published CFD weights and the slots are used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from loxsmith.design.blocking import Slot
from loxsmith.knowledge import cfd_mismatch, cfd_pam
from oracle.strings import opposite

MOST_MISMATCHES = 4
LEAST_CFD = 0.03

Row = tuple[int, int, int, str, str, int, float]
"""start, end, strand, sequence, pam, mismatches, cfd."""


def slow_cfd(guide: str, site: str, pam: str) -> float:
    """Multiply the weight of every mismatch and of the PAM."""
    score = 1.0
    for i in range(20):
        if guide[i] != site[i]:
            score *= cfd_mismatch()[i + 1, guide[i], site[i]]
    return score * cfd_pam()[pam[-2:]]


def slow_recuts(guide: str, text: str, circular: bool = False) -> list[Row]:
    """Walk over all windows of both strands."""
    rows: list[Row] = []
    size = len(text)
    for at in range(size if circular and size >= 23 else size - 22):
        window = "".join(text[(at + i) % size] for i in range(23))
        if set(window) - set("ACGT"):
            continue
        for strand, read in ((1, window), (-1, opposite(window))):
            site, pam = read[:20], read[20:]
            mismatches = sum(guide[i] != site[i] for i in range(20))
            score = slow_cfd(guide, site, pam)
            if mismatches <= MOST_MISMATCHES and score > LEAST_CFD:
                start = at if strand > 0 else (at + 3) % size
                rows.append((start, start + 20, strand, site, pam, mismatches, score))
    return sorted(rows, key=lambda row: (row[0], -row[2]))


def slow_guides(text: str, start: int, end: int) -> list[tuple[int, int, str, str, int]]:
    """NGG guides of both strands, cut in ``start`` to ``end``, as (start, strand, bases, PAM, cut)."""
    found = []
    for at in range(len(text) - 22):
        window = text[at : at + 23]
        if set(window) - set("ACGT"):
            continue
        for strand, read, first, cut in ((1, window, at, at + 17), (-1, opposite(window), at + 3, at + 6)):
            if read.endswith("GG") and start <= cut <= end:
                found.append((first, strand, read[:20], read[20:], cut))
    return sorted(found, key=lambda row: (row[0], -row[1]))


def window_of(row: Row) -> tuple[int, int]:
    """The 23 bases on the top strand."""
    return (row[0], row[1] + 3) if row[2] > 0 else (row[0] - 3, row[1])


def slow_block(
    text: str, guide: str, slots: Sequence[Slot], near: tuple[int, int], most: int = 12
) -> tuple[tuple[int, str, str], ...] | None:
    """Try every respelling of up to four slots, ``most`` bases in all, and keep the best as promised."""
    before = slow_recuts(guide, text)
    bad = [row for row in before if _near(row, near)]
    if not bad:
        return ()
    useful = [slot for slot in slots if any(_covers(row, slot.positions) for row in bad)]
    best: tuple[int, int, int, int, list[tuple[int, str]]] | None = None
    answer: tuple[tuple[int, str, str], ...] | None = None
    for chosen in _respellings(useful):
        changes = _changes(chosen)
        if len(changes) > most:
            continue
        letters = list(text)
        for position, _, alt in changes:
            letters[position] = alt
        after = slow_recuts(guide, "".join(letters))
        if any(_near(row, near) for row in after) or {_key(row) for row in after} - {
            _key(row) for row in before
        }:
            continue
        cost = _cost(changes, sum(preference for _, preference in chosen), bad)
        if best is None or cost < best:
            best, answer = cost, changes
    return answer


def _respellings(slots: Sequence[Slot]) -> Iterator[list[tuple[Slot, int]]]:
    for count in range(1, 5):
        for some in combinations(slots, count):
            for preferences in product(*(range(len(slot.alternatives)) for slot in some)):
                yield list(zip(some, preferences, strict=True))


def _changes(chosen: list[tuple[Slot, int]]) -> tuple[tuple[int, str, str], ...]:
    return tuple(
        sorted(
            (position, ref, alt)
            for slot, preference in chosen
            for position, ref, alt in zip(
                slot.positions, slot.spelling, slot.alternatives[preference], strict=True
            )
            if ref != alt
        )
    )


def _cost(
    changes: tuple[tuple[int, str, str], ...], preference: int, bad: list[Row]
) -> tuple[int, int, int, int, list[tuple[int, str]]]:
    ranks = [min(_rank(position, row) for row in bad) for position, _, _ in changes]
    spelled = [(position, alt) for position, _, alt in changes]
    return (len(changes), -ranks.count(0), sum(ranks), preference, spelled)


def _rank(position: int, row: Row) -> int:
    """0 for the last two PAM bases, 1 to 20 away from the PAM, 21 for what does not matter."""
    read = range(row[0], row[1] + 3) if row[2] > 0 else range(row[1] - 1, row[0] - 4, -1)
    ranks = dict(zip(read, [*range(20, 0, -1), 21, 0, 0], strict=True))
    return ranks.get(position, 21)


def _covers(row: Row, positions: tuple[int, ...]) -> bool:
    low, high = window_of(row)
    return any(low <= position < high for position in positions)


def _near(row: Row, near: tuple[int, int]) -> bool:
    low, high = window_of(row)
    return low < near[1] and high > near[0]


def _key(row: Row) -> tuple[int, int]:
    return row[0], row[2]

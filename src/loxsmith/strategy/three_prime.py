"""The 3' rule of HGVS: an insertion or deletion that fits several places is named at the most 3' one.

What an insertion repeats is a duplication: https://hgvs-nomenclature.org, recommendations for DNA, general rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from loxsmith.strategy.edits import Edit

Direction = Literal[1, -1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An edit where HGVS names it."""

    edit: Edit
    """The same change, moved as far as it goes; what is put in is turned accordingly."""

    copied: tuple[int, int] | None
    """The wild-type bases that an insertion repeats, 0-based half-open on the locus; None if it repeats none."""


def most_three_prime(text: str, edit: Edit, direction: Direction, others: Iterable[Edit] = ()) -> Placed:
    """Return an edit at the last of the places it may be named at.

    Args:
        text: the wild type that the edit stands on.
        edit: what is to be named. Only pure insertions and deletions can be moved.
        direction: 1 when 3' is to the right of ``text``, -1 when it is to the left.
        others: edits of the same allele, whose bases it is not moved over: the names are read together.

    >>> insertion = Edit(start=1, end=1, ref="", alt="TA")
    >>> most_three_prime("GTACC", insertion, 1).copied, most_three_prime("GTACC", insertion, -1).copied
    ((1, 3), (1, 3))
    >>> most_three_prime("GTTTC", Edit(start=1, end=2, ref="T", alt=""), 1).edit.start
    3
    """
    if (edit.ref and edit.alt) or not (edit.ref or edit.alt):
        return Placed(edit=edit, copied=None)
    moved = _moved(text, edit, _steps(text, edit, direction, tuple(others)) * direction)
    return Placed(edit=moved, copied=_copied(text, moved, direction))


def _steps(text: str, edit: Edit, direction: Direction, others: tuple[Edit, ...]) -> int:
    """Count by how many bases it can be moved: as long as the next base is the one it would leave behind."""
    low = max((o.end for o in others if o.end <= edit.start and o != edit), default=0)
    high = min((o.start for o in others if o.start >= edit.end and o != edit), default=len(text))
    bases = edit.ref or edit.alt
    room = high - edit.end if direction == 1 else edit.start - low
    for step in range(room):
        if direction == 1:
            same = text[edit.end + step] == bases[step % len(bases)]
        else:
            same = text[edit.start - 1 - step] == bases[-1 - step % len(bases)]
        if not same:
            return step
    return max(room, 0)


def _moved(text: str, edit: Edit, by: int) -> Edit:
    start, end = edit.start + by, edit.end + by
    if edit.ref:
        return replace(edit, start=start, end=end, ref=text[start:end])
    turn = by % len(edit.alt)
    return replace(edit, start=start, end=end, alt=edit.alt[turn:] + edit.alt[:turn])


def _copied(text: str, edit: Edit, direction: Direction) -> tuple[int, int] | None:
    """Return the bases in front of an insertion, read towards 3', when they are what it puts in."""
    if edit.ref:
        return None
    size = len(edit.alt)
    start, end = (edit.start - size, edit.start) if direction == 1 else (edit.start, edit.start + size)
    return (start, end) if start >= 0 and text[start:end] == edit.alt else None

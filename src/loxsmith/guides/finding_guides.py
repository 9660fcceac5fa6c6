"""Finds the SpCas9 guides that cut within a stretch, and orders them by their distance from a change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from loxsmith.errors import RequestError
from loxsmith.guides.cutting import PAM, WINDOW
from loxsmith.guides.cutting_frequency import PROTOSPACER
from loxsmith.sequence import IUPAC, reverse_complement

FROM_PAM: Final = 3
"""SpCas9 cuts blunt, three base pairs before the PAM (Jinek 2012, Science 337:816)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A protospacer with a PAM at one place of a text."""

    protospacer: str
    """The 20 bases, 5'->3' on the strand that holds the PAM."""

    pam: str
    """The three bases behind it."""

    start: int
    """First base of the 20-mer without PAM on the top strand, 0-based."""

    end: int
    """End of the 20-mer on the top strand."""

    strand: int
    """1 where the top strand holds protospacer and PAM, -1 where the bottom strand does."""

    @property
    def cut(self) -> int:
        """The base right of the cut on the top strand, 0-based: the cut lies between ``cut - 1`` and ``cut``.

        Counted from 1, the same number names the base left of the cut.
        """
        return self.end - FROM_PAM if self.strand > 0 else self.start + FROM_PAM

    @property
    def window(self) -> tuple[int, int]:
        """Protospacer and PAM on the top strand."""
        return (self.start, self.end + PAM) if self.strand > 0 else (self.start - PAM, self.end)


def find_guides(text: str, start: int, end: int, *, pam: str = "NGG") -> tuple[Guide, ...]:
    """Return the guides of both strands whose cut lies in ``start`` to ``end``, both included.

    Args:
        text: the top strand; a window with any letter but A, C, G, T is no guide.
        start: lowest cut, as :attr:`Guide.cut` counts it.
        end: highest cut.
        pam: three IUPAC letters.

    Returns:
        guides by position, the top strand first.

    Raises:
        RequestError: the PAM is not three IUPAC letters.

    >>> [(guide.start, guide.strand, guide.cut) for guide in find_guides("A" * 21 + "GG", 0, 23)]
    [(0, 1, 17)]
    """
    pattern = pam.upper()
    if len(pattern) != PAM or not set(pattern) <= set(IUPAC):
        raise RequestError(
            f"{pam!r} is not a PAM of SpCas9.", hint="Write three IUPAC letters, such as NGG.", pam=pam
        )
    top = text.upper()
    found = [*_on_top(top, start, end, pattern), *_on_bottom(top, start, end, pattern)]
    return tuple(sorted(found, key=lambda guide: (guide.start, -guide.strand)))


def cut_distance(cut: int, start: int, end: int) -> int:
    """Return the bases between a cut and a change at ``start``-``end`` (0 = adjacent or inside).

    Args:
        cut: as :attr:`Guide.cut` counts it.
        start: first changed base; for an insertion the base after it, equal to ``end``.
        end: end of the changed bases.

    >>> cut_distance(17, 20, 21), cut_distance(17, 17, 17), cut_distance(17, 10, 15)
    (3, 0, 2)
    """
    return max(start - cut, cut - end, 0)


def order_guides(guides: Iterable[Guide], edit_interval: tuple[int, int]) -> tuple[Guide, ...]:
    """Order guides by the distance of their cut from a change, then by position, top strand first.

    Args:
        guides: in any order.
        edit_interval: the change, half-open; an insertion has equal ends.
    """
    start, end = edit_interval
    return tuple(
        sorted(guides, key=lambda guide: (cut_distance(guide.cut, start, end), guide.start, -guide.strand))
    )


def _on_top(text: str, start: int, end: int, pam: str) -> Iterator[Guide]:
    behind_start = PROTOSPACER - FROM_PAM
    for at in _windows(
        text, "[ACGT]" * PROTOSPACER + _classes(pam), start - behind_start, end - behind_start
    ):
        middle = at + PROTOSPACER
        yield Guide(
            protospacer=text[at:middle], pam=text[middle : at + WINDOW], start=at, end=middle, strand=1
        )


def _on_bottom(text: str, start: int, end: int, pam: str) -> Iterator[Guide]:
    pattern = _classes(reverse_complement(pam)) + "[ACGT]" * PROTOSPACER
    for at in _windows(text, pattern, start - PAM - FROM_PAM, end - PAM - FROM_PAM):
        read = reverse_complement(text[at : at + WINDOW])
        yield Guide(
            protospacer=read[:PROTOSPACER],
            pam=read[PROTOSPACER:],
            start=at + PAM,
            end=at + WINDOW,
            strand=-1,
        )


def _windows(text: str, pattern: str, first: int, last: int) -> Iterator[int]:
    """Yield the starts in ``first`` to ``last``, both included, at which ``pattern`` fits."""
    low, high = max(first, 0), min(last, len(text) - WINDOW)
    if low <= high:
        hits = re.compile(f"(?={pattern})").finditer(text, low, high + WINDOW)
        yield from (hit.start() for hit in hits)


def _classes(letters: str) -> str:
    """Write IUPAC letters as a regular expression over plain bases."""
    return "".join(f"[{IUPAC[letter]}]" for letter in letters)

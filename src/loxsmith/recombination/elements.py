"""Elements of the library that change how a transcript is made, found by sequence on the sense strand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from loxsmith.knowledge import Part, parts, polya_parts_in
from loxsmith.sequence import find_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A library part on an allele, intact to the last base."""

    part: Part
    start: int
    """First base on the allele, 0-based."""

    @property
    def end(self) -> int:
        """One past the last base."""
        return self.start + len(self.part.sequence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """What an allele carries, in order of position, read on its top strand."""

    acceptors: tuple[Element, ...]
    """Splice traps: intron ends that close in AG; the trap's exon begins at ``end``."""

    polyas: tuple[Element, ...]
    """Polyadenylation signals; of overlapping forms of one signal the longest."""

    introns: tuple[Element, ...]
    """Whole introns, donor to acceptor."""

    internal_entries: tuple[Element, ...]
    """Internal ribosome entry sites."""

    promoters: tuple[Element, ...]
    """Promoters that read along the strand."""


@lru_cache(maxsize=64)
def find_elements(text: str) -> Elements:
    """Find the elements on the top strand of ``text``; one changed base and a part is not found.

    That is meant: an element that is not the sequence in the library is not evidence for a promise.
    """
    return Elements(
        acceptors=_of_kind(text, "splice", ends="AG"),
        polyas=tuple(Element(part=part, start=start) for part, start in polya_parts_in(text)),
        introns=_of_kind(text, "intron", begins="GT", ends="AG"),
        internal_entries=_of_kind(text, "IRES"),
        promoters=_of_kind(text, "promoter"),
    )


def _of_kind(text: str, kind: str, *, begins: str = "", ends: str = "") -> tuple[Element, ...]:
    wanted = (
        p for p in parts()
        if p.kind == kind and p.sequence.startswith(begins) and p.sequence.endswith(ends)
    )  # fmt: skip
    return tuple(sorted((e for p in wanted for e in occurrences(text, p)), key=lambda e: e.start))


def occurrences(text: str, part: Part) -> Iterator[Element]:
    """Yield every exact occurrence of ``part`` on the top strand of ``text``."""
    for at in find_all(text, part.sequence):
        yield Element(part=part, start=at)

"""From a mature RNA on an allele to the protein it codes for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from loxsmith.recombination.correspondence import Correspondence
from loxsmith.sequence import translate

_SKIP = re.compile(r"D[VI]E.NPG(?=P)")
"""The 2A consensus D-V/I-E-x-N-P-G|P: the ribosome lets go behind G and goes on with P (Donnelly 2001, J Gen
Virol 82:1013)."""


@dataclass(frozen=True, kw_only=True)
class Rna:
    """A mature RNA: stretches of the allele, in order."""

    allele: str
    segments: tuple[tuple[int, int], ...]

    @cached_property
    def sequence(self) -> str:
        """The bases, as DNA."""
        return "".join(self.allele[a:b] for a, b in self.segments)

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(b - a for a, b in self.segments))

    @property
    def junctions(self) -> list[int]:
        """Positions on the RNA where two stretches meet."""
        return self._ends[:-1]

    def to_allele(self, position: int) -> int:
        """Allele position of an RNA base."""
        for (a, _), end, length in zip(self.segments, self._ends, self._lengths, strict=True):
            if position < end:
                return a + position - (end - length)
        raise IndexError(position)

    def from_allele(self, position: int) -> int | None:
        """RNA position of an allele base, or None when it is not in the RNA."""
        for (a, b), end in zip(self.segments, self._ends, strict=True):
            if a <= position < b:
                return end - b + position
        return None

    @property
    def _lengths(self) -> list[int]:
        return [b - a for a, b in self.segments]

    def stretches(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Allele stretches that make the RNA bases ``start..end``."""
        found = []
        for (a, _), upper, length in zip(self.segments, self._ends, self._lengths, strict=True):
            lower = upper - length
            if start < upper and end > lower:
                found.append((a + max(start, lower) - lower, a + min(end, upper) - lower))
        return tuple(found)


@dataclass(frozen=True, kw_only=True)
class OpenFrame:
    """An open reading frame on an RNA."""

    start: int
    """RNA position of the start codon."""
    end: int
    """RNA position one past the stop codon, or past the last whole codon when no stop comes."""
    protein: str
    """One-letter residues without the stop."""
    closed: bool
    """Whether a stop codon ends it."""


def read_frame(rna: str, start: int) -> OpenFrame:
    """Translate ``rna`` from ``start`` to the first stop codon."""
    residues = translate(rna[start:])
    protein, stop, _ = residues.partition("*")
    end = start + 3 * (len(protein) + len(stop))
    return OpenFrame(start=start, end=end, protein=protein, closed=bool(stop))


def start_codon(rna: Rna, alignment: Correspondence, native_start: int) -> tuple[int | None, str]:
    """Find where translation begins, and what to say about it.

    The native start codon counts, unless inserted bases upstream bring an ATG of their own: ribosomes scan
    from the cap, so that one comes first. Upstream ATGs of the wild type are taken as the annotation takes
    them: as passed over.
    """
    places = [rna.from_allele(p) for p in alignment.places(native_start)]
    native = next((p for p in places if p is not None), None)
    limit = len(rna.sequence) if native is None else native
    for at in _starts(rna.sequence, limit + (0 if native is None else 3)):
        if at != native and any(alignment.origin(rna.to_allele(at + i)) is None for i in range(3)):
            return at, "translation begins at an inserted ATG"
    if native is not None and rna.sequence[native : native + 3] == "ATG":
        return native, ""
    after = rna.sequence.find("ATG", 0 if native is None else native)
    lost = "the native start codon is gone"
    return (after, f"{lost}; the next ATG is read") if after >= 0 else (None, lost)


def _starts(text: str, end: int) -> Iterator[int]:
    at = text.find("ATG", 0, end)
    while at >= 0:
        yield at
        at = text.find("ATG", at + 1, end)


def chains(protein: str) -> tuple[str, ...]:
    """Split a protein at its 2A peptides: what a ribosome really releases.

    >>> chains("MAAGSGEGRGSLLTCGDVEENPGPMVSK")
    ('MAAGSGEGRGSLLTCGDVEENPG', 'PMVSK')
    """
    cuts = [0, *(m.end() for m in _SKIP.finditer(protein)), len(protein)]
    return tuple(protein[a:b] for a, b in pairwise(cuts))

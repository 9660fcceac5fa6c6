"""From a mature RNA on an allele to the protein it codes for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from loxsmith.locus import TranscriptModel
from loxsmith.recombination.correspondence import Correspondence
from loxsmith.sequence import Strand, find_all, translate

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


def start_codon(rna: Rna, alignment: Correspondence, transcript: TranscriptModel) -> tuple[int | None, str]:
    """Find where translation begins, and what to say about it.

    Ribosomes scan from the cap, so the first ATG counts. Only the ATGs that the wild-type RNA has upstream of
    its start codon are taken as the annotation takes them: as passed over. An ATG that an insertion, a
    substitution or a new junction makes is none of those.
    """
    for at in find_all(rna.sequence, "ATG"):
        native = _native_offset(rna, alignment, transcript, at)
        if native is None:
            return at, "translation begins at an ATG that the wild-type RNA does not have"
        if native == 0:
            return at, ""
        if native > 0:
            return at, "the native start codon is gone; the next ATG is read"
    return None, "the native start codon is gone"


def _native_offset(rna: Rna, alignment: Correspondence, transcript: TranscriptModel, at: int) -> int | None:
    """How far behind the native start codon an ATG lies on the wild-type RNA; None when it is a new one."""
    origins = [alignment.origin(rna.to_allele(at + i)) for i in range(3)]
    first = spliced_position(transcript, transcript.start_codon)
    offsets = [_offset(transcript, origin, first) for origin in origins]
    if offsets[1:] == [1, 2]:
        return 0
    begin = offsets[0]
    if begin is None or offsets != [begin, begin + 1, begin + 2]:
        return None
    unchanged = all(o and alignment.wild[o[0]] == base for o, base in zip(origins, "ATG", strict=True))
    return begin if unchanged else None


def _offset(transcript: TranscriptModel, origin: tuple[int, Strand] | None, first: int | None) -> int | None:
    place = spliced_position(transcript, origin[0]) if origin and origin[1] == 1 else None
    return None if place is None or first is None else place - first


def spliced_position(transcript: TranscriptModel, wild: int) -> int | None:
    """Position of a wild-type base on the wild-type RNA; None where it is not in it."""
    length = 0
    for start, end in transcript.exons:
        if start <= wild < end:
            return length + wild - start
        length += end - start
    return None


def chains(protein: str) -> tuple[str, ...]:
    """Split a protein at its 2A peptides: what a ribosome really releases.

    >>> chains("MAAGSGEGRGSLLTCGDVEENPGPMVSK")
    ('MAAGSGEGRGSLLTCGDVEENPG', 'PMVSK')
    """
    cuts = [0, *(m.end() for m in _SKIP.finditer(protein)), len(protein)]
    return tuple(protein[a:b] for a, b in pairwise(cuts))

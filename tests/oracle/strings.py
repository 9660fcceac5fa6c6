"""The slow, obvious twin of a molecule: a plain string and, for every base, where it came from.

Nothing of the package is used here but the letters of a source and its features. Every edit is a slice of a
list, every question a walk over all bases.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loxsmith.sequence import Feature, Source

COMPLEMENTS = dict(zip("ACGTRYSWKMBDHVN", "TGCAYRSWMKVHDBN", strict=True))

Provenance = tuple[int, int, int]
"""One base: ``id`` of its source, position on the source, strand it is read on."""


def opposite(letters: str) -> str:
    """Spell the other strand, one letter at a time from the back."""
    return "".join(COMPLEMENTS[letters[i]] for i in range(len(letters) - 1, -1, -1))


@dataclass(frozen=True)
class Twin:
    """A molecule as a string with the provenance of each letter; the methods are named as the molecule's."""

    letters: str
    provenance: tuple[Provenance, ...]
    circular: bool = False

    @classmethod
    def of(cls, source: Source) -> Twin:
        """Take one whole source."""
        return cls(source.sequence, tuple((id(source), i, 1) for i in range(len(source.sequence))))

    def __len__(self) -> int:
        return len(self.letters)

    def __add__(self, other: Twin) -> Twin:
        return Twin(self.letters + other.letters, self.provenance + other.provenance)

    def slice(self, start: int, end: int) -> Twin:
        return Twin(self.letters[start:end], self.provenance[start:end])

    def replace(self, start: int, end: int, insert: Twin) -> Twin:
        return Twin(
            self.letters[:start] + insert.letters + self.letters[end:],
            self.provenance[:start] + insert.provenance + self.provenance[end:],
            self.circular,
        )

    def insert(self, at: int, insert: Twin) -> Twin:
        return self.replace(at, at, insert)

    def delete(self, start: int, end: int) -> Twin:
        return self.replace(start, end, Twin("", ()))

    def reverse_complement(self) -> Twin:
        turned = tuple((source, at, -strand) for source, at, strand in self.provenance[::-1])
        return Twin(opposite(self.letters), turned, self.circular)

    def invert(self, start: int, end: int) -> Twin:
        return self.replace(start, end, self.slice(start, end).reverse_complement())

    def excise(self, start: int, end: int) -> tuple[Twin, Twin]:
        return self.delete(start, end), self.slice(start, end).circularise()

    def circularise(self) -> Twin:
        return Twin(self.letters, self.provenance, True)

    def linearise(self, at: int) -> Twin:
        return Twin(self.letters[at:] + self.letters[:at], self.provenance[at:] + self.provenance[:at])

    def rotate(self, origin: int) -> Twin:
        return self.linearise(origin).circularise()

    def integrate(self, at: int, circle: Twin, opened_at: int) -> Twin:
        return self.insert(at, circle.linearise(opened_at))

    # -- questions -----------------------------------------------------------------------------------------

    def find(self, source: Source, position: int) -> set[tuple[int, int]]:
        """Walk over all bases for the copies of one base of a source."""
        return {
            (at, strand)
            for at, (carrier, place, strand) in enumerate(self.provenance)
            if (carrier, place) == (id(source), position)
        }

    def runs(self) -> list[tuple[int, int, int, int]]:
        """Stretches (source, start, end, strand) as long as they can be: what the span table must hold."""
        found: list[tuple[int, int, int, int]] = []
        for source, at, strand in self.provenance:
            if found:
                carrier, start, end, way = found[-1]
                if (carrier, way) == (source, strand) and at == (end if strand == 1 else start - 1):
                    found[-1] = (carrier, min(start, at), max(end, at + 1), way)
                    continue
            found.append((source, at, at + 1, strand))
        return found

    def showing(self, source: Source, feature: Feature) -> list[int]:
        """Positions of all bases that belong to the feature."""
        wanted = bases_of(feature)
        return [
            at
            for at, (carrier, place, _) in enumerate(self.provenance)
            if carrier == id(source) and place in wanted
        ]

    def unbroken(self, source: Source, feature: Feature) -> list[frozenset[int]]:
        """Every place where the stretch under the feature lies unbroken: the positions of its own bases."""
        stretch = [(id(source), at, 1) for at in range(feature.start, feature.end)]
        turned = [(carrier, at, -1) for carrier, at, _ in reversed(stretch)]
        wanted, found = bases_of(feature), []
        around = self.provenance * 2 if self.circular else self.provenance
        for first in range(len(self)) if len(stretch) <= len(self) else ():
            window = list(around[first : first + len(stretch)])
            if window in (stretch, turned):
                own = (first + i for i, (_, place, _) in enumerate(window) if place in wanted)
                found.append(frozenset(at % len(self) for at in own))
        return found


def bases_of(feature: Feature) -> set[int]:
    """Every source position that belongs to the feature."""
    return {at for start, end in feature.segments for at in range(start, end)}

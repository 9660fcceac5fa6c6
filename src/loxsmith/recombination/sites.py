"""Recombinase sites found by sequence, on both strands: never by label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from loxsmith.knowledge import Site, sites
from loxsmith.sequence import IUPAC, Molecule, Source, Strand, find_all, reverse_complement


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSite:
    """A recombinase site on a molecule."""

    site: Site
    """What it is, by its sequence."""

    start: int
    """First base of the core, 0-based on the molecule; on a circle the core may run over the origin."""

    strand: Strand
    """Strand on which the spacer (or the attachment core) reads as in the site table."""

    turn: int
    """Length of the molecule when it is a circle, else 0."""

    @property
    def end(self) -> int:
        """One past the last base of the core (past ``turn`` when the core runs over the origin)."""
        return self.start + len(self.site.sequence)

    @property
    def crossover(self) -> int:
        """Position on the molecule at which strands are exchanged."""
        offset = self.site.crossover
        at = self.start + (offset if self.strand == 1 else len(self.site.sequence) - offset)
        return at % self.turn if self.turn else at


def find_sites(molecule: Molecule) -> tuple[PlacedSite, ...]:
    """Return every known site on ``molecule`` in order of position.

    Sites inside a span are looked up once per source and kept; only the junctions between spans are read
    anew, so that the cost of an event does not grow with the length of the molecule.
    """
    turn = len(molecule) if molecule.circular else 0
    found = {(at, site.name, strand): site for at, site, strand in _all(molecule)}
    return tuple(
        PlacedSite(site=site, start=at, strand=strand, turn=turn)
        for (at, _, strand), site in sorted(found.items(), key=lambda item: item[0][:2])
    )


def is_extended(molecule: Molecule, placed: PlacedSite) -> bool:
    """Say whether the bases in front of the core complete the long form, as in the 48-bp FRT."""
    longer = [site for site in sites() if site.extended and site.minimal == placed.site.sequence]
    return any(_before(molecule, placed, len(site.extended)) == site.extended for site in longer)


def _before(molecule: Molecule, placed: PlacedSite, count: int) -> str:
    """Read ``count`` bases in front of a site, in the site's own direction; empty past the end of a line."""
    start = placed.start - count if placed.strand == 1 else placed.end
    length = len(molecule)
    if molecule.circular:
        turned = molecule.rotate(start % length)
        text = turned.slice(0, min(count, length)).sequence
    elif start < 0 or start + count > length:
        return ""
    else:
        text = molecule.slice(start, start + count).sequence
    return text if placed.strand == 1 else reverse_complement(text)


def _all(molecule: Molecule) -> Iterator[tuple[int, Site, Strand]]:
    yield from _inside_spans(molecule)
    yield from _over_junctions(molecule)


def _inside_spans(molecule: Molecule) -> Iterator[tuple[int, Site, Strand]]:
    for at, span in molecule.placed_spans():
        for start, site, strand in _in_source(span.source):
            end = start + len(site.sequence)
            if span.start <= start and end <= span.end:
                if span.strand == 1:
                    yield at + start - span.start, site, strand
                else:
                    yield at + span.end - end, site, -1 if strand == 1 else 1


def _over_junctions(molecule: Molecule) -> Iterator[tuple[int, Site, Strand]]:
    """Read a window round each junction; on a circle also over the origin."""
    reach, length = _longest() - 1, len(molecule)
    junctions = [at for at, _ in molecule.placed_spans() if at]
    for junction in junctions:
        lower, upper = max(0, junction - reach), min(length, junction + reach)
        for at, site, strand in find_in_text(molecule.slice(lower, upper).sequence):
            yield lower + at, site, strand
    if molecule.circular and length > 1:
        reach = min(reach, length - 1)
        ring = molecule.slice(length - reach, length).sequence + molecule.slice(0, reach).sequence
        for at, site, strand in find_in_text(ring):
            if at < reach < at + len(site.sequence) and len(site.sequence) <= length:
                yield length - reach + at, site, strand


@lru_cache(maxsize=512)
def _in_source(source: Source) -> tuple[tuple[int, Site, Strand], ...]:
    return tuple(find_in_text(source.sequence))


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(len(site.sequence) for site in sites())


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, Site, Strand], ...]:
    # A 48-bp FRT is found by its 34-bp core, which is what recombines; see is_extended.
    forward: list[tuple[str, Site, Strand]] = [(s.sequence, s, 1) for s in sites() if not s.extended]
    return (*forward, *((reverse_complement(text), site, -1) for text, site, _ in forward))


MOST_UNKNOWN = 4
"""Ambiguous letters in a stretch beyond which it says nothing about a site any more (judgement)."""


def doubtful_sites(text: str) -> Iterator[tuple[int, Site, Strand]]:
    """Yield (start, site, strand) of stretches that may be a site, but for ambiguous letters in them.

    An ambiguous letter never makes a site; it is reported, so that a sequencing gap is not taken for an absence.
    """
    unknown = [i for i, letter in enumerate(text) if letter not in "ACGT"]
    for pattern, site, strand in _patterns():
        starts = {at for i in unknown for at in range(max(0, i - len(pattern) + 1), i + 1)}
        for at in sorted(starts):
            window = text[at : at + len(pattern)]
            if len(window) == len(pattern) and _may_be(window, pattern):
                yield at, site, strand


def _may_be(window: str, pattern: str) -> bool:
    different = [(a, b) for a, b in zip(window, pattern, strict=True) if a != b]
    return len(different) <= MOST_UNKNOWN and all(b in IUPAC.get(a, "") for a, b in different)


def find_in_text(text: str) -> Iterator[tuple[int, Site, Strand]]:
    """Yield (start, site, strand) of every exact site in upper-case ``text``.

    An ambiguous base never matches. No site of the table equals its own reverse complement, so each place is
    found on one strand only.
    """
    for pattern, site, strand in _patterns():
        for at in find_all(text, pattern):
            yield at, site, strand

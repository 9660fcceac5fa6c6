"""Where human coding sequence without introns still reads like a splice donor, and how it is spelled otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import synonymous
from loxsmith.locus import usage_of
from loxsmith.strategy.orthologues import TRANSCRIPT, Orthologue

EXON = 24
"""Bases in front of a splice donor that are compared (judgement)."""

ALIKE = 16
"""How many of them must agree for the donor to be taken for the same one (judgement: two thirds)."""

DONOR = 6
"""Bases of a donor in the intron, as in the consensus MAG|GURAGU."""

KEPT = 4
"""How many of these must be the mouse's for the place to be read as a donor still (judgement)."""


class _Like(NamedTuple):
    """A place that reads like a splice donor of the mouse gene."""

    at: int
    """First base of what would be the intron."""

    donor: int
    """First base of the mouse intron whose donor it resembles."""


def quiet(text: str, found: Orthologue) -> tuple[str, tuple[str, ...]]:
    """Respell human coding sequence where two of its exons meet in what reads like a donor of the mouse gene.

    Args:
        text: whole codons.
        found: the two genes.

    Returns:
        The coding sequence, and a sentence for each place that was spelled otherwise.

    Raises:
        InfeasibleError: a place cannot be spelled otherwise without changing the protein.
    """
    said: list[str] = []
    for place in list(_likes(text, found)):
        if place not in set(_likes(text, found)):
            continue
        respelled = _respelled(text, place, found)
        if respelled is None:
            raise _refusal(text, place, found)
        said.append(
            f"{_shown(text, place, found)}: it is spelled {respelled[place.at - 3 : place.at]}|"
            f"{respelled[place.at : place.at + DONOR]} instead, which codes for the same residues."
        )
        text = respelled
    return text, tuple(said)


def must_not_splice(text: str, found: Orthologue) -> None:
    """Refuse human sequence, to be kept as it is, that reads like a donor of the mouse gene.

    Raises:
        InfeasibleError: with the place.
    """
    for place in _likes(text, found):
        raise _refusal(text, place, found)


def _likes(text: str, found: Orthologue) -> Iterator[_Like]:
    wild = found.mouse.molecule.sequence
    for donor in sorted({a for t in found.mouse.transcripts for a, _ in t.introns}):
        exon, intron = wild[donor - EXON : donor], wild[donor : donor + DONOR]
        for at in range(EXON, len(text) - DONOR + 1):
            here = text[at : at + DONOR]
            reads = here[:2] == intron[:2] and _same(here, intron) >= KEPT
            if reads and _same(text[at - EXON : at], exon) >= ALIKE:
                yield _Like(at, donor)


def _respelled(text: str, place: _Like, found: Orthologue) -> str | None:
    """The text with one codon respelled so that the place is no donor any more, by the mouse's usage."""
    usage = usage_of(found.mouse).shares
    tried = []
    for at in range(place.at - place.at % 3, place.at + DONOR, 3):
        old = text[at : at + 3]
        for new in synonymous(old):
            changed = text[:at] + new + text[at + 3 :]
            if place not in set(_likes(changed, found)):
                tried.append((_same(old, new), usage[new], changed))
    return max(tried)[2] if tried else None


def _shown(text: str, place: _Like, found: Orthologue) -> str:
    wild, (at, donor) = found.mouse.molecule.sequence, place
    native = f"{wild[donor - 3 : donor]}|{wild[donor : donor + DONOR]}"
    return (
        f"In the coding sequence of human {found.symbol} the bases {text[at - 3 : at]}|{text[at : at + DONOR]} still "
        f"read like the splice donor {native} of {found.mouse.gene.symbol}"
    )


def _refusal(text: str, place: _Like, found: Orthologue) -> InfeasibleError:
    return InfeasibleError(
        f"{_shown(text, place, found)}, so it may be spliced there.",
        hint=f"Name another human transcript (--set {TRANSCRIPT}=ID), or give a recoded coding sequence "
        f"({found.mouse.gene.symbol} ATG @file.fa-bGHpA).",
    )


def _same(one: str, other: str) -> int:
    return sum(a == b for a, b in zip(one, other, strict=True))

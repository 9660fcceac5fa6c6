"""Transgenes: what promoters that an allele brings with it transcribe, and what comes of it.

A promoter of the library that the wild type does not have, read in the locus's direction, opens an RNA. It is read
from the promoter part's last base, whatever leader and intron the part itself holds; whole introns behind it are
spliced out, and the first polyadenylation signal ends it. A row of signals with nothing to translate in front of it
is a STOP. It needs no splice trap: no donor stands open in front of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loxsmith.knowledge import limit
from loxsmith.recombination.correspondence import Correspondence
from loxsmith.recombination.elements import Element, find_elements
from loxsmith.recombination.products import PIECE, in_a_row, longest_frame
from loxsmith.recombination.readout import Reading, second_frame
from loxsmith.recombination.translation import Rna, chains, read_frame

MUTE = frozenset({"EM7", "U6"})
"""Promoters of the library that make no messenger in a mouse: a bacterial one, and one of RNA polymerase III."""


def read_transgenes(wild: str, allele: str) -> tuple[Reading, ...]:
    """Read what each promoter that ``allele`` brings along its top strand transcribes.

    Args:
        wild: wild-type sequence, upper case.
        allele: the allele's sequence, upper case, drawn in the same direction.

    Returns:
        One reading for each promoter, ``transgene_1`` first, and one for each frame behind an IRES.
    """
    promoters = _outermost(p for p in find_elements(allele).promoters if p.part.name not in MUTE)
    if not promoters:
        return ()
    alignment = Correspondence(wild, allele)
    brought = [p for p in promoters if not _is_native(p, alignment)]
    return tuple(
        reading
        for number, promoter in enumerate(brought, 1)
        for reading in _read(f"transgene_{number}", promoter, allele)
    )


def _outermost(promoters: Iterable[Element]) -> list[Element]:
    """Leave out promoters that overlap a longer one: parts of it, or other forms."""
    found: list[Element] = []
    for one in sorted(promoters, key=lambda e: (e.start - e.end, e.start)):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    return sorted(found, key=lambda e: e.start)


def _is_native(element: Element, alignment: Correspondence) -> bool:
    """Whether the wild type has the element at this place too."""
    origin = alignment.origin(element.start)
    if origin is None or origin[1] != 1:
        return False
    return alignment.wild.startswith(element.part.sequence, origin[0])


def _read(name: str, promoter: Element, allele: str) -> Iterator[Reading]:
    elements = find_elements(allele)
    introns = [e for e in elements.introns if e.start >= promoter.end]
    signals = [
        e for e in elements.polyas
        if e.start >= promoter.end and not any(i.start <= e.start and e.end <= i.end for i in introns)
    ]  # fmt: skip
    if not signals:
        yield _reading(name, None, f"no polyadenylation signal ends the RNA that {promoter.part.name} opens")
        return
    rna = _rna(promoter, introns, signals[0], allele)
    row = in_a_row(signals)
    end = rna.from_allele(signals[0].start) or 0
    if row >= limit("R41.polya").value and longest_frame(rna.sequence, 0, end) < PIECE:
        yield _silent(name, promoter, rna, row)
        return
    yield from _made(name, promoter, rna, row)


def _rna(promoter: Element, introns: Iterable[Element], signal: Element, allele: str) -> Rna:
    segments, start = [], promoter.end
    for intron in introns:
        if start <= intron.start and intron.end <= signal.start:
            segments.append((start, intron.start))
            start = intron.end
    segments.append((start, signal.end))
    return Rna(allele=allele, segments=tuple(s for s in segments if s[0] < s[1]))


def _silent(name: str, promoter: Element, rna: Rna, row: int) -> Reading:
    return Reading(
        id=name,
        status="none",
        consequence=f"no transgene product: {row} polyadenylation signals in a row end its RNA",
        protein=None,
        chains=(),
        closed=True,
        stopped_at=None,
        residual="",
        exons=rna.segments,
        coding=(),
        note=f"{promoter.part.name} reads into a STOP of {row} polyadenylation signals; no ATG in front of them opens "
        f"a frame of {PIECE} residues or more.",
    )


def _made(name: str, promoter: Element, rna: Rna, row: int) -> Iterator[Reading]:
    start = rna.sequence.find("ATG")
    if start < 0:
        yield _reading(name, rna, f"an RNA driven by {promoter.part.name} without a start codon")
        return
    frame = read_frame(rna.sequence, start)
    parts = chains(frame.protein)
    what = (
        f"a protein of {len(frame.protein)} residues"
        if len(parts) == 1
        else f"{len(parts)} proteins of {' and '.join(str(len(p)) for p in parts)} residues"
    )
    notes = [f"Read from the end of the {promoter.part.name} promoter to the first polyadenylation signal."]
    if not frame.closed:
        notes.append("No stop codon ends the frame.")
    if row > 1:
        notes.append(
            f"{row} polyadenylation signals in a row end it, and something is made in front of them."
        )
    yield Reading(
        id=name,
        status="altered",
        consequence=f"{what}, driven by {promoter.part.name}",
        protein=frame.protein,
        chains=parts,
        closed=frame.closed,
        stopped_at=None,
        residual="",
        exons=rna.segments,
        coding=rna.stretches(frame.start, frame.end),
        note=" ".join(notes),
    )
    yield from second_frame(name, rna, frame)


def _reading(name: str, rna: Rna | None, consequence: str) -> Reading:
    return Reading(
        id=name,
        status="altered",
        consequence=consequence,
        protein=None,
        chains=(),
        closed=False,
        stopped_at=None,
        residual="",
        exons=rna.segments if rna else (),
        coding=(),
        note="",
    )

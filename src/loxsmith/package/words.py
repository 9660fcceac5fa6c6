"""Plain words for what a design makes: one phrase per allele, the same in pictures, tables and report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from loxsmith.package.document import AlleleInfo, Document, TranscriptInfo

_UNINTENDED: Final = {
    "tandem": "two copies in a row",
    "backbone": "whole plasmid taken in",
    "one_arm_5p": "only the 5′ arm recombined",
    "one_arm_3p": "only the 3′ arm recombined",
    "distal_site_lost": "far site lost",
    "edit_lost": "change lost",
}
"""Outcomes of targeting that screening must exclude, by the beginning of their id."""

_SECOND_FRAME: Final = ":orf2"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of the locus that the animal or the cells can be in."""

    allele: AlleleInfo
    title: str
    """When: ``wild type``, ``after Cre``."""
    makes: str
    """What: ``no full-length Tnf``, ``Tnf p.Ala223Arg``."""
    also: tuple[str, ...]
    """Titles of later alleles with the very same sequence."""


def states(document: Document) -> tuple[State, ...]:
    """Return the states a correct animal passes through, wild type first; equal sequences once."""
    return tuple(
        State(
            allele=allele,
            title=when(document, allele),
            makes=makes(document, allele),
            also=tuple(when(document, other) for other in document.alleles if other.same_as == allele.id),
        )
        for allele in document.alleles
        if allele.intended and allele.bears_locus and allele.same_as is None
    )


def when(document: Document, allele: AlleleInfo) -> str:
    """Say when an allele exists: ``wild type``, ``targeted (before any recombinase)``, ``after Flp, then Cre``."""
    if allele.event.kind == "reference":
        return "wild type"
    stem = next((key for key in _UNINTENDED if allele.id.startswith(key)), None)
    if not allele.intended and stem is not None:
        return _UNINTENDED[stem]
    if not allele.bears_locus:
        return f"circle cut out by {allele.event.agent}" if allele.event.agent else "excised circle"
    order = agents(document, allele)
    if order:
        return f"after {', then '.join(order)}"
    if any(agents(document, other) for other in document.alleles):
        return "targeted (before any recombinase)"
    return "targeted (finished allele)"


def agents(document: Document, allele: AlleleInfo) -> tuple[str, ...]:
    """Return the recombinases that acted on an allele, first one first."""
    by_id = {one.id: one for one in document.alleles}
    found: list[str] = []
    met: set[str] = set()
    here: AlleleInfo | None = allele
    while here is not None and here.id not in met:
        met.add(here.id)
        if here.event.agent and here.event.kind not in ("reference", "homologous recombination"):
            found.append(here.event.agent)
        here = by_id.get(here.parent or "")
    return tuple(reversed(found))


def makes(document: Document, allele: AlleleInfo) -> str:
    """Say in one phrase what an allele makes, from the target transcript and whatever differs from it.

    The phrase stands behind "makes": ``wild-type Tnf``, ``no full-length Tnf``, ``Tnf p.Ala223Arg``.
    """
    if not allele.transcripts:
        return "no transcript of the gene"
    gene = document.target.gene
    main = _main(document, allele)
    words = phrase(main, gene)
    seconds = [t for t in allele.transcripts if t.id.endswith(_SECOND_FRAME) and t.protein]
    if seconds:
        words += f", and a second protein of {len(seconds[0].protein or '')} residues"
    others = [t for t in _coding(document, allele) if t.id != main.id]
    apart = sum(phrase(t, gene) != phrase(main, gene) for t in others)
    if apart:
        words += f" ({apart} of {len(others) + 1} transcripts: see the table)"
    return words


def phrase(transcript: TranscriptInfo, gene: str) -> str:
    """Say what one transcript makes, as it stands behind "makes"."""
    if transcript.status == "unchanged":
        return f"wild-type {gene}"
    if transcript.status == "none":
        return f"no full-length {gene}"
    said = transcript.consequence
    if said.startswith("p."):
        return f"{gene} {said}"
    if said == "protein identical to wild type":
        return f"wild-type {gene} protein from a changed transcript"
    if len(transcript.chains) > 1:
        sizes = " and ".join(str(len(chain)) for chain in transcript.chains)
        return f"{len(transcript.chains)} separate proteins of {sizes} residues"
    return f"{gene}: {said}"


def short(document: Document, state: State) -> str:
    """Return the sentence under a row of the allele series."""
    said = sentence(state.makes)
    if state.also:
        said += f"; the same {' or '.join(state.also[:2])}"
    return said


def sentence(made: str) -> str:
    """Turn what `makes` returns into words that stand alone."""
    return made if made.startswith("no ") or ": " in made.split(" (")[0] else f"makes {made}"


def _main(document: Document, allele: AlleleInfo) -> TranscriptInfo:
    wanted = document.target.transcript
    return next((t for t in allele.transcripts if t.id == wanted), allele.transcripts[0])


def _coding(document: Document, allele: AlleleInfo) -> list[TranscriptInfo]:
    """Return the rows of transcripts that code for protein in the wild type."""
    wild = next((a for a in document.alleles if a.event.kind == "reference"), allele)
    coding = {t.id for t in wild.transcripts if t.protein}
    return [t for t in allele.transcripts if t.id in coding]

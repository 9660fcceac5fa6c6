"""Plain words for what a design makes: one phrase per allele, the same in pictures, tables and report."""

from __future__ import annotations

import re
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
_TRANSGENE: Final = "transgene_"


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
    if _is_wild(allele):
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
        if here.event.agent and here.event.kind != "homologous recombination":
            found.append(here.event.agent)
        here = by_id.get(here.parent or "")
    return tuple(reversed(found))


def wild_type(document: Document) -> AlleleInfo | None:
    """Return the allele that everything else is compared with."""
    return next((allele for allele in document.alleles if _is_wild(allele)), None)


def _is_wild(allele: AlleleInfo) -> bool:
    # an allele on which a recombinase found nothing to do is a reference too, but has a parent
    return allele.event.kind == "reference" and allele.parent is None


def makes(document: Document, allele: AlleleInfo) -> str:
    """Say in one phrase what an allele makes, from the target transcript and whatever differs from it.

    The phrase stands behind "makes": ``wild-type Tnf``, ``no full-length Tnf``, ``Tnf p.Ala223Arg``.
    """
    if not allele.transcripts:
        return "no transcript of the gene"
    main = _main(document, allele)
    words = _transgenes(document, allele) or phrase(document, main)
    seconds = [t for t in allele.transcripts if t.id.endswith(_SECOND_FRAME) and t.protein]
    if seconds:
        words += f", and a second protein of {len(seconds[0].protein or '')} residues"
    return words + _others(document, allele, main)


def _transgenes(document: Document, allele: AlleleInfo) -> str:
    """Say what the promoters make that the allele has brought with it; empty when it brings none."""
    rows = [t for t in allele.transcripts if t.id.startswith(_TRANSGENE) and _SECOND_FRAME not in t.id]
    if not rows:
        return ""
    payload = payload_name(document)
    brought = f" ({payload})" if payload else ""
    made = [t.consequence for t in rows if t.status != "none"]
    return f"{', and '.join(made)}{brought}" if made else f"no transgene product{brought}"


def _others(document: Document, allele: AlleleInfo, main: TranscriptInfo) -> str:
    """Say how many other coding transcripts do otherwise; the same change under other numbers is no difference."""
    others = [t for t in _coding(document, allele) if t.id != main.id]
    apart = [t for t in others if _unnumbered(phrase(document, t)) != _unnumbered(phrase(document, main))]
    if not apart:
        return ""
    verb = "stay wild type" if all(t.status == "unchanged" for t in apart) else "differ: see the table"
    if len(apart) == 1:
        verb = verb.replace("stay", "stays").replace("differ:", "differs:")
    return f" ({len(apart)} of {len(others) + 1} transcripts {verb})"


def _unnumbered(words: str) -> str:
    return re.sub(r"\d+", "#", words)


def phrase(document: Document, transcript: TranscriptInfo) -> str:
    """Say what one transcript makes, as it stands behind "makes"."""
    gene, wild = document.target.gene, _wild_protein(document, transcript)
    if wild == "" and transcript.protein:
        payload = payload_name(document)
        return f"{transcript.consequence}{f' ({payload})' if payload else ''}"
    if wild == "" and transcript.status == "none":
        return "no product: the RNA ends in the STOP"
    if wild == "" and not transcript.protein:
        return f"non-coding RNA, {'as in the wild type' if transcript.status == 'unchanged' else 'changed'}"
    if transcript.status == "unchanged":
        return f"wild-type {gene}"
    if transcript.status == "none":
        return f"no full-length {gene}"
    return _altered(document, transcript, wild or "")


def _altered(document: Document, transcript: TranscriptInfo, wild: str) -> str:
    gene, said, payload = document.target.gene, transcript.consequence, payload_name(document)
    brought = f" ({payload})" if payload else ""
    if said.startswith("p."):
        return f"{gene} {said}"
    if said == "protein identical to wild type":
        return f"wild-type {gene} protein from a changed transcript"
    if len(transcript.chains) > 1:
        return _chains(transcript.chains, gene, wild, brought)
    if said.startswith("wild-type protein with "):
        return f"{gene} with {said.removeprefix('wild-type protein with ')}{brought}"
    whole, nothing, _ = said.partition(" with nothing of the wild type's")
    return f"{whole}{brought} and nothing of {gene}" if nothing else f"{gene}: {said}"


def _chains(chains: tuple[str, ...], gene: str, wild: str, brought: str) -> str:
    sizes = [f"{len(chain)} residues" for chain in chains]
    first, last = chains[0], chains[-1]
    if wild and first.startswith(wild):
        tail = f" with {len(first) - len(wild)} residues added at its end"
        return f"{gene}{tail} and, apart from it, a protein of {' and one of '.join(sizes[1:])}{brought}"
    if wild and last.endswith(wild[1:]):
        return f"{gene} and, apart from it, a protein of {' and one of '.join(sizes[:-1])}{brought}"
    return f"{len(chains)} separate proteins of {' and '.join(sizes)}{brought}"


def payload_name(document: Document) -> str:
    """Return what the request inserts, as it spells it: ``T2A-mCherry``; empty when it inserts nothing."""
    items = document.request.get("payload") or ()
    return "-".join(str(one.get("text") or one.get("name") or "") for one in items if isinstance(one, dict))


def _wild_protein(document: Document, transcript: TranscriptInfo) -> str | None:
    """Return the wild type's protein of a transcript; empty if it codes for none, None if it is not listed."""
    wild = wild_type(document)
    rows = {t.id: t.protein or "" for t in wild.transcripts} if wild else {}
    return rows.get(transcript.id)


def short(document: Document, state: State) -> str:
    """Return the sentence under a row of the allele series."""
    said = sentence(state.makes)
    if state.also:
        said += f"; the same {state.also[0]}"
    return said


def sentence(made: str) -> str:
    """Turn what `makes` returns into words that stand alone."""
    return made if made.startswith("no ") or ": " in made.split(" (", maxsplit=1)[0] else f"makes {made}"


def _main(document: Document, allele: AlleleInfo) -> TranscriptInfo:
    wanted = document.target.transcript
    return next((t for t in allele.transcripts if t.id == wanted), allele.transcripts[0])


def _coding(document: Document, allele: AlleleInfo) -> list[TranscriptInfo]:
    """Return the rows of transcripts that code for protein in the wild type."""
    wild = wild_type(document) or allele
    coding = {t.id for t in wild.transcripts if t.protein}
    return [t for t in allele.transcripts if t.id in coding]

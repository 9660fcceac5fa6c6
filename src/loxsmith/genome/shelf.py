"""The genes and transcripts of one contig while a file is read, and how they are completed at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from loxsmith.errors import DataError
from loxsmith.genome.derived import Loose, derive
from loxsmith.genome.drafts import GeneDraft, TranscriptDraft, joined
from loxsmith.genome.flags import choose_canonical
from loxsmith.genome.model import Contig, Interval
from loxsmith.genome.rows import on_contig

TRANS_SPLICED = "joined from two places (trans-splicing), which no stretch of one strand holds"
"""Reason for leaving a gene or transcript out."""
TWO_PLACES = "given twice on one sequence under one name"
"""Reason for leaving a transcript out."""
NO_PARENT = "without a Parent, so that it belongs to no transcript"
"""Reason for leaving a part out."""
TWO_PROTEINS = "a second protein of a transcript that already codes for one"
"""Reason for leaving coding stretches out."""


@dataclass(slots=True)
class Shelf:
    """What has been read of one contig."""

    contig: Contig
    """The contig."""

    genes: dict[str, GeneDraft] = field(default_factory=dict)
    """Genes by the name their transcripts use for them."""

    transcripts: dict[str, TranscriptDraft] = field(default_factory=dict)
    """Transcripts by the name their parts use for them."""

    homes: dict[str, GeneDraft] = field(default_factory=dict)
    """Gene of each transcript that was filed by a link to it."""

    loose: list[Loose] = field(default_factory=list)
    """Transcripts whose gene has no line of its own."""

    left_out: dict[str, str] = field(default_factory=dict)
    """Names that are not to be read, each with the reason."""


def complete(shelves: Iterable[Shelf], path: Path) -> tuple[list[GeneDraft], tuple[str, ...]]:
    """Return the genes that lie on their contigs, and sentences about what was left out.

    Raises:
        DataError: a transcript has no exons though others have, or a coding stretch two phases.
    """
    genes: list[GeneDraft] = []
    reasons: Counter[str] = Counter()
    for shelf in shelves:
        for draft in shelf.transcripts.values():
            _settle(draft, path)
        reasons.update(shelf.left_out.values())
        gone = [shelf.transcripts[name] for name in shelf.left_out if name in shelf.transcripts]
        found = [*shelf.genes.values(), *derive(shelf.loose, shelf.contig)]
        for gene in found:
            if gone:
                gene.transcripts = [t for t in gene.transcripts if not any(t is other for other in gone)]
            choose_canonical(gene)
        genes += [gene for gene in found if on_contig(gene, shelf.contig)]
    notes = [_left_out(reason, count, path) for reason, count in reasons.items()]
    return genes, (*notes, *_check_exons(genes, path))


def _left_out(reason: str, count: int, path: Path) -> str:
    items, verb = ("item", "is") if count == 1 else ("items", "are")
    return (
        f"Annotation {path} has {count} {items} {reason}; {'it' if count == 1 else 'they'} {verb} left out."
    )


def _check_exons(genes: Sequence[GeneDraft], path: Path) -> list[str]:
    """Refuse a transcript without exons, unless the file gives exons to none (a list of gene extents)."""
    drafts = [draft for gene in genes for draft in gene.transcripts]
    if not any(draft.exons for draft in drafts):
        for gene in genes:
            gene.transcripts.clear()
        return [
            f"Annotation {path} gives no exons and no coding sequences, so that its genes only name places."
        ] * bool(genes)
    for draft in drafts:
        if not draft.exons:
            raise DataError(
                f"Transcript {draft.id} on line {draft.line} of {path} has no exons.",
                hint="Add its exon lines, or remove the transcript.",
                file=str(path),
                line=draft.line,
                transcript=draft.id,
            )
    return []


# -- the coding sequence ------------------------------------------------------------------------------------


def _settle(draft: TranscriptDraft, path: Path) -> None:
    """Bring coding stretches, stop codon and exons together, in any order of lines."""
    if draft.cds or draft.stops:
        draft.phase = _phase(draft, path)
        draft.cds = _with_stops(_without_repeats(draft.cds), draft.stops)
    if not draft.exons and draft.cds:
        draft.exons = joined([*draft.cds, *draft.untranslated], touching=True)


def _phase(draft: TranscriptDraft, path: Path) -> int | None:
    """Return the phase of the 5'-most coding stretch.

    Raises:
        DataError: one stretch is given two phases.
    """
    if not draft.cds:
        return None
    stated: dict[Interval, str] = {}
    for piece, phase in zip(draft.cds, draft.phases, strict=True):
        if stated.setdefault(piece, phase) != phase:
            raise DataError(
                f"Transcript {draft.id} on line {draft.line} of {path} has the coding stretch "
                f"{piece[0] + 1}-{piece[1]} with the phases {stated[piece]} and {phase}.",
                hint="Keep the line of the right phase.",
                file=str(path),
                line=draft.line,
                transcript=draft.id,
            )
    first = min(draft.cds) if draft.strand == 1 else max(draft.cds, key=lambda piece: piece[1])
    return int(stated[first]) if stated[first] != "." else None


def _without_repeats(pieces: list[Interval]) -> list[Interval]:
    """Drop a stretch that another covers, and join stretches that touch.

    Stretches that overlap stay as they are: a ribosome that slips back reads the shared base twice.
    """
    kept: list[Interval] = []
    for piece in sorted(pieces, key=lambda piece: (piece[0], -piece[1])):
        if kept and piece[1] <= kept[-1][1]:
            continue
        if kept and piece[0] == kept[-1][1]:
            kept[-1] = (kept[-1][0], piece[1])
        else:
            kept.append(piece)
    return kept


def _with_stops(pieces: list[Interval], stops: list[Interval]) -> list[Interval]:
    """Add the stop codon where the stretches do not hold it already."""
    for stop in joined(stops):
        for at, piece in enumerate(pieces):
            if stop[0] <= piece[1] and piece[0] <= stop[1]:
                pieces[at] = (min(piece[0], stop[0]), max(piece[1], stop[1]))
                break
        else:
            pieces = [*pieces, stop]
    return sorted(pieces)

"""The lines of an annotation that lie on the contigs at hand, columns checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from loxsmith.genome.drafts import GeneDraft, TranscriptDraft
from loxsmith.genome.model import Contig, Interval
from loxsmith.genome.naming import Frame
from loxsmith.genome.survey import features, few_columns, malformed
from loxsmith.genome.text_stream import TextStream
from loxsmith.sequence import Strand

_STRANDS: Mapping[str, Strand] = {"+": 1, "-": -1}
_STRAND_SIGNS = frozenset("+-.?")
_PHASES = frozenset("012.")
EXON = frozenset({"exon"})
"""Kinds of line that are exons."""
CODING = frozenset({"CDS"})
"""Kinds of line that are coding stretches."""
STOP = frozenset({"stop_codon"})
"""Kinds of line that are the stop codon, or the part of it that lies in one exon."""
UNTRANSLATED = frozenset(
    {"five_prime_UTR", "three_prime_UTR", "UTR", "five_prime_utr", "three_prime_utr", "5UTR", "3UTR"}
)
"""Kinds of line that are untranslated stretches, as the sources spell them."""
PARTS = EXON | CODING | STOP | UNTRANSLATED
"""Kinds of line that are part of a transcript."""


class Row(NamedTuple):
    """One feature line as it lies on one contig (a plain tuple: a file may have millions)."""

    number: int
    """Line of the file, 1-based."""

    contig: Contig
    """The sequence."""

    kind: str
    """Third column."""

    interval: Interval
    """Stretch of the contig, 0-based half-open; outside it when the source speaks of the chromosome."""

    strand: str
    """Seventh column."""

    phase: str
    """Eighth column."""

    text: str
    """Ninth column, as written."""


def rows(stream: TextStream, frames: Mapping[str, Sequence[Frame]], unused: frozenset[str]) -> Iterator[Row]:
    """Yield the feature lines on the contigs of ``frames``, without the kinds that are ``unused``.

    Raises:
        DataError: a malformed line.
    """
    path = stream.path
    for number, raw in features(stream):
        meant = frames.get(raw[: raw.find("\t")])
        if meant is None:
            continue
        columns = raw.split("\t")
        if len(columns) != 9:
            few_columns(raw, number, path)
        _, _, kind, start, end, _, strand, phase, text = columns
        if kind in unused:
            continue
        if not (start.isdecimal() and end.isdecimal()):
            malformed(path, number, f"has the positions {start!r} and {end!r}, which are not numbers")
        low, high = int(start) - 1, int(end)
        if not 0 <= low < high:
            malformed(path, number, f"has start {start} and end {end}, which are out of order")
        if strand not in _STRAND_SIGNS:
            malformed(path, number, f"has strand {strand!r}")
        if phase not in _PHASES:
            malformed(path, number, f"has phase {phase!r}")
        for contig, shift in meant:
            yield Row(number, contig, kind, (low - shift, high - shift), strand, phase, text)


def strand_of(row: Row, path: Path) -> Strand:
    """Return the strand a line states.

    Raises:
        DataError: it states none.
    """
    strand = _STRANDS.get(row.strand)
    if strand is None:
        malformed(path, row.number, f"is a {row.kind} without a strand")
    return strand


def add_part(draft: TranscriptDraft, row: Row, protein_id: str) -> bool:
    """Add an exon, CDS, stop codon or UTR line; False when it codes for another protein than the lines before.

    A transcript of which two proteins are read (NCBI has some) keeps the first.
    """
    if row.kind in EXON:
        draft.exons.append(row.interval)
    elif row.kind in UNTRANSLATED:
        draft.untranslated.append(row.interval)
    elif row.kind in STOP:
        draft.stops.append(row.interval)
    else:
        if protein_id and draft.cds and draft.coded and draft.coded != protein_id:
            return False
        draft.coded = draft.coded or protein_id
        draft.cds.append(row.interval)
        draft.phases.append(row.phase)
    return True


def on_contig(gene: GeneDraft, contig: Contig) -> bool:
    """Say whether a base of the gene lies on the contig."""
    return gene.start < contig.length and gene.end > 0

"""Genes that an annotation implies but does not list: transcripts brought together by what they say of their gene."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loxsmith.genome.drafts import GeneDraft, TranscriptDraft
from loxsmith.genome.model import Contig, Interval
from loxsmith.sequence import Strand

_COPY = re.compile(r"_dup\d+$")
"""UCSC's mark of a further place of the same transcript (https://genome.ucsc.edu/FAQ/FAQformat.html, GTF)."""
_NUMBERED = re.compile(r"(?<=\d)_\d+$")
"""The same mark in UCSC's newer files, such as ``NR_046233_2``; the accession's own underscore is not it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """A transcript without a gene line, and what it says of its gene."""

    transcript: TranscriptDraft
    """The transcript; its exons may still be to come."""

    extent: Interval
    """Stretch of its own line, or of its first part."""

    gene_id: str
    """Accession of the gene; the transcript's own where the source gives no other."""

    symbol: str
    """Symbol of the gene; empty when unstated."""

    biotype: str
    """Biotype of the gene; empty when unstated."""

    missing: str
    """Reason the source gives for a part that is not there."""


def derive(loose: Sequence[Loose], contig: Contig) -> list[GeneDraft]:
    """Return the genes of transcripts that have no gene line, in file order.

    Transcripts of one gene share its accession, or its symbol where the accession is only the transcript's own
    (UCSC's tables); the places of a transcript that lies on the contig more than once are separate genes.
    """
    groups: dict[tuple[str, bool, Strand], list[Loose]] = defaultdict(list)
    for item in loose:
        own = is_own(item.gene_id, item.transcript.id)
        name = item.symbol or _COPY.sub("", item.gene_id) if own else item.gene_id
        groups[name, own, item.transcript.strand].append(item)
    genes: list[GeneDraft] = []
    for (name, own, strand), items in groups.items():
        for place, cluster in enumerate(_places(items, own)):
            genes.append(_gene(name if place == 0 else f"{name}_dup{place}", strand, cluster, contig))
    return genes


def is_own(gene_id: str, transcript_id: str) -> bool:
    """Say whether a gene's accession is only that of its transcript."""
    return _COPY.sub("", gene_id) == _COPY.sub("", transcript_id)


def _extent(item: Loose) -> Interval:
    draft = item.transcript
    pieces = draft.exons or [*draft.cds, *draft.untranslated] or [item.extent]
    return min(start for start, _ in pieces), max(end for _, end in pieces)


def _places(items: list[Loose], own: bool) -> Iterable[list[Loose]]:
    """Split what lies apart, where only a symbol joins it or the same transcript lies in two of the places."""
    clusters: list[list[Loose]] = []
    reach = 0
    for start, end, at in sorted((*_extent(item), at) for at, item in enumerate(items)):
        if clusters and start < reach:
            clusters[-1].append(items[at])
        else:
            clusters.append([items[at]])
        reach = max(reach, end) if len(clusters[-1]) > 1 else end
    names = [{_name(item) for item in cluster} for cluster in clusters]
    copied = any(one & other for at, one in enumerate(names) for other in names[at + 1 :])
    if not (own or copied):
        return [items]
    order = {id(item): at for at, item in enumerate(items)}
    return [sorted(cluster, key=lambda item: order[id(item)]) for cluster in clusters]


def _name(item: Loose) -> str:
    return _NUMBERED.sub("", _COPY.sub("", item.transcript.id))


def _gene(name: str, strand: Strand, items: list[Loose], contig: Contig) -> GeneDraft:
    extents = [_extent(item) for item in items]
    return GeneDraft(
        id=name,
        symbol=next((item.symbol for item in items if item.symbol), ""),
        contig=contig.name,
        start=min(start for start, _ in extents),
        end=max(end for _, end in extents),
        strand=strand,
        biotype=next((item.biotype for item in items if item.biotype), ""),
        missing=next((item.missing for item in items if item.missing), ""),
        transcripts=[item.transcript for item in items],
    )

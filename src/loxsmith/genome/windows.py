"""A window of a genome as a source: its bases, with every gene, exon and coding sequence that touches it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loxsmith.genome.drafts import joined
from loxsmith.genome.model import Gene, Interval, Transcript
from loxsmith.sequence import Feature

_CUT = ("note", "cut by the edge of this window")


def window_features(genes: Iterable[Gene], start: int, end: int) -> tuple[Feature, ...]:
    """Return the features of ``genes`` on the window ``start..end``, cut at its edges and marked so."""
    return tuple(feature for gene in genes for feature in _gene_features(gene, start, end))


def _gene_features(gene: Gene, start: int, end: int) -> Iterator[Feature]:
    named = (
        ("gene", gene.symbol),
        ("db_xref", f"Ensembl:{gene.id}") if _is_ensembl(gene.id) else ("note", gene.id),
    )
    yield from _feature("gene", gene.symbol, gene, [(gene.start, gene.end)], (start, end), named)
    if not gene.transcripts:
        return
    first = gene.canonical
    ordered = [first, *(transcript for transcript in gene.transcripts if transcript is not first)]
    yield from _exon_features(gene, ordered, (start, end))
    for transcript in ordered:
        if transcript.cds:
            yield from _coding_feature(gene, transcript, transcript is first, (start, end))


def _exon_features(gene: Gene, ordered: list[Transcript], window: Interval) -> Iterator[Feature]:
    """Yield each exon once, numbered as in the first transcript that has it, with all that share it."""
    users: dict[Interval, list[tuple[Transcript, int]]] = {}
    for transcript in ordered:
        for number, exon in enumerate(transcript.exons, 1):
            users.setdefault(exon, []).append((transcript, number))
    for exon, shared in users.items():
        owner, number = shared[0]
        label = f"{gene.symbol} exon {number}"
        if owner is not ordered[0]:
            label += f" ({owner.id})"
        ids = tuple(("transcript_id", transcript.id) for transcript, _ in shared)
        qualifiers = (("gene", gene.symbol), ("number", str(number)), *ids)
        yield from _feature("exon", label, gene, [exon], window, qualifiers)


def _coding_feature(
    gene: Gene, transcript: Transcript, canonical: bool, window: Interval
) -> Iterator[Feature]:
    label = f"{gene.symbol} CDS" if canonical else f"{gene.symbol} CDS ({transcript.id})"
    qualifiers = [("gene", gene.symbol), ("transcript_id", transcript.id)]
    if transcript.protein_id:
        qualifiers.append(("protein_id", transcript.protein_id))
    if transcript.incomplete:
        qualifiers.append(("note", transcript.incomplete))
    yield from _feature("CDS", label, gene, joined(transcript.cds), window, tuple(qualifiers))


def _feature(
    kind: str,
    label: str,
    gene: Gene,
    segments: list[Interval],
    window: Interval,
    qualifiers: tuple[tuple[str, str], ...],
) -> Iterator[Feature]:
    start, end = window
    kept = tuple((max(a, start) - start, min(b, end) - start) for a, b in segments if a < end and b > start)
    if not kept:
        return
    cut = segments[0][0] < start or segments[-1][1] > end
    yield Feature(
        kind=kind,
        label=label,
        segments=kept,
        strand=gene.strand,
        qualifiers=(*qualifiers, _CUT) if cut else qualifiers,
    )


def _is_ensembl(accession: str) -> bool:
    return accession.startswith("ENS")

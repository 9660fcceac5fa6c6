"""An annotated GenBank or EMBL record as a genome of one contig.

Genes are put together from ``gene``, ``mRNA``, ``exon`` and ``CDS`` features by their ``/gene``. Ensembl
exports (accession as ``/gene``, symbol as ``/locus_tag``, transcript in a note) and NCBI records are both
read so; where a record has no mRNA features its exon features serve, and without those the coding stretches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from loxsmith.errors import DataError
from loxsmith.genome._biopython import FlatFeature, FlatRecord
from loxsmith.genome.bases import TextBases
from loxsmith.genome.drafts import GeneDraft, TranscriptDraft, finish, joined
from loxsmith.genome.files import stem
from loxsmith.genome.flat_file import read_flat_file
from loxsmith.genome.gene_table import ListedGenes
from loxsmith.genome.genome import Genome
from loxsmith.genome.model import Interval
from loxsmith.genome.placing import Header, place, read_header, species_name, species_of_assembly
from loxsmith.sequence import Strand

_RNA = re.compile(r"^(?:.*RNA|.*_transcript|prim_transcript)$")
_REGION = re.compile(r"^ACCESSION\s+(\S+)\s+REGION:\s*(complement\()?(\d+)\.\.(\d+)", re.MULTILINE)
_ORGANISM = re.compile(r"^(?:\s+ORGANISM|OS)\s+(.+)$", re.MULTILINE)
_ASSEMBLY_NAME = re.compile(r"Assembly Name\s*::\s*(\S+)")
_ASSEMBLY_WORD = re.compile(r"\b(GRC[a-z]\d+(?:\.p\d+)?|NCBIM37|mm(?:9|10|39)|hg(?:18|19|38))\b")
_ENSEMBL_GENE = re.compile(r"^ENS[A-Z]*G\d{11}(?:\.\d+)?$")
_NOTED_TRANSCRIPT = re.compile(r"transcript_id=(\S+)")


def open_locus(data: bytes, path: Path, name: str | None) -> Genome:
    """Open an annotated GenBank or EMBL record.

    Raises:
        DataError: unreadable, circular, or drawn from the chromosome's bottom strand.
    """
    record = read_flat_file(data, path)
    if record.circular:
        raise DataError(
            f"File {path} is a circular record; a locus must be linear.",
            hint="Give the genomic region, not the vector.",
            file=str(path),
        )
    header = _header(record)
    contig_name = record.name.split()[0] if record.name.strip(".") else stem(path)
    contig = place(contig_name, len(record.sequence), header, path)
    genes = [finish(draft, record.sequence) for draft in _drafts(record, contig.name)]
    called = name or stem(path)
    return Genome(
        name=called,
        species=header.species,
        assembly=header.assembly or called,
        contigs=[contig],
        bases=TextBases({contig.name: record.sequence}),
        genes=ListedGenes(genes),
        annotated=True,
        synthetic=header.synthetic,
    )


def _header(record: FlatRecord) -> Header:
    """Return what the record says of its place: Ensembl's accession, or NCBI's ``REGION``."""
    stated = read_header(record.header)
    organism = _ORGANISM.search(record.header)
    named = _ASSEMBLY_NAME.search(record.header) or _ASSEMBLY_WORD.search(record.header)
    assembly = stated.assembly or (named.group(1) if named else "")
    species = species_name(organism.group(1).strip(" .")) if organism else ""
    chromosome = next(
        (f.first("chromosome") for f in record.features if f.kind == "source" and f.first("chromosome")), ""
    )
    region = _REGION.search(record.header)
    start, end, reverse = stated.start, stated.end, stated.reverse
    if region and start is None:
        accession, complement, first, last = region.groups()
        start, end, reverse = int(first), int(last), complement is not None
        chromosome = chromosome or accession
    return Header(
        assembly=assembly,
        species=species or species_of_assembly(assembly),
        chromosome=stated.chromosome or chromosome,
        start=start,
        end=end,
        reverse=reverse,
        synthetic=stated.synthetic,
    )


# -- genes --------------------------------------------------------------------------------------------------


def _drafts(record: FlatRecord, contig: str) -> Iterator[GeneDraft]:
    groups: dict[str, list[FlatFeature]] = {}
    for feature in record.features:
        key = feature.first("gene", "locus_tag")
        if key and (feature.kind in {"gene", "exon", "CDS"} or _RNA.match(feature.kind)):
            groups.setdefault(key, []).append(feature)
    for key, features in groups.items():
        own = [feature for feature in features if feature.kind == "gene"]
        if len(own) <= 1:
            yield _gene(key, features, contig)
            continue
        # One symbol, several loci: every feature goes to the gene that contains it.
        for gene in own:
            inside = [f for f in features if f.kind != "gene" and _within(f, gene)]
            yield _gene(key, [gene, *inside], contig)


def _gene(key: str, features: Sequence[FlatFeature], contig: str) -> GeneDraft:
    lead = features[0]
    intervals = [interval for feature in features for interval in _intervals(feature)]
    ensembl = _ENSEMBL_GENE.match(key) is not None
    symbol = lead.first("locus_tag") if ensembl else key
    draft = GeneDraft(
        id=key if ensembl else _identifier(lead, key),
        symbol=symbol or key,
        contig=contig,
        start=min(start for start, _ in intervals),
        end=max(end for _, end in intervals),
        strand=_strand(lead),
        biotype="protein_coding" if any(feature.kind == "CDS" for feature in features) else "",
        description=re.sub(r"\s*\[Source:.*", "", lead.first("note")) if ensembl else "",
        missing=_open_ends(lead) if lead.kind == "gene" else "",
    )
    draft.transcripts = _transcripts(features, draft)
    return draft


def _transcripts(features: Sequence[FlatFeature], gene: GeneDraft) -> list[TranscriptDraft]:
    """Pair each RNA with the CDS that names it or fits its splicing; a CDS without RNA stands for itself."""
    drafts = [_rna(feature, gene) for feature in features if _RNA.match(feature.kind)]
    exons = [feature for feature in features if feature.kind == "exon"]
    if not drafts:
        drafts = list(_from_named_exons(exons, gene))
    for feature in features:
        if feature.kind != "CDS":
            continue
        coding = _intervals(feature)
        draft = _partner(feature, coding, drafts)
        if draft is None:
            draft = _from_exons(feature, coding, exons, gene, len(drafts) + 1)
            drafts.append(draft)
        draft.cds = coding
        draft.protein_id = feature.first("protein_id")
        draft.biotype = "protein_coding"
        draft.missing = _open_ends(feature)
        draft.phase = int(feature.first("codon_start") or 1) - 1
    return drafts


def _rna(feature: FlatFeature, gene: GeneDraft) -> TranscriptDraft:
    return TranscriptDraft(
        id=_transcript_id(feature) or f"{gene.symbol}-{feature.kind}",
        strand=_strand(feature),
        biotype=feature.kind,
        exons=_intervals(feature),
        missing=_open_ends(feature),
    )


def _from_named_exons(exons: Sequence[FlatFeature], gene: GeneDraft) -> Iterator[TranscriptDraft]:
    """Yield the transcripts that exon features name with ``/transcript_id``."""
    named: dict[str, list[Interval]] = {}
    for feature in exons:
        for key, value in feature.qualifiers:
            if key == "transcript_id":
                named.setdefault(value, []).extend(_intervals(feature))
    for ident, intervals in named.items():
        yield TranscriptDraft(id=ident, strand=gene.strand, exons=intervals)


def _from_exons(
    feature: FlatFeature, coding: list[Interval], exons: Sequence[FlatFeature], gene: GeneDraft, number: int
) -> TranscriptDraft:
    """Return the transcript of a CDS that has no RNA feature, on the gene's exons where they hold it."""
    pieces = joined(interval for exon in exons for interval in _intervals(exon))
    held = pieces and all(any(a <= start and end <= b for a, b in pieces) for start, end in coding)
    return TranscriptDraft(
        id=_transcript_id(feature) or f"{gene.symbol}-{number}",
        strand=_strand(feature),
        exons=pieces if held else list(coding),
    )


def _partner(
    feature: FlatFeature, coding: list[Interval], drafts: Sequence[TranscriptDraft]
) -> TranscriptDraft | None:
    wanted = _transcript_id(feature)
    for draft in drafts:
        if wanted and draft.id == wanted:
            return draft
    free = (draft for draft in drafts if not draft.cds)
    return next((draft for draft in free if _fits(coding, draft.exons)), None)


def _fits(coding: Sequence[Interval], exons: Sequence[Interval]) -> bool:
    """Say whether the stretches are the exons' own between their first and last base."""
    start, end = min(a for a, _ in coding), max(b for _, b in coding)
    inner = [(max(a, start), min(b, end)) for a, b in sorted(exons) if a < end and b > start]
    return inner == sorted(coding)


# -- qualifiers ---------------------------------------------------------------------------------------------


def _transcript_id(feature: FlatFeature) -> str:
    noted = next((_NOTED_TRANSCRIPT.search(v) for k, v in feature.qualifiers if k == "note" and v), None)
    stated = feature.first("transcript_id") or (noted.group(1) if noted else "")
    return stated or (feature.first("standard_name") if feature.kind != "CDS" else "")


def _identifier(feature: FlatFeature, key: str) -> str:
    cross = [value for name, value in feature.qualifiers if name == "db_xref"]
    for prefix in ("Ensembl:", "GeneID:", "MGI:"):
        for value in cross:
            if value.startswith(prefix):
                return value.removeprefix("Ensembl:").removeprefix("MGI:")
    return feature.first("gene_id", "locus_tag") or key


def _intervals(feature: FlatFeature) -> list[Interval]:
    return [(start, end) for start, end, _ in feature.parts]


def _strand(feature: FlatFeature) -> Strand:
    return feature.parts[0][2]


def _within(feature: FlatFeature, gene: FlatFeature) -> bool:
    lower = min(start for start, _ in _intervals(gene))
    upper = max(end for _, end in _intervals(gene))
    return all(lower <= start and end <= upper for start, end in _intervals(feature))


def _open_ends(feature: FlatFeature) -> str:
    left, right = feature.open_left, feature.open_right
    five, three = (left, right) if _strand(feature) == 1 else (right, left)
    return " and ".join(words for words, cut in (("5' end missing", five), ("3' end missing", three)) if cut)

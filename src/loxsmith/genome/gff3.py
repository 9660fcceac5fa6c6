"""GFF3: lines to gene drafts, with the line number in every complaint.

Ensembl's flavour is the model (``ID=gene:...``, ``Name``, ``biotype``, ``canonical=1``); other sources are
read as far as their ``Parent`` links say what belongs to what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from loxsmith.errors import DataError
from loxsmith.genome.drafts import GeneDraft, TranscriptDraft, joined
from loxsmith.genome.fit import check_assembly, frames_of
from loxsmith.genome.gff3_lines import Line, malformed, split_lines
from loxsmith.genome.model import Contig, Interval
from loxsmith.sequence import Strand

_EXON = frozenset({"exon"})
_CODING = frozenset({"CDS", "stop_codon"})
_UNTRANSLATED = frozenset({"five_prime_UTR", "three_prime_UTR", "UTR"})
_PARTS = _EXON | _CODING | _UNTRANSLATED
_GENES = frozenset({"gene", "ncRNA_gene", "pseudogene", "transposable_element_gene"})
_PREFIX = re.compile(r"^(gene|transcript|cds|rna|mrna|cds_protein)[:-]", re.IGNORECASE)
_STRANDS: Mapping[str, Strand] = {"+": 1, "-": -1}


@dataclass(slots=True)
class _Links:
    """What has been read so far, by its ID."""

    genes: dict[str, GeneDraft] = field(default_factory=dict)
    transcripts: dict[str, TranscriptDraft] = field(default_factory=dict)
    parts: list[tuple[Line, Interval]] = field(default_factory=list)
    outside: set[str] = field(default_factory=set)


def read_gff3(text: str, path: Path, contigs: Sequence[Contig], assembly: str) -> list[GeneDraft]:
    """Return the genes of a GFF3 file that lie on ``contigs``.

    Sequence names may be the contigs' own (positions on the contig) or, for a placed contig, its chromosome's
    (positions on the chromosome; genes elsewhere are left out, genes over the edge are cut).

    Raises:
        DataError: a malformed line, names or positions that do not fit the sequences, or another assembly.
    """
    directives, lines = split_lines(text, path)
    check_assembly(directives, assembly, path)
    frames = frames_of(lines, directives, contigs, path)
    links = _Links()
    for line in lines:
        for contig, shift in frames.get(line.seqid, ()):
            _file(line, contig, shift, links, path)
    _attach(links, path)
    _check_exons(links, path)
    return list(links.genes.values())


# -- genes, transcripts, parts ------------------------------------------------------------------------------


def _file(line: Line, contig: Contig, shift: int, links: _Links, path: Path) -> None:
    interval = (line.start - shift, line.end - shift)
    ident = line.attributes.get("ID", "")
    if line.kind in _PARTS:
        links.parts.append((line, interval))
    elif interval[1] <= 0 or interval[0] >= contig.length:
        links.outside.add(ident)
    elif "Parent" not in line.attributes and (line.kind in _GENES or line.kind.endswith("_gene")):
        links.genes[ident] = _gene(line, interval, contig, path)
    elif _is_transcript(line, links):
        _add_transcript(line, interval, contig, links, path)


def _is_transcript(line: Line, links: _Links) -> bool:
    kind = line.kind.lower()
    named = kind.endswith(("rna", "transcript")) or kind in {"pseudogenic_transcript", "c_gene_segment"}
    return any(parent in links.genes for parent in _parents(line)) or (named and "ID" in line.attributes)


def _gene(line: Line, interval: Interval, contig: Contig, path: Path) -> GeneDraft:
    given = line.attributes
    return GeneDraft(
        id=given.get("gene_id", "") or _bare(given.get("ID", "")) or given.get("Name", f"line{line.number}"),
        symbol=given.get("Name") or given.get("gene_name") or given.get("gene") or "",
        contig=contig.name,
        start=interval[0],
        end=interval[1],
        strand=_strand(line, path),
        biotype=_biotype(given),
        description=re.sub(r"\s*\[Source:.*", "", given.get("description", "")).strip(),
        missing=_missing(given),
    )


def _add_transcript(line: Line, interval: Interval, contig: Contig, links: _Links, path: Path) -> None:
    given = line.attributes
    draft = TranscriptDraft(
        id=given.get("transcript_id") or _bare(given.get("ID", "")) or f"line{line.number}",
        strand=_strand(line, path),
        biotype=_biotype(given),
        canonical=_canonical(given),
        protein_id=given.get("protein_id", ""),
        missing=_missing(given),
        line=line.number,
    )
    links.transcripts[given.get("ID", draft.id)] = draft
    parents = [links.genes[parent] for parent in _parents(line) if parent in links.genes]
    if not parents:
        missing = [parent for parent in _parents(line) if parent not in links.outside]
        if missing:
            malformed(path, line.number, f"names the parent {missing[0]!r}, which no earlier line defines")
        parents = [_gene(line, interval, contig, path)]
        links.genes[f"gene of {draft.id}"] = parents[0]
    parents[0].transcripts.append(draft)


def _attach(links: _Links, path: Path) -> None:
    """Give every exon, CDS and UTR line to its transcript, in any order of lines."""
    for line, interval in links.parts:
        owners = list(_owners(line, links, path))
        for draft in owners:
            if line.kind in _EXON:
                draft.exons.append(interval)
            elif line.kind in _CODING:
                _add_coding(draft, line, interval)
            else:
                draft.untranslated.append(interval)
    for draft in links.transcripts.values():
        if draft.cds:
            draft.cds = _without_repeats(draft)
        if not draft.exons:
            draft.exons = joined([*draft.cds, *draft.untranslated], touching=True) if draft.cds else []


def _add_coding(draft: TranscriptDraft, line: Line, interval: Interval) -> None:
    first = not draft.cds or (
        interval[0] < min(draft.cds)[0] if draft.strand == 1 else interval[1] > max(draft.cds)[1]
    )
    draft.cds.append(interval)
    draft.protein_id = draft.protein_id or line.attributes.get("protein_id", "")
    if first and line.kind == "CDS":
        draft.phase = int(line.phase) if line.phase.isdigit() else None


def _without_repeats(draft: TranscriptDraft) -> list[Interval]:
    """Drop a ``stop_codon`` line that a CDS line already covers, and join one that touches its CDS."""
    kept: list[Interval] = []
    for start, end in sorted(set(draft.cds)):
        if kept and end <= kept[-1][1]:
            continue
        if kept and start == kept[-1][1]:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return kept


def _owners(line: Line, links: _Links, path: Path) -> Iterator[TranscriptDraft]:
    for parent in _parents(line):
        if parent in links.transcripts:
            yield links.transcripts[parent]
        elif parent in links.genes:
            yield _implied(parent, links)
        elif parent not in links.outside:
            malformed(path, line.number, f"names the parent {parent!r}, which no line defines")


def _implied(gene_id: str, links: _Links) -> TranscriptDraft:
    """Return the transcript of a gene that carries its exons itself (NCBI's tRNA and bacterial style)."""
    gene = links.genes[gene_id]
    draft = TranscriptDraft(id=gene.id, strand=gene.strand, biotype=gene.biotype)
    gene.transcripts.append(draft)
    links.transcripts[gene_id] = draft
    return draft


def _check_exons(links: _Links, path: Path) -> None:
    """Refuse a transcript without exons, unless the file gives exons to none (a list of gene extents)."""
    if not any(draft.exons for draft in links.transcripts.values()):
        for gene in links.genes.values():
            gene.transcripts.clear()
        return
    for draft in links.transcripts.values():
        if not draft.exons:
            raise DataError(
                f"Transcript {draft.id} on line {draft.line} of {path} has no exons.",
                hint="Add its exon lines, or remove the transcript.",
                file=str(path),
                line=draft.line,
                transcript=draft.id,
            )


# -- attributes ---------------------------------------------------------------------------------------------


def _parents(line: Line) -> list[str]:
    return [parent for parent in line.attributes.get("Parent", "").split(",") if parent]


def _bare(ident: str) -> str:
    return _PREFIX.sub("", ident)


def _biotype(given: Mapping[str, str]) -> str:
    return next(
        (
            given[key]
            for key in ("biotype", "gene_biotype", "gene_type", "transcript_biotype")
            if key in given
        ),
        "",
    )


def _canonical(given: Mapping[str, str]) -> bool:
    tags = given.get("tag", "").split(",")
    return given.get("canonical") in {"1", "true"} or "Ensembl_canonical" in tags or "MANE_Select" in tags


def _missing(given: Mapping[str, str]) -> str:
    tags = given.get("tag", "")
    ends = [end for end, tag in (("5'", "cds_start_NF"), ("3'", "cds_end_NF")) if tag in tags]
    if ends:
        return f"{' and '.join(ends)} end missing"
    if given.get("partial") == "true":
        return given.get("note") or "the source marks it as partial"
    return ""


def _strand(line: Line, path: Path) -> Strand:
    strand = _STRANDS.get(line.strand)
    if strand is None:
        malformed(path, line.number, f"is a {line.kind} without a strand")
    return strand

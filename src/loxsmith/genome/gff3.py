"""GFF3: rows to genes and transcripts by their ``Parent`` links, in any order of lines.

Ensembl, GENCODE, NCBI, UCSC and WormBase write different attributes; the links are what they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from loxsmith.genome.attributes import gff3_attributes, gff3_value
from loxsmith.genome.derived import Loose
from loxsmith.genome.drafts import GeneDraft, TranscriptDraft
from loxsmith.genome.flags import biotype, exception, gene_id, is_trans_spliced, missing, rank, synonyms
from loxsmith.genome.rows import CODING, PARTS, Row, add_part, strand_of
from loxsmith.genome.shelf import NO_PARENT, TRANS_SPLICED, TWO_PLACES, TWO_PROTEINS, Shelf
from loxsmith.genome.survey import malformed

UNUSED = frozenset(
    {
        "start_codon", "stop_codon_redefined_as_selenocysteine", "intron", "polypeptide", "protein", "region",
        "chromosome", "scaffold", "supercontig", "contig", "biological_region", "sequence_feature", "operon",
        "cDNA_match", "match", "match_part", "polyA_site", "polyA_signal_sequence",
    }
)  # fmt: skip
"""Kinds of line that say nothing of genes here, even where a gene is their parent."""
_GENES = frozenset({"gene", "ncRNA_gene", "pseudogene", "transposable_element_gene"})
_TRANSCRIPTS = frozenset({"pseudogenic_transcript", "c_gene_segment"})
_PREFIX = re.compile(r"^(gene|transcript|cds|rna|mrna|cds_protein)[:-]", re.IGNORECASE)
_WORM = re.compile(r"WBGene\d+")


@dataclass(slots=True)
class Gff3Reader:
    """Files the rows of one GFF3 file on the shelves of their contigs."""

    path: Path
    """The file, for complaints."""

    shelves: dict[str, Shelf] = field(default_factory=dict)
    """By name of the contig."""

    ignored: set[str] = field(default_factory=set)
    """IDs of features that are neither gene nor transcript; what belongs to them is ignored too."""

    def read(self, rows: Iterable[Row]) -> None:
        """File all rows; those whose parent comes later wait for it.

        Raises:
            DataError: a line names a parent that no line defines, or a gene or transcript has no strand.
        """
        waiting: list[tuple[Row, dict[str, str] | None]] = []
        for row in rows:
            shelf = self.shelves.get(row.contig.name)
            if shelf is None:
                shelf = self.shelves[row.contig.name] = Shelf(row.contig)
            if row.kind in PARTS:
                if not self._file_part(row, shelf, last=False):
                    waiting.append((row, None))
            else:
                given = self._attributes(row)
                if not self._file_owner(row, given, shelf):
                    waiting.append((row, given))
        self._file_waiting(waiting)

    def _attributes(self, row: Row) -> dict[str, str]:
        if "=" not in row.text and row.text.strip() not in {"", "."}:
            malformed(
                self.path,
                row.number,
                "has no key=value attributes in its ninth column (is it GTF, not GFF3?)",
            )
        return gff3_attributes(row.text)

    def _file_waiting(self, waiting: list[tuple[Row, dict[str, str] | None]]) -> None:
        owners = [(row, given) for row, given in waiting if given is not None]
        while owners:
            still = [
                (row, given)
                for row, given in owners
                if not self._file_owner(row, given, self.shelves[row.contig.name])
            ]
            if len(still) == len(owners):
                self._file_unclaimed(still)
                break
            owners = still
        for row, given in waiting:
            if given is None:
                self._file_part(row, self.shelves[row.contig.name], last=True)

    def _file_unclaimed(self, owners: list[tuple[Row, dict[str, str]]]) -> None:
        """Ignore features whose kind is no transcript's; a transcript's parent must be there."""
        for row, given in owners:
            if not _is_named_transcript(row.kind):
                self.ignored.add(given.get("ID", ""))
        for row, given in owners:
            lost = [parent for parent in _split(given.get("Parent", "")) if parent not in self.ignored]
            if lost and _is_named_transcript(row.kind):
                malformed(self.path, row.number, f"names the parent {lost[0]!r}, which no line defines")

    # -- genes and transcripts ------------------------------------------------------------------------------

    def _file_owner(self, row: Row, given: dict[str, str], shelf: Shelf) -> bool:
        """File a gene or transcript; False when its parent has not been read yet."""
        parents = _split(given.get("Parent", ""))
        ident = given.get("ID", "")
        if any(parent in shelf.left_out for parent in parents) or is_trans_spliced(row.strand, row.text):
            shelf.left_out.setdefault(ident, TRANS_SPLICED)
        elif not parents and (row.kind in _GENES or row.kind.endswith("_gene")):
            self._add_gene(row, given, shelf)
        elif parents:
            gene = next((found for parent in parents if (found := _gene_of(parent, shelf))), None)
            if gene is None:
                return False
            draft = self._add_transcript(row, given, shelf)
            if draft is not None:
                gene.transcripts.append(draft)
                shelf.homes[ident] = gene
        elif _is_named_transcript(row.kind) and ident:
            draft = self._add_transcript(row, given, shelf)
            if draft is not None:
                shelf.loose.append(_loose(draft, row, given))
        else:
            self.ignored.add(ident)
        return True

    def _add_gene(self, row: Row, given: dict[str, str], shelf: Shelf) -> None:
        ident = given.get("ID", "") or f"line{row.number}"
        known = shelf.genes.get(ident)
        if known is not None:
            known.start, known.end = min(known.start, row.interval[0]), max(known.end, row.interval[1])
        else:
            shelf.genes[ident] = _gene(row, given, self.path)

    def _add_transcript(self, row: Row, given: dict[str, str], shelf: Shelf) -> TranscriptDraft | None:
        draft = TranscriptDraft(
            id=given.get("transcript_id") or _bare(given.get("ID", "")) or f"line{row.number}",
            strand=strand_of(row, self.path),
            biotype=biotype(given, "transcript", row.kind),
            protein_id=given.get("protein_id", ""),
            rank=rank(given),
            line=row.number,
        )
        draft.missing = missing(given, draft.strand)
        ident = given.get("ID", draft.id)
        if ident in shelf.transcripts:
            shelf.left_out[ident] = TWO_PLACES
            return None
        shelf.transcripts[ident] = draft
        return draft

    # -- their parts ----------------------------------------------------------------------------------------

    def _file_part(self, row: Row, shelf: Shelf, *, last: bool) -> bool:
        """Give a part to its transcripts; False when one has not been read yet."""
        named = gff3_value(row.text, "Parent")
        if not named:
            self._attributes(row)
            shelf.left_out[f"line{row.number}"] = NO_PARENT
            return True
        parents = _split(named) if "," in named else [named]
        drafts = [self._owner(parent, row, shelf, last=last) for parent in parents if parent]
        if last:
            drafts = [draft for draft in drafts if draft is not None]
        for draft in drafts:
            if draft is None:
                return False
        coding = row.kind in CODING
        protein = gff3_value(row.text, "protein_id") if coding else ""
        for draft in drafts:
            if draft is None:
                continue
            draft.protein_id = draft.protein_id or protein
            if not add_part(draft, row, protein):
                shelf.left_out[f"{protein} of {draft.id}"] = TWO_PROTEINS
            if coding and not draft.missing:
                draft.missing = exception(row.text)
        return True

    def _owner(self, parent: str, row: Row, shelf: Shelf, *, last: bool) -> TranscriptDraft | None:
        draft = shelf.transcripts.get(parent)
        if draft is not None or not last:
            return draft
        if parent in shelf.genes:
            return _implied(parent, shelf)
        if parent not in self.ignored and parent not in shelf.left_out:
            malformed(self.path, row.number, f"names the parent {parent!r}, which no line defines")
        return None


def _implied(parent: str, shelf: Shelf) -> TranscriptDraft:
    """Return the transcript of a gene that carries its exons itself (NCBI's pseudogenes and organelles)."""
    gene = shelf.genes[parent]
    draft = TranscriptDraft(id=gene.id, strand=gene.strand, biotype=gene.biotype)
    gene.transcripts.append(draft)
    shelf.transcripts[parent] = draft
    return draft


def _gene_of(parent: str, shelf: Shelf) -> GeneDraft | None:
    """Return the gene called ``parent``, or that of the transcript called so (a mature microRNA's)."""
    return shelf.genes.get(parent) or shelf.homes.get(parent)


def _gene(row: Row, given: Mapping[str, str], path: Path) -> GeneDraft:
    bare = _bare(given.get("ID", ""))
    name = given.get("Name") or given.get("gene_name") or given.get("gene") or ""
    ident = gene_id(given, bare) or name or f"line{row.number}"
    if _WORM.fullmatch(name):
        # WormBase: Name is the accession, and the name people use is the locus or the sequence name.
        ident, name = name, given.get("locus") or given.get("sequence_name") or bare
    strand = strand_of(row, path)
    return GeneDraft(
        id=ident,
        symbol=name,
        contig=row.contig.name,
        start=row.interval[0],
        end=row.interval[1],
        strand=strand,
        biotype=biotype(given, "gene", row.kind),
        description=re.sub(r"\s*\[Source:.*", "", given.get("description", "")).strip(),
        missing=missing(given, strand),
        synonyms=synonyms(given, {ident, name}),
    )


def _loose(draft: TranscriptDraft, row: Row, given: Mapping[str, str]) -> Loose:
    symbol = next((given[key] for key in ("gene_name", "gene", "Name") if given.get(key)), "")
    return Loose(
        transcript=draft,
        extent=row.interval,
        gene_id=given.get("gene_id") or given.get("geneID") or draft.id,
        symbol=symbol,
        biotype=biotype(given, "gene", row.kind),
        missing=draft.missing,
    )


def _is_named_transcript(kind: str) -> bool:
    lower = kind.lower()
    return lower.endswith(("rna", "transcript")) or lower in _TRANSCRIPTS


def _split(names: str) -> list[str]:
    return [name for name in names.split(",") if name]


def _bare(ident: str) -> str:
    return _PREFIX.sub("", ident)

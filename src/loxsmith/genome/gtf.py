"""GTF: rows to genes and transcripts by the ``gene_id`` and ``transcript_id`` that each repeats.

Gene and transcript lines are optional, and the stop codon stands apart from the CDS
(https://mblab.wustl.edu/GTF22.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from loxsmith.genome.attributes import gtf_attributes, gtf_value
from loxsmith.genome.derived import Loose, is_own
from loxsmith.genome.drafts import GeneDraft, TranscriptDraft
from loxsmith.genome.flags import biotype, exception, gene_id, is_trans_spliced, missing, rank, synonyms
from loxsmith.genome.rows import CODING, PARTS, Row, add_part, strand_of
from loxsmith.genome.shelf import TRANS_SPLICED, TWO_PLACES, TWO_PROTEINS, Shelf
from loxsmith.genome.survey import malformed

UNUSED = frozenset(
    {"start_codon", "Selenocysteine", "intron", "intron_CNS", "inter", "inter_CNS", "5UTR_CNS", "3UTR_CNS"}
)
"""Kinds of line that say nothing of a transcript's shape (a selenocysteine is a codon within the CDS)."""
_TRANSCRIPTS = frozenset({"transcript", "mRNA"})


@dataclass(slots=True)
class GtfReader:
    """Files the rows of one GTF file on the shelves of their contigs."""

    path: Path
    """The file, for complaints."""

    shelves: dict[str, Shelf] = field(default_factory=dict)
    """By name of the contig."""

    _listed: set[tuple[str, str]] = field(default_factory=set)
    """Contig and name of the transcripts that had a line of their own."""

    _pending: list[tuple[Shelf, str, Loose]] = field(default_factory=list)
    """Transcripts with the name of their gene, whose line may still come."""

    def read(self, rows: Iterable[Row]) -> None:
        """File all rows, then give the transcripts to their genes.

        Raises:
            DataError: a line without ``transcript_id`` or ``gene_id``, or without a strand.
        """
        for row in rows:
            shelf = self.shelves.get(row.contig.name)
            if shelf is None:
                shelf = self.shelves[row.contig.name] = Shelf(row.contig)
            if row.kind in PARTS:
                self._file_part(row, shelf)
            elif row.kind == "gene":
                self._add_gene(row, shelf)
            elif row.kind in _TRANSCRIPTS:
                self._file_transcript(row, shelf)
        for shelf, gene, loose in self._pending:
            if gene in shelf.genes:
                shelf.genes[gene].transcripts.append(loose.transcript)
            else:
                shelf.loose.append(loose)
        self._pending.clear()

    def notes(self) -> tuple[str, ...]:
        """Say it when the file does not tell which transcripts make one gene."""
        loose = [item for shelf in self.shelves.values() for item in shelf.loose]
        own = [item for item in loose if is_own(item.gene_id, item.transcript.id) and not item.symbol]
        if not own or len(own) < len(loose):
            return ()
        return (
            f"Annotation {self.path} gives each transcript a gene of its own (its gene_id is the transcript_id), "
            "so that the isoforms of a gene stand as separate genes.",
        )

    def _add_gene(self, row: Row, shelf: Shelf) -> None:
        given = gtf_attributes(row.text)
        name = given.get("gene_id", "")
        if not name:
            malformed(self.path, row.number, "has no gene_id in its ninth column (is it GFF3, not GTF?)")
        if is_trans_spliced(row.strand, row.text):
            shelf.left_out.setdefault(name, TRANS_SPLICED)
            return
        known = shelf.genes.get(name)
        if known is not None:
            known.start, known.end = min(known.start, row.interval[0]), max(known.end, row.interval[1])
            return
        strand = strand_of(row, self.path)
        shelf.genes[name] = GeneDraft(
            id=gene_id(given, name),
            symbol=_symbol(given),
            contig=row.contig.name,
            start=row.interval[0],
            end=row.interval[1],
            strand=strand,
            biotype=biotype(given, "gene", row.kind),
            description=re.sub(r"\s*\[Source:.*", "", given.get("description", "")).strip(),
            missing=missing(given, strand),
            synonyms=synonyms(given, {name, _symbol(given)}),
        )

    def _file_transcript(self, row: Row, shelf: Shelf) -> None:
        name = self._name(row)
        if (shelf.contig.name, name) in self._listed:
            shelf.left_out[name] = TWO_PLACES
            return
        self._listed.add((shelf.contig.name, name))
        if name in shelf.transcripts:
            _describe(shelf.transcripts[name], gtf_attributes(row.text), row)
        else:
            self._add_transcript(row, name, shelf)

    def _add_transcript(self, row: Row, name: str, shelf: Shelf) -> TranscriptDraft:
        given = gtf_attributes(row.text)
        draft = TranscriptDraft(id=name, strand=strand_of(row, self.path), line=row.number)
        _describe(draft, given, row)
        shelf.transcripts[name] = draft
        gene = given.get("gene_id") or name
        if gene in shelf.left_out or is_trans_spliced(row.strand, row.text):
            shelf.left_out[name] = TRANS_SPLICED
        loose = Loose(
            transcript=draft,
            extent=row.interval,
            gene_id=gene,
            symbol=_symbol(given),
            biotype=biotype({k: v for k, v in given.items() if k.startswith("gene_")}, "gene", row.kind),
            missing=draft.missing,
        )
        self._pending.append((shelf, gene, loose))
        return draft

    def _file_part(self, row: Row, shelf: Shelf) -> None:
        name = gtf_value(row.text, "transcript_id") or self._name(row)
        draft = shelf.transcripts.get(name)
        if draft is None:
            draft = self._add_transcript(row, name, shelf)
        elif (row.strand == "+") is not (draft.strand == 1):
            shelf.left_out.setdefault(name, TRANS_SPLICED if "trans-splicing" in row.text else TWO_PLACES)
            return
        protein = ""
        if row.kind in CODING:
            protein = gtf_value(row.text, "protein_id")
            draft.protein_id = draft.protein_id or protein
            draft.missing = draft.missing or exception(row.text)
        if not add_part(draft, row, protein):
            shelf.left_out[f"{protein} of {draft.id}"] = TWO_PROTEINS

    def _name(self, row: Row) -> str:
        """Return the transcript's name; a line that gives only its gene belongs to that gene's one transcript."""
        name = gtf_value(row.text, "transcript_id") or gtf_value(row.text, "gene_id")
        if not name:
            malformed(
                self.path, row.number, "has no transcript_id in its ninth column (is it GFF3, not GTF?)"
            )
        return name


def _describe(draft: TranscriptDraft, given: Mapping[str, str], row: Row) -> None:
    """Take what a line says of its transcript as a whole; a transcript line says it best, and says it last."""
    draft.biotype = biotype(
        {k: v for k, v in given.items() if not k.startswith("gene_")}, "transcript", row.kind
    )
    draft.rank = rank(given)
    draft.missing = missing(given, draft.strand) or draft.missing
    draft.protein_id = draft.protein_id or given.get("protein_id", "")
    draft.line = row.number


def _symbol(given: Mapping[str, str]) -> str:
    return given.get("gene_name") or given.get("gene") or ""

"""An annotation file, whatever its format: gene drafts, and what the user should know about the reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loxsmith.genome import gff3, gtf
from loxsmith.genome.drafts import GeneDraft
from loxsmith.genome.fit import check_assembly, fit
from loxsmith.genome.model import Contig
from loxsmith.genome.rows import rows
from loxsmith.genome.shelf import complete
from loxsmith.genome.survey import survey
from loxsmith.genome.text_stream import TextStream


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """The genes of one file that lie on the contigs at hand."""

    drafts: list[GeneDraft]
    """Genes by contig and in file order, not yet judged on the sequence."""

    notes: tuple[str, ...] = ()
    """Sentences about what was left out or taken to mean something else; empty when all was plain."""


def read_annotation(path: Path, contigs: Sequence[Contig], assembly: str) -> Annotation:
    """Read GFF3 or GTF, told apart by content; plain, gzip or bgzip.

    The file is read twice as a stream of lines: once for the names of its sequences and how far they reach, then
    for the genes on those at hand. Names may be the contigs' own (positions on the contig) or, for a placed
    contig, its chromosome's (positions on the chromosome; genes elsewhere are left out, genes over the edge are
    marked as cut), with ``chr`` or without.

    Args:
        path: the file.
        contigs: the sequences it should fit.
        assembly: their assembly; empty when unknown.

    Raises:
        DataError: a malformed line, names or positions that do not fit the sequences, or another assembly.
    """
    stream = TextStream.of(path)
    found = survey(stream)
    check_assembly(found.directives, assembly, path)
    fitted = fit(found, contigs, path)
    reader: gtf.GtfReader | gff3.Gff3Reader
    reader = gtf.GtfReader(path) if found.gtf else gff3.Gff3Reader(path)
    unused = gtf.UNUSED if found.gtf else gff3.UNUSED
    reader.read(rows(stream, fitted.frames, unused))
    notes = reader.notes() if isinstance(reader, gtf.GtfReader) else ()
    drafts, left_out = complete(reader.shelves.values(), path)
    return Annotation(drafts=drafts, notes=(*fitted.notes, *notes, *left_out))

"""Opening a genome: built-in by name, FASTA with GFF3, or an annotated GenBank or EMBL locus."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from os import PathLike, fspath
from pathlib import Path

from loxsmith.errors import DataError
from loxsmith.genome.drafts import GeneDraft, finish
from loxsmith.genome.fasta import FastaRecord, parse_fasta
from loxsmith.genome.files import decode, read_bytes, stem
from loxsmith.genome.flat_file import is_flat_file
from loxsmith.genome.genome import Genome
from loxsmith.genome.gff3 import read_gff3
from loxsmith.genome.model import Contig, Gene
from loxsmith.genome.placing import Header, place, read_header, species_of_genes

_BUILT_IN = {"demo": "mouse", "demo-human": "human"}
_MISFIT_SAMPLE = 200
_MISFIT_SHARE = 0.25
"""An annotation of which fewer coding genes than this are whole does not belong to the sequence.

By chance an ATG and a stop stand where they should in 1 of 64 x 64/3 cases; a fitting annotation, truncated
models included, has them in nearly every gene."""


def open_genome(
    name_or_path: str | PathLike[str], annotation: str | PathLike[str] | None, name: str | None
) -> Genome:
    """Open a genome; see :meth:`Genome.open`."""
    given = fspath(name_or_path)
    if annotation is None and given in _BUILT_IN:
        return _built_in(given, name or given)
    path = Path(given)
    if not path.exists() and path.name == given and "." not in given:
        raise DataError(
            f"There is no genome called {given!r}, and no file of that name.",
            hint=f"Built in are {' and '.join(_BUILT_IN)}; otherwise give a FASTA or GenBank file.",
            genome=given,
        )
    data = read_bytes(path)
    if is_flat_file(data):
        if annotation is not None:
            raise DataError(
                f"File {path} is a GenBank or EMBL record, which carries its own annotation.",
                hint=f"Leave out {fspath(annotation)}, or give a FASTA file with it.",
                file=str(path),
            )
        from loxsmith.genome.locus_file import open_locus

        return open_locus(data, path, name)
    annotation_path = None if annotation is None else Path(fspath(annotation))
    return _open_fasta(data, path, annotation_path, name or stem(path))


def _built_in(key: str, name: str) -> Genome:
    folder = files("loxsmith.genome") / "teaching"
    species = _BUILT_IN[key]
    with as_file(folder / f"{species}.fa.gz") as fasta, as_file(folder / f"{species}.gff3.gz") as genes:
        return _open_fasta(read_bytes(fasta), fasta, genes, name, species=species, synthetic=True)


def _open_fasta(
    data: bytes,
    path: Path,
    annotation: Path | None,
    name: str,
    *,
    species: str = "",
    synthetic: bool = False,
) -> Genome:
    records = parse_fasta(data, path)
    headers = [read_header(record.header) for record in records]
    contigs = [
        place(record.name, len(record.sequence), header, path)
        for record, header in zip(records, headers, strict=True)
    ]
    assembly = _common_assembly(headers, path)
    genes = _genes(records, contigs, annotation, assembly) if annotation is not None else []
    stated = next((header.species for header in headers if header.species), "")
    return Genome(
        name=name,
        species=species or stated or species_of_genes(gene.id for gene in genes),
        assembly=assembly or name,
        contigs=contigs,
        sequences={record.name: record.sequence for record in records},
        genes=genes,
        annotated=annotation is not None,
        synthetic=synthetic or any(header.synthetic for header in headers),
        masks={record.name: record.mask for record in records},
    )


def _common_assembly(headers: Sequence[Header], path: Path) -> str:
    stated = list(dict.fromkeys(header.assembly for header in headers if header.assembly))
    if len(stated) > 1:
        raise DataError(
            f"File {path} mixes the assemblies {' and '.join(stated[:3])}.",
            hint="Put sequences of one assembly in one file.",
            file=str(path),
        )
    return stated[0] if stated else ""


def _genes(
    records: Sequence[FastaRecord], contigs: Sequence[Contig], annotation: Path, assembly: str
) -> list[Gene]:
    drafts = read_gff3(decode(read_bytes(annotation)), annotation, contigs, assembly)
    sequences = {record.name: record.sequence for record in records}
    genes = finish_all(drafts, sequences)
    _check_coding(genes, annotation)
    return genes


def finish_all(drafts: Sequence[GeneDraft], sequences: dict[str, str]) -> list[Gene]:
    """Return the genes of ``drafts``, each judged on its contig's bases."""
    return [finish(draft, sequences[draft.contig]) for draft in drafts]


def _check_coding(genes: Sequence[Gene], annotation: Path) -> None:
    """Refuse an annotation whose coding sequences are nonsense here: shifted, or of another assembly."""
    coding = [[t for t in gene.transcripts if t.cds] for gene in genes if not gene.clipped]
    coding = [transcripts for transcripts in coding if transcripts][:_MISFIT_SAMPLE]
    whole = sum(any(not t.incomplete for t in transcripts) for transcripts in coding)
    if len(coding) >= 3 and whole < _MISFIT_SHARE * len(coding):
        raise DataError(
            f"Annotation {annotation} does not fit the sequence: only {whole} of {len(coding)} coding genes "
            "run from an ATG to a stop.",
            hint="It belongs to another assembly or slice; give the annotation of this sequence.",
            file=str(annotation),
            whole=whole,
            coding=len(coding),
        )

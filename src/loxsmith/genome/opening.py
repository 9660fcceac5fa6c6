"""Opening a genome: built-in or added by name, FASTA or 2bit with an annotation, or an annotated locus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import as_file, files
from itertools import chain
from os import PathLike, fspath
from pathlib import Path

from loxsmith.errors import DataError
from loxsmith.genome.annotated import annotated_genes
from loxsmith.genome.annotation import read_annotation
from loxsmith.genome.bases import Bases, TextBases
from loxsmith.genome.fasta import parse_fasta
from loxsmith.genome.files import first_bytes, stem, stream_bytes
from loxsmith.genome.flat_file import is_flat_file
from loxsmith.genome.gene_table import ListedGenes
from loxsmith.genome.genome import Genome
from loxsmith.genome.model import Contig, Gene
from loxsmith.genome.placing import Header, place, read_header, species_of_genes
from loxsmith.genome.twobit import TwoBit, is_twobit

BUILT_IN = {"demo": "mouse", "demo-human": "human"}
"""Names of the teaching genomes, and their species."""


def open_genome(
    name_or_path: str | PathLike[str], annotation: str | PathLike[str] | None, name: str | None
) -> Genome:
    """Open a genome; see :meth:`Genome.open`."""
    given = fspath(name_or_path)
    if annotation is None and isinstance(name_or_path, str):
        named = _open_by_name(given, name or given)
        if named is not None:
            return named
    return _open_file(Path(given), None if annotation is None else Path(fspath(annotation)), name)


def _open_by_name(given: str, name: str) -> Genome | None:
    """Open a genome that has this name; None when it can only be a file."""
    if given in BUILT_IN:
        return _built_in(given, name)
    path = Path(given)
    if path.name != given:
        return None
    from loxsmith.genome.home import home_path
    from loxsmith.genome.store import is_stored, open_stored, stored_names

    may_be_file = path.exists() or "." in given
    try:
        home = home_path()
    except DataError:
        if may_be_file:
            return None
        raise
    if is_stored(home, given):
        held = open_stored(home, given)
        held.name = name
        return held
    if may_be_file:
        return None
    names = [*BUILT_IN, *stored_names(home)]
    raise DataError(
        f"There is no genome called {given!r}, and no file of that name.",
        hint=f"There are {', '.join(names)}; `loxsmith genome add` adds one, or give a FASTA or GenBank file.",
        genome=given,
        genomes=names,
    )


def _open_file(path: Path, annotation: Path | None, name: str | None) -> Genome:
    """Open FASTA, 2bit, GenBank or EMBL, told apart by content."""
    blocks = stream_bytes(path)
    first = next(blocks)
    content = chain([first], blocks)
    if is_flat_file(first):
        return _open_locus(b"".join(content), path, annotation, name)
    if is_twobit(first):
        return _open_twobit(content, path, annotation, name or stem(path))
    return _open_fasta(content, path, annotation, name or stem(path))


def _built_in(key: str, name: str) -> Genome:
    folder = files("loxsmith.genome") / "teaching"
    species = BUILT_IN[key]
    with as_file(folder / f"{species}.fa.gz") as fasta, as_file(folder / f"{species}.gff3.gz") as genes:
        return _open_fasta(stream_bytes(fasta), fasta, genes, name, species=species, synthetic=True)


def _open_locus(data: bytes, path: Path, annotation: Path | None, name: str | None) -> Genome:
    if annotation is not None:
        raise DataError(
            f"File {path} is a GenBank or EMBL record, which carries its own annotation.",
            hint=f"Leave out {annotation}, or give a FASTA file with it.",
            file=str(path),
        )
    from loxsmith.genome.locus_file import open_locus

    return open_locus(data, path, name)


def _open_fasta(
    blocks: Iterable[bytes],
    path: Path,
    annotation: Path | None,
    name: str,
    *,
    species: str = "",
    synthetic: bool = False,
) -> Genome:
    records = parse_fasta(blocks, path)
    headers = [read_header(record.header) for record in records]
    contigs = [
        place(record.name, len(record.sequence), header, path)
        for record, header in zip(records, headers, strict=True)
    ]
    bases = TextBases(
        {record.name: record.sequence for record in records}, {record.name: record.mask for record in records}
    )
    assembly = common_assembly(headers, path)
    genes = _genes(bases, contigs, annotation, assembly) if annotation is not None else []
    stated = next((header.species for header in headers if header.species), "")
    return Genome(
        name=name,
        species=species or stated or species_of_genes(gene.id for gene in genes),
        assembly=assembly or name,
        contigs=contigs,
        bases=bases,
        genes=ListedGenes(genes),
        annotated=annotation is not None,
        synthetic=synthetic or any(header.synthetic for header in headers),
    )


def _open_twobit(content: Iterable[bytes], path: Path, annotation: Path | None, name: str) -> Genome:
    """Open a 2bit file where it lies, or its content when it has to be unpacked first."""
    in_place = path.is_file() and is_twobit(first_bytes(path))
    bases = TwoBit(path) if in_place else TwoBit(path, data=b"".join(content))
    contigs = [place(contig, length, Header(), path) for contig, length in bases.lengths.items()]
    genes = _genes(bases, contigs, annotation, "") if annotation is not None else []
    return Genome(
        name=name,
        species=species_of_genes(gene.id for gene in genes),
        assembly=name,
        contigs=contigs,
        bases=bases,
        genes=ListedGenes(genes),
        annotated=annotation is not None,
    )


def common_assembly(headers: Iterable[Header], path: Path) -> str:
    """Return the one assembly that the headers of a file state; empty when they state none.

    Raises:
        DataError: they state several.
    """
    stated = list(dict.fromkeys(header.assembly for header in headers if header.assembly))
    if len(stated) > 1:
        raise DataError(
            f"File {path} mixes the assemblies {' and '.join(stated[:3])}.",
            hint="Put sequences of one assembly in one file.",
            file=str(path),
        )
    return stated[0] if stated else ""


def _genes(bases: Bases, contigs: Sequence[Contig], annotation: Path, assembly: str) -> list[Gene]:
    drafts = read_annotation(annotation, contigs, assembly).drafts
    return list(annotated_genes(drafts, bases, contigs, annotation))

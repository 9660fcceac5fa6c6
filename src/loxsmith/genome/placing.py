"""What a header says about a contig: its assembly, species, chromosome and place there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from loxsmith.errors import DataError
from loxsmith.genome.model import Contig

_PAIR = re.compile(r"(?:^|\s)(\w+)=(\S+)")
_ENSEMBL = re.compile(
    r"(?:chromosome|scaffold|supercontig|contig|primary_assembly):([^:\s]+):([^:\s]+):(\d+):(\d+):([+-]?1)\b"
)
_SPECIES = {
    "mus musculus": "mouse",
    "mouse": "mouse",
    "homo sapiens": "human",
    "human": "human",
}
_ASSEMBLY_SPECIES = (
    (re.compile(r"^(GRCm|mm\d|MGSC|NCBIM|C57BL)", re.IGNORECASE), "mouse"),
    (re.compile(r"^(GRCh|hg\d|T2T-CHM13|CHM13)", re.IGNORECASE), "human"),
)
_SYNONYMS = {"mm9": "ncbim37", "mgscv37": "ncbim37", "mm10": "grcm38", "mm39": "grcm39",
             "hg19": "grch37", "hg38": "grch38"}  # fmt: skip
"""UCSC's names of the same assemblies (https://genome.ucsc.edu/FAQ/FAQreleases.html)."""


_MITOCHONDRIA = frozenset({"m", "mt", "mtdna", "mito", "mitochondrion", "mitochondrion_genome"})
"""UCSC, Ensembl, WormBase, SGD, plain word, FlyBase."""
_NCBI = re.compile(
    r"(?:NC_|CM)\d+\.\d+ (?P<organism>.*?) (?:chromosome (?P<chromosome>\w+)|(?P<mt>mitochondrion)), (?P<rest>.*)"
)
"""NCBI's headers of whole chromosomes, such as ``NC_000083.7 Mus musculus strain C57BL/6J chromosome 17, GRCm39
Primary Assembly`` (accession prefixes: https://www.ncbi.nlm.nih.gov/books/NBK21091/table/ch18.T.refseq_accession_numbers_and_mole)."""
_NCBI_ASSEMBLY = re.compile(r"(\S+?)(?:(?: reference)? primary assembly.*|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The facts a FASTA header, or its GenBank counterpart, states."""

    assembly: str = ""
    """Assembly name; empty when unstated."""

    species: str = ""
    """``mouse``, ``human`` or the binomial; empty when unstated."""

    chromosome: str = ""
    """Chromosome name as stated; empty when unstated."""

    start: int | None = None
    """1-based position of the first base on the chromosome; None when unstated."""

    end: int | None = None
    """1-based position of the last base on the chromosome; None when unstated."""

    reverse: bool = False
    """True when the sequence is the chromosome's bottom strand."""

    synthetic: bool = False
    """True when the header says that the sequence is made up."""


def read_header(header: str) -> Header:
    """Read ``key=value`` pairs (``assembly chrom start end strand organism``) or Ensembl's location.

    NCBI's headers of whole chromosomes are read too.

    >>> read_header("17 dna:chromosome chromosome:GRCm38:17:35150000:35300000:1").start
    35150000
    """
    pairs = {key.lower(): value for key, value in _PAIR.findall(header)}
    species = species_name(pairs.get("species", pairs.get("organism", "")))
    synthetic = pairs.get("synthetic", "").lower() in {"1", "true", "yes"}
    located = _ENSEMBL.search(header)
    if located:
        assembly, chromosome, start, end, strand = located.groups()
        return Header(
            assembly=assembly,
            species=species or species_of_assembly(assembly),
            chromosome=chromosome,
            start=int(start),
            end=int(end),
            reverse=strand == "-1",
            synthetic=synthetic,
        )
    ncbi = _NCBI.match(header)
    if ncbi and not {"chrom", "chromosome", "start"} & pairs.keys():
        return _read_ncbi(ncbi)
    assembly = pairs.get("assembly", "")
    return Header(
        assembly=assembly,
        species=species or species_of_assembly(assembly),
        chromosome=pairs.get("chrom", pairs.get("chromosome", "")),
        start=_number(pairs.get("start")),
        end=_number(pairs.get("end")),
        reverse=pairs.get("strand", "+") in {"-", "-1"},
        synthetic=synthetic,
    )


def _read_ncbi(match: re.Match[str]) -> Header:
    stated = _NCBI_ASSEMBLY.match(match["rest"])
    assembly = stated[1] if stated else ""
    organism = re.sub(r" (strain|isolate|breed|cultivar) .*", "", match["organism"])
    return Header(
        assembly=assembly,
        species=species_name(organism),
        chromosome=match["chromosome"] or "MT",
        start=1,
    )


def place(name: str, length: int, header: Header, path: Path) -> Contig:
    """Return the contig as its header places it.

    Raises:
        DataError: the sequence is a chromosome's bottom strand, or its length is not the stated one.
    """
    if header.reverse:
        raise DataError(
            f"Sequence {name!r} of file {path} is the bottom strand of its chromosome.",
            hint="Export the region on the top strand (strand 1); genes on either strand are found there.",
            file=str(path),
            contig=name,
        )
    chromosome = header.chromosome or name
    if header.start is None or not header.chromosome or header.start < 1:
        return Contig(name=name, chrom=name, offset=0, length=length, placed=False, chromosome=chromosome)
    if header.end is not None and header.end - header.start + 1 != length:
        raise DataError(
            f"Sequence {name!r} of file {path} has {length} bases, but its header states "
            f"{chromosome}:{header.start}-{header.end}, which is {header.end - header.start + 1}.",
            hint="The file may be truncated: fetch it again, or mend the header.",
            file=str(path),
            contig=name,
        )
    return Contig(
        name=name,
        chrom=chromosome,
        offset=header.start - 1,
        length=length,
        placed=True,
        chromosome=chromosome,
    )


def species_name(text: str) -> str:
    """Return ``mouse`` or ``human`` for their many spellings, else the text with spaces.

    >>> species_name("Mus_musculus")
    'mouse'
    """
    plain = " ".join(text.replace("_", " ").split())
    return _SPECIES.get(re.sub(r"\s*\(.*", "", plain).lower(), plain)


def species_of_assembly(assembly: str) -> str:
    """Return the species an assembly name implies; empty when it implies none."""
    return next((species for pattern, species in _ASSEMBLY_SPECIES if pattern.match(assembly)), "")


def same_assembly(one: str, other: str) -> bool:
    """Say whether two assembly names mean one assembly, patch releases and UCSC names aside.

    >>> same_assembly("GRCm38.p6", "mm10"), same_assembly("GRCm38", "GRCm39")
    (True, False)
    """
    return _assembly_key(one) == _assembly_key(other)


def _assembly_key(name: str) -> str:
    key = re.sub(r"\.p\d+$", "", name.strip().lower())
    return _SYNONYMS.get(key, key)


def chromosome_key(name: str) -> str:
    """Return the name without ``chr`` and case, so that ``chr17`` and ``17``, ``M`` and ``MT`` are one.

    >>> chromosome_key("chrM") == chromosome_key("MT")
    True
    """
    key = re.sub(r"^(chromosome|chr)[_:]?(?=.)", "", name.strip().casefold())
    return "mt" if key in _MITOCHONDRIA else key


def _number(text: str | None) -> int | None:
    digits = (text or "").replace(",", "")
    return int(digits) if digits.isdigit() else None


def species_of_genes(accessions: Iterable[str]) -> str:
    """Return the species that the first Ensembl gene accession implies; empty when it implies none.

    >>> species_of_genes(["ENSMUSG00000024401"])
    'mouse'
    """
    for accession in accessions:
        if re.match(r"ENSMUSG\d", accession):
            return "mouse"
        if re.match(r"ENSG\d", accession):
            return "human"
        break
    return ""

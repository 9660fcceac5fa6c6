"""A genome as strings and an annotation as lists, read by the few rules their formats have; nothing of the package."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

BASES = "TCAG"
RESIDUES = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
CODE = dict(zip((a + b + c for a in BASES for b in BASES for c in BASES), RESIDUES, strict=True))
"""The standard genetic code, in the order of NCBI's table 1."""

OTHER = str.maketrans("ACGTN", "TGCAN")


def opposite(text: str) -> str:
    """The other strand, 5' to 3'."""
    return text.translate(OTHER)[::-1]


def translated(text: str) -> str:
    """Residues of whole codons, stops as ``*``; X for a codon with an unknown base."""
    return "".join(CODE.get(text[i : i + 3], "X") for i in range(0, len(text) - len(text) % 3, 3))


@dataclass
class Model:
    """A transcript; intervals 0-based, half-open, on the contig's top strand, ascending."""

    id: str
    exons: list[tuple[int, int]] = field(default_factory=list)
    cds: list[tuple[int, int]] = field(default_factory=list)
    phases: list[int] = field(default_factory=list)
    canonical: bool = False
    tags: str = ""


@dataclass
class Locus:
    """A gene."""

    id: str
    symbol: str
    contig: str
    strand: int
    models: list[Model] = field(default_factory=list)


@dataclass
class Plain:
    """Contigs and genes."""

    texts: dict[str, str]
    places: dict[str, tuple[str, int]]
    """Printed chromosome of each contig, and how many bases of it lie in front."""
    genes: list[Locus]

    def gene(self, symbol: str) -> Locus:
        """The one gene of that symbol or accession."""
        (found,) = [gene for gene in self.genes if symbol in (gene.symbol, gene.id)]
        return found

    def on(self, contig: str, start: int, end: int) -> list[tuple[Locus, Model]]:
        """Transcripts that touch a stretch of a contig."""
        return [
            (gene, model)
            for gene in self.genes
            if gene.contig == contig
            for model in gene.models
            if model.exons and model.exons[0][0] < end and model.exons[-1][1] > start
        ]


def lines_of(path: Path) -> Iterator[str]:
    """Lines of a plain or gzipped text."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as handle:
        yield from handle


def read(fasta: Path, gff3: Path) -> Plain:
    """Read both files."""
    texts: dict[str, list[str]] = {}
    places = {}
    for line in lines_of(fasta):
        if line.startswith(">"):
            name = line[1:].split()[0]
            texts[name] = []
            stated = dict(word.split("=", 1) for word in line.split()[1:] if "=" in word)
            known = "chrom" in stated and "start" in stated
            places[name] = (stated["chrom"], int(stated["start"]) - 1) if known else (name, 0)
        else:
            texts[name].append(line.strip().upper())
    return Plain({name: "".join(parts) for name, parts in texts.items()}, places, _genes(gff3))


def _genes(gff3: Path) -> list[Locus]:
    genes: dict[str, Locus] = {}
    models: dict[str, Model] = {}
    rows = [line.rstrip("\n").split("\t") for line in lines_of(gff3) if line.strip() and line[0] != "#"]
    attributes = [dict(pair.split("=", 1) for pair in row[8].split(";") if "=" in pair) for row in rows]
    for row, given in zip(rows, attributes, strict=True):
        if row[2] == "gene":
            own = given["ID"].removeprefix("gene:")
            genes[given["ID"]] = Locus(own, given.get("Name", own), row[0], 1 if row[6] == "+" else -1)
        elif given.get("Parent") in genes:
            name = given["ID"].removeprefix("transcript:")
            model = Model(name, canonical=given.get("canonical") == "1", tags=given.get("tag", ""))
            models[given["ID"]] = model
            genes[given["Parent"]].models.append(model)
    coding: dict[int, dict[tuple[int, int], int]] = {}
    for row, given in zip(rows, attributes, strict=True):
        if row[2] not in ("exon", "CDS") or given["Parent"] not in models:
            continue
        model, place = models[given["Parent"]], (int(row[3]) - 1, int(row[4]))
        if row[2] == "exon":
            model.exons.append(place)
        else:
            coding.setdefault(id(model), {})[place] = int(row[7]) if row[7].isdigit() else 0
    for model in models.values():
        model.exons.sort()
        model.cds = sorted(coding.get(id(model), {}))
        model.phases = [coding[id(model)][place] for place in model.cds]
    return list(genes.values())

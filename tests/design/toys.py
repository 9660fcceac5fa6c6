"""Small genomes made to order, and strategies on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

from loxsmith.genome import Genome
from loxsmith.locus import Locus, open_locus, uniqueness
from loxsmith.request import Request
from loxsmith.sequence import GENETIC_CODE
from loxsmith.strategy import Strategy, choose
from oracle.strings import opposite

SENSE = [codon for codon, residue in sorted(GENETIC_CODE.items()) if residue != "*"]
Pair = tuple[int, int]


@dataclass(frozen=True)
class Toy:
    """A gene drawn forward: exons and coding stretch of each transcript, 0-based half-open on the text."""

    name: str
    transcripts: Sequence[tuple[Sequence[Pair], Pair]]
    forward: bool = True


def coding(random: Random, codons: int) -> str:
    """An open frame from ATG to TGA with so many codons between."""
    return "ATG" + "".join(random.choices(SENSE, k=codons)) + "TGA"


def noise(random: Random, length: int) -> str:
    """Random bases."""
    return "".join(random.choices("ACGT", k=length))


def split(random: Random, frame: str, cuts: Sequence[int], intron: int = 160) -> tuple[str, list[Pair], Pair]:
    """Lay a frame out over exons cut at the bases given, with 70 and 150 untranslated bases around it."""
    text, exons, at = noise(random, 400), [], 400
    edges = [0, *cuts, len(frame)]
    pieces = [frame[a:b] for a, b in pairwise(edges)]
    pieces[0] = noise(random, 70) + pieces[0]
    pieces[-1] += noise(random, 150)
    for number, piece in enumerate(pieces):
        if number:
            text += "GTAAGT" + noise(random, intron - 12) + "TTTCAG"
        at = len(text)
        text += piece
        exons.append((at, len(text)))
    return text + noise(random, 400), exons, (exons[0][0] + 70, exons[-1][1] - 150)


def write(
    folder: Path, text: str, genes: Sequence[Toy], *, plus: bool, species: str = "Mus_musculus"
) -> Genome:
    """Write text and genes, turned round when ``plus`` is false, and open them."""
    size = len(text)
    row = "toy\tmade\t{}\t{}\t{}\t.\t{}\t{}\t{}\n"
    lines = [f"##gff-version 3\n##sequence-region toy 1 {size}\n"]
    for number, gene in enumerate(genes, 1):
        strand = "+" if gene.forward == plus else "-"

        def place(a: int, b: int) -> Pair:
            return (a + 1, b) if plus else (size - b + 1, size - a)

        bounds = [p for exons, _ in gene.transcripts for pair in exons for p in pair]
        code = f"ENSMUSG{number:011d}"
        lines.append(
            row.format("gene", *place(min(bounds), max(bounds)), strand, ".",
                       f"ID=gene:{code};Name={gene.name};biotype=protein_coding")
        )  # fmt: skip
        for which, (exons, (first, last)) in enumerate(gene.transcripts):
            name, canonical = f"ENSMUST{number:05d}{which:06d}", ";canonical=1" * (which == 0)
            ends = [p for pair in exons for p in pair]
            lines.append(
                row.format("mRNA", *place(min(ends), max(ends)), strand, ".",
                           f"ID=transcript:{name};Parent=gene:{code};biotype=protein_coding{canonical}")
            )  # fmt: skip
            done = 0
            for a, b in sorted(exons) if gene.forward else sorted(exons, reverse=True):
                lines.append(row.format("exon", *place(a, b), strand, ".", f"Parent=transcript:{name}"))
                low, high = max(a, first), min(b, last)
                if low < high:
                    rest = f"Parent=transcript:{name};protein_id=P{name}"
                    lines.append(row.format("CDS", *place(low, high), strand, -done % 3, rest))
                    done += high - low
    fasta, gff3 = folder / "toy.fa", folder / "toy.gff3"
    fasta.write_text(
        f">toy assembly=Toy1 chrom=chr9 start=1 organism={species}\n{text if plus else opposite(text)}\n"
    )
    gff3.write_text("".join(lines))
    return Genome.open(fasta, gff3)


def planned(genome: Genome, line: str) -> tuple[Strategy, Locus]:
    """The strategy of a request in zygotes, and its locus."""
    request = Request.parse(f"{line} --method zygote")
    locus = open_locus(genome, genome.gene(request.gene or ""), margin=2000)
    return choose(request, locus, uniqueness(locus)), locus

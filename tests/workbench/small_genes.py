"""Small made-up genes of every awkward shape, on either strand, written as FASTA and GFF3."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from loxsmith.genome import Genome

PAIRS = {"A": "T", "C": "G", "G": "C", "T": "A"}


def paired(text: str) -> str:
    """The other strand, 5'->3'."""
    return "".join(PAIRS[base] for base in reversed(text))


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How a gene is laid out, in its own direction."""

    coding: tuple[int, ...]
    """Coding bases in each coding exon."""

    before: int = 40
    """Untranslated bases in front of the start codon; 0: none is annotated."""

    behind: int = 60
    """Untranslated bases behind the stop codon; 0: none is annotated."""

    left: int = 400
    """Bases in front of the first exon."""

    right: int = 400
    """Bases behind the last exon."""

    intron: int = 120
    """Length of each intron."""


SHAPES = {
    "three exons": Shape(coding=(61, 90, 89)),
    "single exon": Shape(coding=(240,)),
    "no untranslated bases": Shape(coding=(61, 90, 89), before=0, behind=0),
    "single exon, nothing around it annotated": Shape(coding=(180,), before=0, behind=0),
    "start codon split behind its first base": Shape(coding=(1, 239)),
    "start codon split behind its second base": Shape(coding=(2, 238)),
    "start codon alone in its exon": Shape(coding=(3, 237)),
    "stop codon split behind its first base": Shape(coding=(238, 2)),
    "stop codon split behind its second base": Shape(coding=(239, 1)),
    "stop codon alone in its exon": Shape(coding=(237, 3)),
    "exons of one codon": Shape(coding=(60, 3, 3, 3, 60)),
    "thirty bases around": Shape(coding=(240,), before=0, behind=0, left=35, right=36),
    "a start codon at the edge": Shape(coding=(240,), before=0, left=7),
    "a stop codon at the edge": Shape(coding=(240,), behind=0, right=7),
}


@dataclass(frozen=True, kw_only=True)
class Made:
    """A gene with what it was made of."""

    genome: Genome
    text: str
    """Bases of the contig's top strand."""
    strand: int
    exons: tuple[tuple[int, int], ...]
    """Exons on the strand of the gene, 0-based half-open, in its direction."""
    coding: tuple[tuple[int, int], ...]

    @property
    def sense(self) -> str:
        """The contig read on the gene's strand."""
        return self.text if self.strand == 1 else paired(self.text)


def make(folder: Path, shape: Shape, strand: int, seed: int, *, overlapped: bool = False) -> Made:
    """Write and open a genome with one gene, and another one over it on the other strand when asked."""
    random = Random(seed)
    bases = [random.choice("ACGT") for _ in range(shape.left)]
    exons, coding = [], []
    cds = _coding_bases(random, sum(shape.coding))
    for number, count in enumerate(shape.coding):
        first, last = number == 0, number == len(shape.coding) - 1
        start = len(bases)
        bases += random.choices("ACGT", k=shape.before if first else 0)
        coding.append((len(bases), len(bases) + count))
        bases += cds[:count]
        cds = cds[count:]
        bases += random.choices("ACGT", k=shape.behind if last else 0)
        exons.append((start, len(bases)))
        if not last:
            bases += "GTAAGT" + "".join(random.choices("ACGT", k=shape.intron - 8)) + "AG"
    bases += random.choices("ACGT", k=shape.right)
    sense = "".join(bases)
    text = sense if strand == 1 else paired(sense)
    rows = _rows("G1", exons, coding, strand, len(text))
    if overlapped:
        rows += _rows("G2", [(exons[0][0], exons[-1][1])], [], -strand, len(text))
    fasta, genes = folder / "made.fa", folder / "made.gff3"
    fasta.write_text(f">c1\n{text}\n", encoding="ascii")
    genes.write_text("##gff-version 3\n" + "".join(rows), encoding="ascii")
    return Made(
        genome=Genome.open(fasta, genes), text=text, strand=strand, exons=tuple(exons), coding=tuple(coding)
    )


def _coding_bases(random: Random, count: int) -> str:
    codons = [a + b + c for a in "ACGT" for b in "ACGT" for c in "ACGT"]
    plain = [codon for codon in codons if codon not in {"TAA", "TAG", "TGA"}]
    return "ATG" + "".join(random.choices(plain, k=count // 3 - 2)) + random.choice(("TAA", "TAG", "TGA"))


def _rows(
    name: str, exons: list[tuple[int, int]], coding: list[tuple[int, int]], strand: int, size: int
) -> list[str]:
    def row(kind: str, start: int, end: int, phase: str, more: str) -> str:
        a, b = (start + 1, end) if strand == 1 else (size - end + 1, size - start)
        sign = "+" if strand == 1 else "-"
        return f"c1\tmade\t{kind}\t{a}\t{b}\t.\t{sign}\t{phase}\t{more}\n"

    kind = "protein_coding" if coding else "lncRNA"
    first, last = exons[0][0], exons[-1][1]
    gene = f"ID=gene:{name};Name={name};biotype={kind}"
    itself = f"ID=transcript:{name}T;Parent=gene:{name};biotype={kind};canonical=1"
    found = [row("gene", first, last, ".", gene), row("mRNA", first, last, ".", itself)]
    found += [row("exon", a, b, ".", f"Parent=transcript:{name}T") for a, b in exons]
    done = 0
    for a, b in coding:
        found.append(row("CDS", a, b, str(-done % 3), f"Parent=transcript:{name}T;protein_id={name}P"))
        done += b - a
    return found

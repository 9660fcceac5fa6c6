"""Small genomes with the teaching genome's harbour on either strand, under any name, and with any bases."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from loxsmith.genome import Genome
from loxsmith.sequence import reverse_complement

START, END = 36_000, 60_000
"""Stretch of the teaching chromosome chr2 that holds Gt26T, 0-based half-open."""


@cache
def bases_of_harbour() -> str:
    """Bases of the stretch."""
    return Genome.open("demo").fetch("chr2", START, END)


def harbour_genome(folder: Path, bases: str, *, strand: int = 1, symbol: str = "Gt26T") -> Genome:
    """A genome of one contig with one non-coding gene of three exons, as it lies on the stretch."""
    size = END - START
    exons = [(42_000, 42_180), (51_180, 51_440), (53_940, 54_840)]
    held = [(a - START, b - START) for a, b in exons]
    if strand == -1:
        bases, held = reverse_complement(bases), [(size - b, size - a) for a, b in reversed(held)]
    sign, first, last = "+" if strand == 1 else "-", held[0][0] + 1, held[-1][1]
    rows = [
        f"c1\tx\tgene\t{first}\t{last}\t.\t{sign}\t.\tID=gene:G1;Name={symbol};gene_id=G1;biotype=lncRNA",
        f"c1\tx\ttranscript\t{first}\t{last}\t.\t{sign}\t.\tID=transcript:T1;Parent=gene:G1;transcript_id=T1;biotype=lncRNA",
        *(f"c1\tx\texon\t{a + 1}\t{b}\t.\t{sign}\t.\tParent=transcript:T1" for a, b in held),
    ]
    fasta, genes = folder / "g.fa", folder / "g.gff3"
    fasta.write_text(f">c1\n{bases}\n", encoding="ascii")
    genes.write_text("##gff-version 3\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return Genome.open(fasta, genes)

"""A toy contig with three two-exon genes, on both strands, that every test here may write out and spoil."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from loxsmith.sequence import reverse_complement

CDS = "ATG" + "GCTGAC" * 8 + "GCAGCA" + "TAA"
"""60 coding bases, the stop included; 30 lie in each exon."""

GENES = (("Alpha", 100, "+"), ("Beta", 400, "-"), ("Gamma", 700, "+"))
"""Symbol, start (0-based), strand; exons are gene +0..60 and +100..160, with 30 coding bases each."""


@dataclass(frozen=True)
class Toy:
    """The text of a FASTA and a GFF3 file, and how to write them."""

    sequence: str
    header: str
    gff3: str

    def but(self, **changes: str) -> Toy:
        """Return the toy with other texts."""
        return replace(self, **changes)

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write both files and return their paths."""
        fasta, gff3 = folder / "toy.fa", folder / "toy.gff3"
        fasta.write_text(f">{self.header}\n{self.sequence}\n")
        gff3.write_text(self.gff3)
        return fasta, gff3


def _sequence() -> str:
    text = "CAGTTGAC" * 125
    for _, start, strand in GENES:
        coding = CDS if strand == "+" else reverse_complement(CDS)
        text = text[: start + 30] + coding[:30] + text[start + 60 :]
        text = text[: start + 100] + coding[30:] + text[start + 130 :]
    return text


def _gff3() -> str:
    lines = ["##gff-version 3", "##sequence-region toy 1 1000"]
    for symbol, start, strand in GENES:
        gene, transcript = f"ENSMUSG0000000{start:04}", f"ENSMUST0000000{start:04}"
        parts = [(start + 1, start + 60), (start + 101, start + 160)]
        coding = [(start + 31, start + 60), (start + 101, start + 130)]
        if strand == "-":
            parts, coding = parts[::-1], coding[::-1]
        row = f"toy\tmade\t{{}}\t{{}}\t{{}}\t.\t{strand}\t{{}}\t{{}}"
        mother, child = f"ID=gene:{gene};Name={symbol}", f"Parent=transcript:{transcript}"
        itself = f"ID=transcript:{transcript};Parent=gene:{gene};canonical=1"
        lines += [
            row.format("gene", start + 1, start + 160, ".", f"{mother};biotype=protein_coding"),
            row.format("mRNA", start + 1, start + 160, ".", itself),
            *(row.format("exon", first, last, ".", child) for first, last in parts),
            *(row.format("CDS", first, last, 0, f"{child};protein_id=P1") for first, last in coding),
        ]
    return "\n".join(lines) + "\n"


@pytest.fixture
def toy() -> Toy:
    """The unspoilt toy."""
    header = "toy assembly=Toy1 chrom=chr9 start=5001 organism=Mus_musculus"
    return Toy(sequence=_sequence(), header=header, gff3=_gff3())


@pytest.fixture
def cds() -> str:
    """The coding sequence that each toy gene carries."""
    return CDS

"""Repeated bases of a locus, against a count of plain strings."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from loxsmith.genome import Genome
from loxsmith.locus import Locus, open_locus, uniqueness
from loxsmith.sequence import reverse_complement

CDS = "ATG" + "GCTGACCGT" * 9 + "TAA"


def _text() -> str:
    """4 kb: a gene at 1500, a 60-bp repeat in three places (one inverted), a tandem, N, lower-case bases."""
    random = Random(4)
    text = "".join(random.choices("ACGT", k=4000))
    repeat = "".join(random.choices("ACGT", k=60))
    for at, piece in (
        (300, repeat),
        (1350, repeat),
        (1700, reverse_complement(repeat)),
        (1400, "CA" * 25),
        (1800, "N" * 5),
        (1500, CDS),
    ):
        text = text[:at] + piece + text[at + len(piece) :]
    return text[:1900] + text[1900:1930].lower() + text[1930:]


def _genome(folder: Path, strand: str) -> Genome:
    fasta, gff3 = folder / "toy.fa", folder / "toy.gff3"
    fasta.write_text(f">toy assembly=Toy1 chrom=chr9 start=5001 organism=Mus_musculus\n{_oriented(strand)}\n")
    start = 1500 if strand == "+" else 4000 - 1500 - len(CDS)
    first, last, row = start + 1, start + len(CDS), "toy\tmade\t{}\t{}\t{}\t.\t{}\t{}\t{}\n"
    gene = "ID=gene:ENSMUSG00000000001;Name=Toy;biotype=protein_coding"
    itself = "ID=transcript:ENSMUST00000000001;Parent=gene:ENSMUSG00000000001;canonical=1"
    child = "Parent=transcript:ENSMUST00000000001"
    gff3.write_text(
        "##gff-version 3\n##sequence-region toy 1 4000\n"
        + row.format("gene", first, last, strand, ".", gene)
        + row.format("mRNA", first, last, strand, ".", itself)
        + row.format("exon", first, last, strand, ".", child)
        + row.format("CDS", first, last, strand, 0, f"{child};protein_id=P1")
    )
    return Genome.open(fasta, gff3)


def _oriented(strand: str) -> str:
    return _text() if strand == "+" else reverse_complement(_text())


def _naive(locus: Locus, searched: str, masked: set[int]) -> bytes:
    """Count 20-mers as strings; a word and its other strand are one."""

    def word(text: str, at: int) -> str:
        piece = text[at : at + 20]
        return min(piece, reverse_complement(piece))

    count = Counter(word(searched, i) for i in range(len(searched) - 19) if "N" not in searched[i : i + 20])
    own, flags = locus.molecule.sequence, [0] * len(locus.molecule)
    for i in range(len(own) - 19):
        if count[word(own, i)] > 1:
            flags[i : i + 20] = [1] * 20
    for at in range(len(own)):
        if locus.to_contig(at) in masked:
            flags[at] = 1
    return bytes(flags)


def _masked(strand: str) -> set[int]:
    return {i for i, letter in enumerate(_oriented(strand)) if letter.islower()}


@pytest.mark.parametrize("strand", ["+", "-"])
def test_flags_equal_a_plain_count(tmp_path: Path, strand: str) -> None:
    """Repeats, inverted repeats, tandems and masked bases are flagged, and nothing else, on both strands."""
    genome = _genome(tmp_path, strand)
    locus = open_locus(genome, genome.gene("Toy"), margin=500)
    found = uniqueness(locus)
    assert found.flags == _naive(locus, _oriented(strand).upper(), _masked(strand))
    assert (found.searched, found.whole) == (4000, True)
    assert 0 < sum(found.flags) < len(found.flags)


@pytest.mark.parametrize("strand", ["+", "-"])
def test_of_a_large_genome_the_neighbourhood_is_searched(
    tmp_path: Path, strand: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The far copy is then not seen, and the number of bases searched is the true one, clipped to the contig."""
    import sys

    module = sys.modules["loxsmith.locus.uniqueness"]
    monkeypatch.setattr(module, "WHOLE", 1000)
    monkeypatch.setattr(module, "NEIGHBOURHOOD", 100)
    genome = _genome(tmp_path, strand)
    locus = open_locus(genome, genome.gene("Toy"), margin=50)
    found = uniqueness(locus)
    lower, upper = locus.start - 100, locus.end + 100
    assert (found.searched, found.whole) == (upper - lower, False)
    assert found.flags == _naive(locus, _oriented(strand).upper()[lower:upper], _masked(strand))


def test_shares_and_clear_stretches(tmp_path: Path) -> None:
    """``share`` is the fraction of flagged bases, ``is_clear`` says there are none."""
    genome = _genome(tmp_path, "+")
    locus = open_locus(genome, genome.gene("Toy"), margin=500)
    found = uniqueness(locus)
    at = locus.from_contig(1350)
    assert found.share(at, at + 60) == 1.0
    assert not found.is_clear(at - 5, at + 1)
    first = found.flags.index(0)
    assert found.is_clear(first, first + 1)
    assert found.share(5, 5) == 0.0

"""The readout on real and teaching loci: every gene, and the classic alleles of Tnf, Ltb and Ace2."""

from __future__ import annotations

from pathlib import Path

import pytest

from loxsmith.errors import LoxsmithError
from loxsmith.genome import Genome
from loxsmith.knowledge import part, site
from loxsmith.locus import Locus, open_locus
from loxsmith.recombination import Reading, read_allele

LOCI = {
    "Tnf": "mouse_GRCm38_chr17_35150000_35300000",
    "Ltb": "mouse_GRCm38_chr17_35150000_35300000",
    "Ace2": "mouse_chrX_Ace2_BACinsert_GRCm39",
    "TNF": "human_GRCh37_chr6_31480000_31610000",
}
STOP = (
    site("loxP").sequence
    + part("En2-SA").sequence
    + "TAGATAACTGA"
    + part("STOP").sequence
    + site("loxP").sequence
)


def _genome(shared: Path, name: str) -> Genome:
    return Genome.open(shared / "loci" / f"{name}.fa", shared / "loci" / f"{name}.gff3")


def _locus(shared: Path, symbol: str) -> Locus:
    genome = _genome(shared, LOCI[symbol])
    return open_locus(genome, genome.gene(symbol), margin=2000)


def _read(locus: Locus, allele: str) -> Reading:
    readings = read_allele(locus.molecule.sequence, locus.transcripts, allele)
    return next(r for r in readings if r.id == locus.target.id)


def _every_gene_is_unchanged(genome: Genome) -> int:
    count = 0
    for gene in genome.genes:
        try:
            locus = open_locus(genome, gene, margin=1000)
        except LoxsmithError:
            continue  # not whole, or codes for nothing
        wild = locus.molecule.sequence
        for reading in read_allele(wild, locus.transcripts, wild):
            assert reading.status == "unchanged", reading
            count += 1
    return count


@pytest.mark.parametrize("name", sorted(set(LOCI.values())))
def test_every_transcript_of_the_real_loci_is_unchanged(shared: Path, name: str) -> None:
    """The wild type against itself is unchanged for every transcript of every gene."""
    assert _every_gene_is_unchanged(_genome(shared, name)) > 5


@pytest.mark.parametrize("name", ["demo", "demo-human"])
def test_every_transcript_of_the_teaching_loci_is_unchanged(name: str) -> None:
    """The same on the made-up genomes."""
    assert _every_gene_is_unchanged(Genome.open(name)) > 5


@pytest.mark.parametrize("symbol", ["Tnf", "Ltb", "Ace2"])
def test_a_stop_in_each_intron_leaves_the_residues_before_it(shared: Path, symbol: str) -> None:
    """Residues that whole codons in front of the intron make, no more and no fewer."""
    locus = _locus(shared, symbol)
    wild, target = locus.molecule.sequence, locus.target
    for start, end in target.introns:
        if end - start < 100:
            continue
        at = (start + end) // 2
        reading = _read(locus, wild[:at] + STOP + wild[at:])
        coding = sum(min(b, start) - a for a, b in target.cds if a < start)
        assert reading.status == "none"
        assert reading.residual == locus.protein[: coding // 3]


def test_tnf_keeps_62_residues_and_met74(shared: Path) -> None:
    """Exon 1 codes 62 residues; Met74 opens 162 residues that hold the mature TNF: the note must say it."""
    locus = _locus(shared, "Tnf")
    wild = locus.molecule.sequence
    at = sum(locus.target.introns[0]) // 2
    reading = _read(locus, wild[:at] + STOP + wild[at:])
    assert len(reading.residual) == 62
    assert "Met74 (162 residues to the end)" in reading.note
    assert reading.consequence == "no product containing residues 63-235"
    assert _read(locus, wild[:at] + site("loxP").sequence + wild[at:]).status == "unchanged"
    leaky = STOP.replace(part("En2-SA").sequence, "")
    assert _read(locus, wild[:at] + leaky + wild[at:]).protein == locus.protein


@pytest.mark.parametrize("symbol", ["Tnf", "Ltb", "Ace2"])
def test_one_residue_changed_is_named(shared: Path, symbol: str) -> None:
    """Each tenth residue turned to Trp or Ala is the only difference read, in whichever exon."""
    locus = _locus(shared, symbol)
    wild = locus.molecule.sequence
    for residue in range(5, len(locus.protein), max(10, len(locus.protein) // 12)):
        codon = locus.target.codon(residue)
        if codon[2] - codon[0] != 2:
            continue
        new, letter = ("TGG", "W") if locus.protein[residue - 1] != "W" else ("GCC", "A")
        reading = _read(locus, wild[: codon[0]] + new + wild[codon[2] + 1 :])
        assert reading.protein == locus.protein[: residue - 1] + letter + locus.protein[residue:]


@pytest.mark.parametrize("symbol", ["Tnf", "Ltb", "Ace2"])
def test_a_lost_splice_base_never_proves_a_protein(shared: Path, symbol: str) -> None:
    """The G of each acceptor and donor taken out: never unchanged, never the wild-type protein."""
    locus = _locus(shared, symbol)
    wild = locus.molecule.sequence
    for start, end in locus.target.introns:
        inner = any(a < start for a, _ in locus.target.cds) and any(b > end for _, b in locus.target.cds)
        for at in (start, end - 1):
            reading = _read(locus, wild[:at] + wild[at + 1 :])
            assert reading.status == "altered"
            assert not (inner and reading.protein == locus.protein)

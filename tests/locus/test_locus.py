"""Loci drawn in the gene's orientation: coordinates, crops, neighbours and proteins, on both strands."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from loxsmith.errors import DataError, RequestError
from loxsmith.genome import Genome
from loxsmith.locus import Locus, open_locus
from loxsmith.sequence import reverse_complement


@pytest.fixture(scope="module")
def demo() -> Genome:
    """The teaching genome."""
    return Genome.open("demo")


def _both_strands(genome: Genome, margin: int = 300) -> list[Locus]:
    """A locus of the first gene that opens, for each strand."""
    found: dict[int, Locus] = {}
    for gene in genome.genes:
        if gene.strand not in found and not gene.clipped and gene.canonical.cds:
            found[gene.strand] = open_locus(genome, gene, margin=margin)
    assert set(found) == {1, -1}
    return list(found.values())


def test_positions_round_trip_and_name_the_same_base(demo: Genome) -> None:
    """Contig to molecule and back is identity, and both read the same base on either strand."""
    for locus in _both_strands(demo):
        for position in (0, 1, 299, 777, len(locus.molecule) - 1):
            at = locus.to_contig(position)
            assert locus.from_contig(at) == position
            base = demo.fetch(locus.contig.name, at, at + 1, locus.strand)
            assert base == locus.molecule.sequence[position]


def test_stretches_are_described_as_people_write_them(demo: Genome) -> None:
    """One-based, inclusive, lower end first, with the strand; fetching the description gives the bases."""
    for locus in _both_strands(demo):
        for start, end in ((0, 1), (10, 400), (0, len(locus.molecule))):
            chrom, place, strand = locus.describe(start, end).split(":")
            first, last = map(int, place.split("-"))
            assert (chrom, strand) == (locus.contig.chrom, "+" if locus.strand == 1 else "-")
            lower = first - 1 - locus.contig.offset
            text = demo.fetch(locus.contig.name, lower, last - locus.contig.offset)
            shown = locus.molecule.sequence[start:end]
            assert text == (shown if locus.strand == 1 else reverse_complement(shown))
            ends = {locus.chromosome_position(start), locus.chromosome_position(end - 1)}
            assert ends == {first, last}
        assert locus.window == locus.describe(0, len(locus.molecule))


def test_a_cropped_locus_equals_one_opened_with_less_margin(demo: Genome) -> None:
    """Cutting 200 bp off both flanks is the same as opening with 100 instead of 300."""
    for wide in _both_strands(demo, margin=300):
        narrow = open_locus(demo, wide.gene, margin=100)
        cut = wide.cropped(200, len(wide.molecule) - 200)
        assert (cut.start, cut.end, cut.window) == (narrow.start, narrow.end, narrow.window)
        assert cut.molecule.sequence == narrow.molecule.sequence
        assert (cut.transcripts, cut.target, cut.span) == (narrow.transcripts, narrow.target, narrow.span)
        assert (cut.protein, cut.neighbours) == (narrow.protein, narrow.neighbours)


def test_margins_are_clipped_to_the_contig(demo: Genome) -> None:
    """A margin beyond the contig opens the whole contig, and the protein stays."""
    for locus in _both_strands(demo):
        whole = open_locus(demo, locus.gene, margin=10**7)
        assert (whole.start, whole.end) == (0, whole.contig.length)
        assert whole.protein == locus.protein


def test_neighbours_lie_on_the_bases_of_their_genes(demo: Genome) -> None:
    """Every other gene on the window, and none else; places, strand and exons are those of the genome."""
    for narrow in _both_strands(demo):
        locus = open_locus(demo, narrow.gene, margin=30_000)
        others = [
            g for g in demo.genes_in(locus.contig.name, locus.start, locus.end) if g.id != locus.gene.id
        ]
        assert sorted(n.symbol for n in locus.neighbours) == sorted(g.symbol for g in others)
        assert list(locus.neighbours) == sorted(locus.neighbours, key=lambda n: (n.start, n.symbol))
        for near in locus.neighbours:
            gene = next(g for g in others if g.symbol == near.symbol)
            lower, upper = locus.top_strand(near.start, near.end)
            assert (lower, upper) == (max(gene.start, locus.start), min(gene.end, locus.end))
            assert near.strand == (1 if gene.strand == locus.strand else -1)
            assert all(near.start <= a < b <= near.end for a, b in near.exons)


def test_neighbours_of_tnf_are_lta_and_ltb(shared: Path) -> None:
    """Lta and Ltb flank Tnf; all three are read on the minus strand or opposite, as annotated."""
    genome = _real(shared)
    locus = open_locus(genome, genome.gene("Tnf"), margin=8000)
    found = {n.symbol: n.strand for n in locus.neighbours}
    assert {"Lta", "Ltb"} <= set(found)
    assert found["Lta"] == (1 if genome.gene("Lta").strand == locus.strand else -1)


def _real(shared: Path, name: str = "mouse_GRCm38_chr17_35150000_35300000") -> Genome:
    return Genome.open(shared / "loci" / f"{name}.fa", shared / "loci" / f"{name}.gff3")


def test_proteins_and_codons_agree_with_the_gene_table(shared: Path) -> None:
    """Each whole coding gene of the table has the stated protein, codon by codon."""
    with (shared / "loci" / "genes.tsv").open() as table:
        rows = [r for r in csv.DictReader(table, delimiter="\t") if r["translation_ok"] == "yes"]
    genomes = {r["locus_file"]: _real(shared, r["locus_file"]) for r in rows}
    for row in rows:
        genome = genomes[row["locus_file"]]
        locus = open_locus(genome, genome.gene(row["gene_id"]), margin=50)
        target = locus.target
        assert len(locus.protein) == target.residues == int(row["protein_length"])
        assert locus.protein.startswith(row["protein_start"])
        spelt = "".join(locus.molecule.sequence[p] for r in (1, target.residues + 1) for p in target.codon(r))
        assert spelt[:3] == "ATG"
        assert spelt[3:] in ("TAA", "TAG", "TGA")


def test_ace2_is_x_linked_and_tnf_is_not(shared: Path) -> None:
    """The chromosome says so, not the contig's name."""
    bac = _real(shared, "mouse_chrX_Ace2_BACinsert_GRCm39")
    assert open_locus(bac, bac.gene("Ace2"), margin=100).is_x_linked
    assert not open_locus(_real(shared), _real(shared).gene("Tnf"), margin=100).is_x_linked


def test_a_gene_over_the_edge_is_refused(shared: Path) -> None:
    """Bmx has its 5' end outside the BAC."""
    bac = _real(shared, "mouse_chrX_Ace2_BACinsert_GRCm39")
    with pytest.raises(DataError, match="not whole"):
        open_locus(bac, bac.gene("Bmx"), margin=100)


def test_a_gene_without_protein_is_refused(shared: Path) -> None:
    """A non-coding gene has no residues to count on."""
    human = _real(shared, "human_GRCh37_chr6_31480000_31610000")
    with pytest.raises(RequestError, match="codes for no protein"):
        open_locus(human, human.gene("SNORD117"), margin=100)


def test_a_named_transcript_becomes_the_target(demo: Genome) -> None:
    """Residues are counted on the transcript asked for; all transcripts stay on the locus."""
    gene = next(g for g in demo.genes if len(g.transcripts) > 1)
    for transcript in gene.transcripts:
        if transcript.cds and not transcript.incomplete:
            locus = open_locus(demo, gene, margin=10, transcript=transcript.id)
            assert locus.target.id == transcript.id
            assert len(locus.transcripts) == len(gene.transcripts)
            assert len(locus.protein) == transcript.cds_length // 3 - 1

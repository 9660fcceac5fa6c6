"""Asking a genome: genes by name, places by chromosome, bases by contig."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from loxsmith.errors import RequestError
from loxsmith.genome import Genome
from loxsmith.sequence import reverse_complement


@pytest.fixture
def genome(toy: Any, tmp_path: Path) -> Genome:
    """The toy, opened."""
    return Genome.open(*toy.write(tmp_path))


def test_a_gene_is_found_by_symbol_or_accession_in_any_case(genome: Genome) -> None:
    """Symbol, accession and versioned accession name the same gene."""
    alpha = genome.gene("Alpha")
    assert genome.gene("ALPHA") is alpha
    assert genome.gene("ENSMUSG00000000100") is alpha
    assert genome.gene("ensmusg00000000100.7") is alpha
    assert alpha.transcript("ENSMUST00000000100.2") is alpha.canonical


def test_an_unknown_gene_is_answered_with_the_nearest(genome: Genome) -> None:
    """A misspelt symbol gets a suggestion, a strange one the list, an unannotated genome its reason."""
    with pytest.raises(RequestError, match="Did you mean Alpha") as caught:
        genome.gene("Alhpa")
    assert caught.value.exit_code == 2
    with pytest.raises(RequestError, match="It holds Alpha, Beta, Gamma"):
        genome.gene("zzzzzz")


def test_a_genome_without_annotation_says_so(toy: Any, tmp_path: Path) -> None:
    """Without annotation the mend is to add one."""
    fasta, _ = toy.write(tmp_path)
    with pytest.raises(RequestError, match="no annotation"):
        Genome.open(fasta).gene("Alpha")


def test_a_shared_symbol_is_undecided_until_the_accession_is_given(toy: Any, tmp_path: Path) -> None:
    """Two genes of one symbol are listed with accession and place."""
    genome = Genome.open(*toy.but(gff3=toy.gff3.replace("Name=Gamma", "Name=Alpha")).write(tmp_path))
    with pytest.raises(RequestError, match=r"ENSMUSG00000000100 \(chr9:5101-5260:\+\)"):
        genome.gene("alpha")
    assert genome.gene("ENSMUSG00000000700").start == 700


def test_an_unknown_transcript_is_answered_with_those_there_are(genome: Genome) -> None:
    """The transcripts of the gene are the hint."""
    with pytest.raises(RequestError, match="ENSMUST00000000400"):
        genome.gene("Beta").transcript("ENSMUST00000009999")


def test_without_a_flag_the_longest_complete_coding_sequence_is_canonical(toy: Any, tmp_path: Path) -> None:
    """A longer but truncated coding sequence does not win over a whole one."""
    lines = toy.gff3.replace(";canonical=1", "").splitlines()
    copies = [line.replace("T00000000100", "T00000000199") for line in lines if "T00000000100" in line]
    copies = [line.replace("CDS\t201\t230", "CDS\t201\t250") for line in copies]
    text = "\n".join([*lines[:3], *copies, *lines[3:]]) + "\n"
    gene = Genome.open(*toy.but(gff3=text).write(tmp_path)).gene("Alpha")
    assert [transcript.cds_length for transcript in gene.transcripts] == [80, 60]
    assert gene.canonical.id == "ENSMUST00000000100"


def test_fetch_reads_either_strand_and_stays_inside(genome: Genome, toy: Any) -> None:
    """Bases come upper case from either strand; a stretch past the end tells the length."""
    assert genome.fetch("toy", 130, 133) == "ATG"
    assert genome.fetch("toy", 0, 60, -1) == reverse_complement(toy.sequence[:60])
    with pytest.raises(RequestError, match="1000 bases"):
        genome.fetch("toy", 990, 1001)
    with pytest.raises(RequestError, match="It holds toy"):
        genome.fetch("chr9", 0, 1)


def test_places_go_out_and_come_back(genome: Genome) -> None:
    """A printed place is located where it came from."""
    printed = genome.describe_position("toy", 41, 42, -1)
    match = re.match(r"(.+):(\d+)-(\d+):-$", printed)
    assert match is not None
    assert genome.locate(match[1], int(match[2])) == ("toy", 41)
    assert genome.locate("9", 5042) == genome.locate("toy", 42) == ("toy", 41)
    for chrom, position in (("chr9", 5000), ("chr9", 6001), ("toy", 0), ("chr8", 1)):
        with pytest.raises(RequestError, match="chr9:5001-6000"):
            genome.locate(chrom, position)


def test_genes_in_a_stretch_are_those_that_share_a_base(genome: Genome) -> None:
    """Touching is not overlapping."""
    assert [gene.symbol for gene in genome.genes_in("toy", 259, 401)] == ["Alpha", "Beta"]
    assert genome.genes_in("toy", 260, 400) == ()


def test_a_window_cuts_features_at_its_edges(genome: Genome, toy: Any) -> None:
    """A gene over the edge is cut there and says so; its bases are the genome's."""
    window = genome.window("toy", 200, 500)
    assert window.sequence == toy.sequence[200:500]
    assert window.origin is not None
    assert (window.origin.assembly, window.origin.chrom, window.origin.start) == ("Toy1", "chr9", 5200)
    placed = {feature.label: (feature.segments, feature.strand) for feature in window.features}
    assert placed["Alpha CDS"] == (((0, 30),), 1)
    assert placed["Beta exon 2"] == (((200, 260),), -1)
    assert "Alpha exon 1" not in placed
    assert "Gamma" not in placed


def test_the_teaching_genomes_are_at_hand() -> None:
    """``demo`` and ``demo-human`` open by name and are called synthetic."""
    for name, species in (("demo", "mouse"), ("demo-human", "human")):
        genome = Genome.open(name)
        assert (genome.name, genome.species, genome.synthetic, genome.annotated) == (
            name,
            species,
            True,
            True,
        )
        assert genome.genes

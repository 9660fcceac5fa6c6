"""The three real loci against their gene table, row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from loxsmith.errors import RequestError
from loxsmith.genome import Genome
from loxsmith.genome.drafts import spliced
from loxsmith.sequence import translate

LOCI = (
    "mouse_GRCm38_chr17_35150000_35300000",
    "human_GRCh37_chr6_31480000_31610000",
    "mouse_chrX_Ace2_BACinsert_GRCm39",
)


def _open(shared: Path, locus: str) -> Genome:
    return Genome.open(shared / "loci" / f"{locus}.fa", shared / "loci" / f"{locus}.gff3")


def _rows(shared: Path, locus: str) -> Iterator[dict[str, str]]:
    with (shared / "loci" / "genes.tsv").open() as table:
        yield from (row for row in csv.DictReader(table, delimiter="\t") if row["locus_file"] == locus)


@pytest.mark.parametrize("locus", LOCI)
def test_every_gene_of_the_table_is_read_as_stated(shared: Path, locus: str) -> None:
    """Place, strand, exon and coding-segment counts, and names agree with the table for every gene."""
    genome = _open(shared, locus)
    rows = list(_rows(shared, locus))
    assert len(rows) == len(genome.genes)
    for row in rows:
        gene = genome.gene(row["gene_id"])
        canonical = gene.canonical
        assert (gene.symbol, gene.biotype) == (row["symbol"] or row["gene_id"], row["biotype"])
        assert (gene.start + 1, gene.end) == (int(row["slice_start"]), int(row["slice_end"]))
        assert canonical.id == row["canonical_transcript"]
        assert len(canonical.exons) == int(row["n_exons"])
        assert len(canonical.cds) == int(row["n_cds_segments"])
        if row["genome_start"]:
            place = f"{row['chrom']}:{row['genome_start']}-{row['genome_end']}:{row['strand']}"
            assert genome.describe_position(gene.contig, gene.start, gene.end, gene.strand) == place


@pytest.mark.parametrize("locus", LOCI)
def test_every_complete_coding_sequence_translates_as_stated(shared: Path, locus: str) -> None:
    """A canonical CDS that the table calls good spells the stated protein; one it does not is incomplete."""
    genome = _open(shared, locus)
    for row in _rows(shared, locus):
        canonical = genome.gene(row["gene_id"]).canonical
        if not canonical.cds:
            assert not row["protein_length"]
            continue
        contig = genome.fetch(genome.contigs[0].name, 0, genome.contigs[0].length)
        protein = translate(spliced(contig, canonical.cds, canonical.strand))
        assert bool(canonical.incomplete) == (row["translation_ok"] == "no")
        if row["translation_ok"] == "yes":
            assert protein.startswith(row["protein_start"])
            assert protein.endswith("*")
            assert len(protein) - 1 == int(row["protein_length"])


def test_bmx_is_known_to_be_cut_by_the_edge(shared: Path) -> None:
    """Bmx has its 5' end outside the Ace2 BAC: the gene is clipped and no transcript is called complete."""
    genome = _open(shared, LOCI[2])
    bmx = genome.gene("Bmx")
    assert bmx.clipped
    assert all("5' end missing" in transcript.incomplete for transcript in bmx.transcripts)
    assert not genome.gene("Ace2").clipped


def test_a_truncated_model_among_whole_ones_does_not_clip_the_gene(shared: Path) -> None:
    """Human DDX39B has a truncated canonical model in the source, but the gene is all there."""
    gene = _open(shared, LOCI[1]).gene("DDX39B")
    assert gene.canonical.incomplete
    assert not gene.clipped
    assert any(transcript.cds and not transcript.incomplete for transcript in gene.transcripts)


def test_the_ace2_bac_knows_its_chromosome_but_not_its_place(shared: Path) -> None:
    """The BAC prints its own name, remembers chrX, and refuses chrX positions with the reason."""
    genome = _open(shared, LOCI[2])
    contig = genome.contigs[0]
    assert (contig.chrom, contig.offset, contig.placed, contig.chromosome) == (contig.name, 0, False, "chrX")
    assert genome.locate(contig.name, 51432) == (contig.name, 51431)
    with pytest.raises(RequestError, match="is not stated"):
        genome.locate("X", 164_000_000)


def test_positions_are_found_by_chromosome_with_and_without_chr(shared: Path) -> None:
    """17, chr17 and the slice's own name lead to the same base; beyond the slice its extent is told."""
    genome = _open(shared, LOCI[0])
    name = genome.contigs[0].name
    assert genome.locate("17", 35_200_185) == genome.locate("chr17", 35_200_185) == (name, 50_185)
    assert genome.locate(name, 50_186) == (name, 50_185)
    with pytest.raises(RequestError, match="chr17:35150000-35300000"):
        genome.locate("17", 35_300_001)


def test_the_digest_is_that_of_name_tab_sequence(shared: Path) -> None:
    """``sha256`` equals the digest computed from the file by hand."""
    genome = _open(shared, LOCI[0])
    head, *lines = (shared / "loci" / f"{LOCI[0]}.fa").read_text().split("\n")
    text = f"{head[1:].split()[0]}\t{''.join(lines).upper()}\n"
    assert genome.sha256 == sha256(text.encode()).hexdigest()


def test_the_background_slices_open(shared: Path) -> None:
    """Every gzip slice opens with its annotation, even where that holds no gene."""
    files = sorted((shared / "background").glob("*.fa.gz"))
    assert len(files) == 9
    for fasta in files:
        genome = Genome.open(fasta, fasta.with_name(fasta.name.replace(".fa.gz", ".gff3.gz")))
        assert (genome.species, genome.assembly, genome.annotated) == ("mouse", "GRCm38", True)
        assert genome.contigs[0].placed


def test_a_window_spells_the_gene_and_carries_its_features(shared: Path) -> None:
    """Features of a window lie on the bases they lie on in the genome, and genes over its edge are cut."""
    genome = _open(shared, LOCI[0])
    tnf = genome.gene("tnf")
    window = genome.window(tnf.contig, tnf.start - 500, tnf.end + 2000)
    assert window.origin is not None
    assert (window.origin.chrom, window.origin.start) == ("chr17", 35_199_381 - 1 - 500)
    coding = next(feature for feature in window.features if feature.label == "Tnf CDS")
    text = spliced(window.sequence, coding.segments[::-1], -1)
    assert translate(text).startswith("MSTESMIRDV")
    (lta,) = (feature for feature in window.features if feature.label == "Lta")
    assert ("note", "cut by the edge of this window") in lta.qualifiers

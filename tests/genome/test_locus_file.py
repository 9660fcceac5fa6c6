"""An annotated GenBank record as a locus: the same genes as FASTA with GFF3 gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from loxsmith.errors import DataError
from loxsmith.genome import Genome, Transcript


def _joined(intervals: tuple[tuple[int, int], ...], strand: int) -> str:
    text = "join(" + ",".join(f"{start + 1}..{end}" for start, end in sorted(intervals)) + ")"
    return text if strand == 1 else f"complement({text})"


def _row(kind: str, location: str, *qualifiers: str) -> str:
    return f"     {kind:<16}{location}\n" + "".join(f"{'':21}/{text}\n" for text in qualifiers)


def _ensembl(symbol: str, t: Transcript, extent: str) -> str:
    gene, noted = f'gene="{t.gene_id}.3"', f'note="transcript_id={t.id}"'
    return (
        _row("gene", extent, gene, f'locus_tag="{symbol}"', 'note="a toy [Source:MGI;Acc:1]"')
        + _row("mRNA", _joined(t.exons, t.strand), gene, f'standard_name="{t.id}"')
        + _row("CDS", _joined(t.cds, t.strand), gene, 'protein_id="P1"', noted)
    )


def _ncbi(symbol: str, t: Transcript, extent: str) -> str:
    gene = f'gene="{symbol}"'
    return (
        _row("gene", extent, gene, f'db_xref="GeneID:{t.start}"')
        + _row("mRNA", _joined(t.exons, t.strand), gene, f'transcript_id="{t.id}"')
        + _row("CDS", _joined(t.cds, t.strand), gene, 'protein_id="P1"')
    )


def _exons(symbol: str, t: Transcript, extent: str) -> str:
    gene = f'gene="{symbol}"'
    rows = [_row("exon", _joined((exon,), t.strand), gene) for exon in t.exons]
    return _row("gene", extent, gene) + "".join(rows) + _row("CDS", _joined(t.cds, t.strand), gene)


def _record(genome: Genome, style: Any, head: str) -> str:
    length = genome.contigs[0].length
    rows = []
    for gene in genome.genes:
        extent = f"{gene.start + 1}..{gene.end}"
        rows.append(
            style(gene.symbol, gene.canonical, extent if gene.strand == 1 else f"complement({extent})")
        )
    table = _row("source", f"1..{length}", 'chromosome="9"') + "".join(rows)
    bases = genome.fetch("toy", 0, length).lower()
    return f"{head}FEATURES             Location/Qualifiers\n{table}ORIGIN\n        1 {bases}\n//\n"


@pytest.fixture
def genome(toy: Any, tmp_path: Path) -> Genome:
    """The toy from FASTA and GFF3."""
    return Genome.open(*toy.write(tmp_path))


@pytest.mark.parametrize("style", [_ensembl, _ncbi, _exons])
def test_every_style_gives_the_same_transcripts(genome: Genome, tmp_path: Path, style: Any) -> None:
    """Ensembl's and NCBI's records and a drawing with bare exons all give the transcripts of the GFF3."""
    path = tmp_path / "locus.gb"
    path.write_text(_record(genome, style, "LOCUS       toy 1000 bp DNA linear\n"))
    locus = Genome.open(path)
    assert (locus.name, locus.contigs[0].name, locus.annotated) == ("locus", "toy", True)
    for gene in genome.genes:
        mine = locus.gene(gene.symbol)
        assert (mine.start, mine.end, mine.strand, mine.clipped) == (gene.start, gene.end, gene.strand, "")
        (transcript,) = mine.transcripts
        assert (transcript.exons, transcript.cds) == (gene.canonical.exons, gene.canonical.cds)
        assert transcript.incomplete == ""
        if style is not _exons:
            assert (transcript.id, transcript.protein_id) == (gene.canonical.id, "P1")


def test_ensembl_and_ncbi_records_state_their_place(genome: Genome, tmp_path: Path) -> None:
    """The accession line gives chromosome and offset."""
    path = tmp_path / "locus.gb"
    place = "chromosome:GRCm38:17:35150000:35150999:1"
    path.write_text(_record(genome, _ensembl, f"LOCUS       17 1000 bp DNA HTG\nACCESSION   {place}\n"))
    locus = Genome.open(path)
    assert (locus.assembly, locus.species) == ("GRCm38", "mouse")
    assert locus.locate("chr17", 35_150_130) == ("17", 130)
    assert locus.gene("alpha").id == "ENSMUSG00000000100.3"
    assert locus.gene("ENSMUSG00000000100").description == "a toy"
    head = "LOCUS       NC_000075 1000 bp DNA linear\nDEFINITION  Mus musculus chromosome 9, GRCm39.\n"
    head += "ACCESSION   NC_000075 REGION: 5001..6000\n  ORGANISM  Mus musculus\n"
    path.write_text(_record(genome, _ncbi, head))
    locus = Genome.open(path)
    assert (locus.assembly, locus.species) == ("GRCm39", "mouse")
    assert locus.describe_position("NC_000075", 0, 1, 1) == "9:5001-5001:+"
    path.write_text(_record(genome, _ncbi, head.replace("5001..6000", "complement(5001..6000)")))
    with pytest.raises(DataError, match="bottom strand"):
        Genome.open(path)


def test_an_open_end_makes_the_transcript_incomplete(genome: Genome, tmp_path: Path) -> None:
    """``<`` on a CDS says that its 5' end lies elsewhere."""
    path = tmp_path / "locus.gb"
    text = _record(genome, _ncbi, "LOCUS       toy 1000 bp DNA linear\n")
    path.write_text(text.replace("join(131..160", "join(<131..160"))
    assert Genome.open(path).gene("Alpha").canonical.incomplete == "5' end missing"
    assert Genome.open(path).gene("Gamma").canonical.incomplete == ""


def test_a_vector_is_no_locus(genome: Genome, tmp_path: Path) -> None:
    """A circular record, and an annotation beside a GenBank record, are refused."""
    path = tmp_path / "locus.gb"
    path.write_text(_record(genome, _ncbi, "LOCUS       toy 1000 bp DNA circular\n"))
    with pytest.raises(DataError, match="circular"):
        Genome.open(path)
    with pytest.raises(DataError, match="carries its own annotation"):
        Genome.open(path, path)

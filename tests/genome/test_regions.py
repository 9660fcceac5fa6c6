"""Exon, intron or neither for many positions, against a loop over all genes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loxsmith.errors import RequestError
from loxsmith.genome import Gene, Genome, Transcript
from loxsmith.genome.gene_db import StoredGenes, write_genes
from loxsmith.genome.gene_table import ListedGenes
from loxsmith.genome.regions import regions_of
from loxsmith.genome.store import add, open_stored


def transcript(exons: list[tuple[int, int]]) -> Transcript:
    """A transcript of these exons."""
    return Transcript(
        id="t", gene_id="g", exons=tuple(exons), cds=(), strand=1, biotype="", canonical=False, protein_id="",
        incomplete="",
    )  # fmt: skip


@st.composite
def genes(draw: st.DrawFn) -> list[Gene]:
    """Genes of a contig of 200 bp that overlap, nest and share symbols."""
    found = []
    for number in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, 180))
        end = draw(st.integers(start + 1, 200))
        transcripts = []
        for _ in range(draw(st.integers(0, 2))):
            edges = sorted(draw(st.sets(st.integers(start, end), min_size=2, max_size=8)))
            pairs = zip(edges[::2], edges[1::2], strict=False)
            transcripts.append(transcript(list(pairs)))
        found.append(
            Gene(
                id=f"g{number}", symbol=draw(st.sampled_from("ABC")), contig=draw(st.sampled_from(["x", "y"])),
                start=start, end=end, strand=1, biotype="", description="", transcripts=tuple(transcripts), clipped="",
            )
        )  # fmt: skip
    return found


def by_loop(genes: list[Gene], contig: str, position: int) -> tuple[str, str]:
    """Ask every gene and every exon."""
    here = [g for g in genes if g.contig == contig and g.start <= position < g.end]
    exonic = [
        g
        for g in here
        if not g.transcripts or any(a <= position < b for t in g.transcripts for a, b in t.exons)
    ]
    kind = "exon" if exonic else "intron" if here else "intergenic"
    symbols: list[str] = []
    for gene in exonic or here:
        if gene.symbol not in symbols:
            symbols.append(gene.symbol)
    return ",".join(symbols), kind


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(held=genes())
def test_every_position_is_what_a_loop_says(tmp_path: Path, held: list[Gene]) -> None:
    """From memory and from the store's arrays alike; exon wins over intron, genes of one kind are joined."""
    (tmp_path / "genes.sqlite").unlink(missing_ok=True)
    write_genes(tmp_path, held, "digest")
    positions = list(range(205))
    for table in (ListedGenes(held), StoredGenes(tmp_path, "digest", len(held))):
        for contig in ("x", "y", "z"):
            expected = [by_loop(held, contig, position) for position in positions]
            assert list(zip(*table.regions(contig).at(positions), strict=True)) == expected
        assert table.all() == tuple(held)


def test_order_and_kind_of_the_positions_do_not_matter() -> None:
    """Lists and arrays, sorted or not, none or many."""
    gene = Gene(
        id="g", symbol="G", contig="x", start=10, end=50, strand=1, biotype="", description="",
        transcripts=(transcript([(10, 20), (40, 50)]),), clipped="",
    )  # fmt: skip
    regions = regions_of([gene])
    words = ["exon", "intron", "intergenic", "exon"]
    for positions in ([19, 20, 50, 40], (19, 20, 50, 40), np.array([19, 20, 50, 40], np.uint32)):
        assert regions.at(positions) == (["G", "G", "", "G"], words)
    assert regions.at([]) == ([], [])
    with pytest.raises(ValueError, match="not negative"):
        regions.at([-1])


def test_a_genome_answers_for_its_contigs(toy: Any, tmp_path: Path) -> None:
    """Opened from files or added; an unknown contig is refused."""
    fasta, gff3 = toy.write(tmp_path)
    add(tmp_path / "home", "toy1", fasta, gff3)
    for genome in (Genome.open(fasta, gff3), open_stored(tmp_path / "home", "toy1")):
        assert genome.regions("toy").at([99, 100, 160, 200]) == (
            ["", "Alpha", "Alpha", "Alpha"],
            ["intergenic", "exon", "intron", "exon"],
        )
        with pytest.raises(RequestError, match="no sequence called 'x'"):
            genome.regions("x")
    bare = Genome.open(fasta)
    assert bare.regions("toy").at([5]) == ([""], ["intergenic"])

"""A narrowed genome is the same genome, seen through a window."""

from __future__ import annotations

import pytest

from loxsmith.errors import RequestError
from loxsmith.genome import Genome
from loxsmith.wiring.region import narrowed


@pytest.fixture(scope="module")
def demo() -> Genome:
    """The teaching genome."""
    return Genome.open("demo")


@pytest.mark.parametrize("symbol", ["Lumo1", "Brindl"])
def test_genes_inside_keep_place_bases_and_coding_sequence(demo: Genome, symbol: str) -> None:
    """On both strands: the chromosome's positions stay, and every exon spells the same."""
    gene = demo.gene(symbol)
    chrom = demo.contig(gene.contig).chrom
    window = narrowed(demo, f"{chrom}:{max(gene.start - 499, 1)}-{gene.end + 500}")
    same = window.gene(symbol)
    assert window.describe_position(same.contig, same.start, same.end, same.strand) == demo.describe_position(
        gene.contig, gene.start, gene.end, gene.strand
    )
    assert same.clipped == gene.clipped
    for old, new in zip(gene.transcripts, same.transcripts, strict=True):
        assert (old.id, old.canonical, old.incomplete) == (new.id, new.canonical, new.incomplete)
        assert [demo.fetch(gene.contig, *piece) for piece in old.cds] == [
            window.fetch(same.contig, *piece) for piece in new.cds
        ]
        assert len(old.exons) == len(new.exons)


def test_a_gene_that_leaves_the_region_is_clipped(demo: Genome) -> None:
    """Half a gene is not passed off as a whole one."""
    gene = demo.gene("Lumo1")
    middle = (gene.start + gene.end) // 2
    window = narrowed(demo, f"{demo.contig(gene.contig).chrom}:1-{middle}")
    assert window.gene("Lumo1").clipped


def test_repeats_stay_where_they_are(demo: Genome) -> None:
    """Lower-case stretches move with the window."""
    contig = next(held for held in demo.contigs if demo.masked(held.name))
    low, high = demo.masked(contig.name)[0]
    window = narrowed(demo, f"{contig.chrom}:{low + 2}-{high + 10}")
    assert window.masked(contig.name)[0] == (0, high - low - 1)


def test_chr_and_commas_are_taken(demo: Genome) -> None:
    """People write both."""
    bare = demo.contigs[0].chrom.removeprefix("chr")
    assert narrowed(demo, f"{bare}:1,001-2,000").contigs[0].length == 1000


@pytest.mark.parametrize(
    "region",
    ["", "nonsense", "chr1", "chr1:5", "chr1:200-100", "chr1:0-100", "chr99:1-100", "chr1:1-99999999999"],
)
def test_what_the_genome_does_not_hold_is_refused(demo: Genome, region: str) -> None:
    """With a sentence and a mend."""
    with pytest.raises(RequestError) as refused:
        narrowed(demo, region)
    assert refused.value.hint

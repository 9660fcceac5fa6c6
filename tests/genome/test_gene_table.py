"""Finding genes: in memory and in the database alike, from any thread and process."""

from __future__ import annotations

import pickle
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from loxsmith.genome import Gene
from loxsmith.genome.gene_db import StoredGenes, write_genes
from loxsmith.genome.gene_table import GeneTable, ListedGenes, near_names

COUNT = 20_000


@pytest.fixture(scope="module")
def genes() -> list[Gene]:
    """As many genes as a mammal codes for, on four contigs, some of them very long."""
    dice = random.Random(5)
    found = []
    for number in range(COUNT):
        symbol = "".join(dice.choices("ABCDEFGHIKLMNPRSTW", k=3)) + str(number % 97)
        start = dice.randrange(1_000_000)
        length = 400_000 if number % 1000 == 0 else dice.randrange(1, 3_000)
        found.append(
            Gene(
                id=f"ENSMUSG{number:011}", symbol=symbol, contig=f"c{number % 4}", start=start, end=start + length,
                strand=1, biotype="protein_coding" if number % 3 else "lncRNA", description="", transcripts=(),
                clipped="", synonyms=(f"Old{number}",),
            )
        )  # fmt: skip
    found[7] = replace(found[7], symbol="Tnfrsf11a")
    return found


@pytest.fixture(scope="module")
def tables(genes: list[Gene], tmp_path_factory: pytest.TempPathFactory) -> tuple[GeneTable, GeneTable]:
    """The same genes in memory and on disk."""
    folder = tmp_path_factory.mktemp("genes")
    assert write_genes(folder, iter(genes), "digest") == COUNT
    return ListedGenes(genes), StoredGenes(folder, "digest", COUNT)


def test_both_answer_alike(tables: tuple[GeneTable, GeneTable], genes: list[Gene]) -> None:
    """By name in any case, by synonym, by place, by what is near."""
    listed, kept = tables
    assert len(kept) == len(listed) == COUNT
    for gene in genes[::997]:
        for name in (gene.symbol, gene.symbol.lower(), gene.id, gene.id + ".4", gene.synonyms[0].upper()):
            assert list(kept.called(name)) == list(listed.called(name)) != []
    dice = random.Random(6)
    for _ in range(200):
        start = dice.randrange(1_100_000)
        where = (f"c{dice.randrange(5)}", start, start + dice.randrange(1, 2_000))
        expected = tuple(g for g in genes if g.contig == where[0] and g.start < where[2] and g.end > where[1])
        assert kept.within(*where) == listed.within(*where) == expected
    for name in ("Tnfrsf11", "tnfrsf11a", "ENSMUSG0000000077", "qqqqqqq", "", "ABC"):
        assert kept.near(name) == listed.near(name)
    assert kept.some_coding(3) == listed.some_coding(3)


def test_a_misspelt_symbol_finds_the_nearest_of_many(tables: tuple[GeneTable, GeneTable]) -> None:
    """Among 40,000 names, of which only those that share much with it are compared letter by letter."""
    for table in tables:
        assert table.near("Tnfrsf1la")[0] == "Tnfrsf11a"


def test_few_names_are_all_compared() -> None:
    """A swap of letters that shares no pair with the name still finds it among few."""
    assert near_names("bac", ["abc", "zzz"]) == ["abc"]


def test_threads_and_processes_have_their_own_connections(
    tables: tuple[GeneTable, GeneTable], genes: list[Gene]
) -> None:
    """The database may be asked from anywhere."""
    kept = tables[1]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda gene: kept.called(gene.id)[0], genes[:200]))
    assert found == genes[:200]
    assert pickle.loads(pickle.dumps(kept)).called(genes[3].id)[0] == genes[3]


def test_a_name_no_gene_can_have_is_not_found(tmp_path: Path) -> None:
    """Quotes and wildcards are letters like others."""
    write_genes(tmp_path, [], "digest")
    empty = StoredGenes(tmp_path, "digest", 0)
    for name in ("'; DROP TABLE gene; --", "%", "_", "", "\x00"):
        assert list(empty.called(name)) == []
    assert (empty.all(), empty.near("x"), empty.some_coding(5)) == ((), [], ([], 0))

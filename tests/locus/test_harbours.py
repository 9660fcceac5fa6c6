"""Safe harbours are found by their bases, in either direction, and never invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from loxsmith.errors import DataError
from loxsmith.genome import Genome
from loxsmith.knowledge import harbour
from loxsmith.locus import harbour_gene, harbour_site, open_locus
from loxsmith.sequence import reverse_complement
from workbench.harbour_genomes import bases_of_harbour, harbour_genome

ROSA = harbour("Rosa26")


def _placed(genome: Genome) -> tuple[str, str]:
    """The forty bases round the insertion point, in the gene's direction, and by what it was found."""
    locus = open_locus(genome, harbour_gene(genome, ROSA), margin=5_000, coding=False)
    found = harbour_site(locus, ROSA)
    return locus.molecule.sequence[found.at - 20 : found.at + 20], found.how


@pytest.mark.parametrize("strand", [1, -1])
@pytest.mark.parametrize("symbol", ["Anything", "Gt(ROSA)26Sor", "R26"])
def test_the_place_is_where_the_published_guide_cuts(strand: int, symbol: str, tmp_path: Path) -> None:
    """Whatever the gene is called and wherever it lies, the insertion point is found by its 207 bases."""
    around, how = _placed(harbour_genome(tmp_path, bases_of_harbour(), strand=strand, symbol=symbol))
    assert around[:20].endswith("TCTTTCTAGA")
    assert around[20:].startswith("AGATGG")
    assert how == "by the 207 bp round it"


def test_a_strain_that_differs_in_the_window_is_found_by_the_guide(tmp_path: Path) -> None:
    """One base of the window exchanged, outside the guide: the guide with its PAM still names the place."""
    at = bases_of_harbour().index(ROSA.window) + 5
    spoilt = (
        bases_of_harbour()[:at]
        + ("A" if bases_of_harbour()[at] != "A" else "C")
        + bases_of_harbour()[at + 1 :]
    )
    around, how = _placed(harbour_genome(tmp_path, spoilt))
    assert around[:20].endswith("TCTTTCTAGA")
    assert how == "by the published guide ACTCCAGTCTTTCTAGAAGA"


def test_without_its_bases_nothing_is_designed(tmp_path: Path) -> None:
    """A genome without the window is no place for a transgene: exit 5, with what to bring."""
    genome = harbour_genome(tmp_path, bases_of_harbour().replace(ROSA.window, "A" * 207))
    with pytest.raises(DataError, match=r"not in genome .* never invented") as caught:
        harbour_gene(genome, ROSA)
    assert "--locus" in caught.value.hint


def test_a_gene_of_the_name_without_the_bases_is_not_trusted(tmp_path: Path) -> None:
    """The gene's name alone does not say where in it the transgene goes."""
    genome = harbour_genome(
        tmp_path, bases_of_harbour().replace(ROSA.window, "A" * 207), symbol="Gt(ROSA)26Sor"
    )
    locus = open_locus(genome, harbour_gene(genome, ROSA), margin=5_000, coding=False)
    with pytest.raises(DataError, match="are not there in the gene's direction"):
        harbour_site(locus, ROSA)


def test_two_places_are_none(tmp_path: Path) -> None:
    """Where the window stands twice, nobody can say which is meant."""
    at = bases_of_harbour().index(ROSA.window)
    twice = bases_of_harbour()[: at + 600] + ROSA.window + bases_of_harbour()[at + 807 :]
    with pytest.raises(DataError, match="2 places of genome"):
        harbour_gene(harbour_genome(tmp_path, twice), ROSA)
    named = harbour_genome(tmp_path, twice, symbol="Rosa26")
    locus = open_locus(named, harbour_gene(named, ROSA), margin=5_000, coding=False)
    with pytest.raises(DataError, match="stand there 2 times"):
        harbour_site(locus, ROSA)


def test_a_place_without_a_gene_in_its_direction_is_refused(tmp_path: Path) -> None:
    """The window turned round in its gene lies antisense to it: no gene is taken that reads the other way."""
    turned = bases_of_harbour().replace(ROSA.window, reverse_complement(ROSA.window))
    with pytest.raises(DataError, match="has no gene in its direction"):
        harbour_gene(harbour_genome(tmp_path, turned), ROSA)


def test_without_annotation_the_gene_is_not_known(tmp_path: Path) -> None:
    """Bare bases name no gene: the annotation is asked for."""
    fasta = tmp_path / "bare.fa"
    fasta.write_text(f">c1\n{bases_of_harbour()}\n", encoding="ascii")
    with pytest.raises(DataError, match="has no annotation"):
        harbour_gene(Genome.open(fasta), ROSA)


@pytest.mark.parametrize("name", ["H11", "Hprt", "Col1a1", "TIGRE"])
def test_harbours_known_by_description_are_refused(name: str) -> None:
    """Harbours without bases end in exit 5, with how they are located and what to do instead."""
    with pytest.raises(DataError, match=f"The harbour {name} is not located here") as caught:
        harbour_gene(Genome.open("demo"), harbour(name))
    assert caught.value.exit_code == 5
    assert "Rosa26" in caught.value.hint

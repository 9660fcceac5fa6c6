"""The table of guides: which are in it, what is said of each, and their order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loxsmith.genome import Genome
from loxsmith.guides import OffTargets, pam_of, search
from loxsmith.workbench.guide_table import (
    AROUND,
    CutRange,
    Surroundings,
    TabledGuide,
    cut_ranges,
    guide_table,
)
from oracle.guides import slow_guides

NGG = pam_of("NGG")


def opened(folder: Path, **contigs: str) -> Genome:
    """A genome of these contigs."""
    path = folder / "made.fa"
    path.write_text("".join(f">{name}\n{text}\n" for name, text in contigs.items()))
    return Genome.open(path)


def table(
    genome: Genome, *ranges: tuple[str, int, int], pam: str = "NGG", **more: object
) -> tuple[TabledGuide, ...]:
    """The table of some ranges, searched in the genome itself."""
    asked = pam_of(pam)

    def found(guides: Sequence[str]) -> tuple[OffTargets, ...]:
        return search(genome, guides, pam=asked)

    cuts = [CutRange(contig=c, start=a, end=b) for c, a, b in ranges]
    return guide_table(genome, cuts, pam=asked, search=found, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Genome:
    """Two contigs of random bases."""
    dice = random.Random(3)
    return opened(
        tmp_path_factory.mktemp("genome"),
        a="".join(dice.choices("ACGT", k=1500)),
        b="".join(dice.choices("ACGTACGTACGTN", k=900)),
    )


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 1500), st.integers(0, 1500))
def test_a_range_holds_the_guides_of_the_slow_twin(made: Genome, one: int, other: int) -> None:
    """Wherever it begins and ends, the ends of the contig included."""
    low, high = sorted((one, other))
    rows = table(made, ("a", low, high))
    text = made.fetch("a", 0, 1500)
    found = sorted(
        (r.guide.start, r.guide.strand, r.guide.protospacer, r.guide.pam, r.guide.cut) for r in rows
    )
    assert found == sorted(slow_guides(text, low, high))


@pytest.fixture(scope="module")
def whole(made: Genome) -> dict[tuple[int, int], TabledGuide]:
    """Every guide of the first contig by its place."""
    return {(row.guide.start, row.guide.strand): row for row in table(made, ("a", 0, 1500))}


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 1400), st.integers(0, 1400))
def test_scores_do_not_depend_on_the_range(
    made: Genome, whole: dict[tuple[int, int], TabledGuide], one: int, other: int
) -> None:
    """A guide at the edge of a range scores as in the middle of one."""
    low, high = sorted((one, other))
    for row in table(made, ("a", low, high)):
        assert row == whole[row.guide.start, row.guide.strand]


def test_ranges_that_overlap_give_each_guide_once(made: Genome) -> None:
    """Exons may share bases."""
    assert table(made, ("a", 100, 400), ("a", 300, 700)) == table(made, ("a", 100, 700))


def test_contigs_keep_their_order(made: Genome) -> None:
    """Among equals the first contig comes first; both are listed."""
    rows = table(made, ("b", 0, 900), ("a", 0, 1500), pam="NNGRRT")
    assert {row.contig for row in rows} == {"a", "b"}
    assert [row.contig for row in rows if row.counts == (1, 0, 0, 0, 0)] == sorted(
        row.contig for row in rows if row.counts == (1, 0, 0, 0, 0)
    )


def test_no_guide_is_searched_twice(made: Genome) -> None:
    """The search is asked once, for each spelling once; none asks for nothing."""
    asked: list[Sequence[str]] = []

    def found(guides: Sequence[str]) -> tuple[OffTargets, ...]:
        asked.append(guides)
        return search(made, guides)

    unit = CutRange(contig="a", start=0, end=1500)
    guide_table(made, [unit, unit], pam=NGG, search=found)
    assert len(asked) == 1
    assert len(set(asked[0])) == len(asked[0])
    assert guide_table(made, [], pam=NGG, search=found) == ()


@pytest.mark.parametrize(
    ("pam", "activity", "repair"), [("NGG", True, True), ("NG", False, True), ("TTTV", False, False)]
)
def test_scores_are_those_made_for_the_nuclease(made: Genome, pam: str, activity: bool, repair: bool) -> None:
    """Activity for SpCas9 with NGG, repair for blunt cuts."""
    rows = table(made, ("a", 200, 1200), pam=pam)
    assert rows
    assert {row.scores.rule_set_1 is not None for row in rows} == {activity}
    assert {row.scores.crisprscan is not None for row in rows} == {activity}
    assert {row.scores.microhomology is not None for row in rows} == {repair}
    assert {row.cfd is not None for row in rows} == {activity}


def test_a_near_match_in_a_strangers_exon_forbids(tmp_path: Path) -> None:
    """One mismatch in an exon of another gene: not usable. Two: to be weighed. In its own gene: nothing of the kind."""
    genome = Genome.open("demo")
    gene = genome.gene("Garl1")
    ranges = cut_ranges(gene, genome.contig(gene.contig).length)
    rows = table(
        genome,
        *((r.contig, r.start, r.end) for r in ranges),
        around=Surroundings(targets=("Garl1",)),
    )
    for row in rows:
        said = " ".join(row.why)
        near = [
            site.mismatches
            for site in search(genome, [row.guide.protospacer])[0].sites
            if site.region == "exon" and site.gene == "Garl2"
        ]
        assert row.usable == (not any(m <= 1 for m in near))
        assert ("Garl2" in said) == any(m <= 2 for m in near)
    blind = table(genome, *((r.contig, r.start, r.end) for r in ranges))
    assert all(row.usable for row in blind)
    assert any("2 places" in " ".join(row.why) for row in blind)


def test_cut_ranges_are_the_exons_and_ten_bases(tmp_path: Path) -> None:
    """They do not overlap, do not leave the contig, and cover what lies within 10 bp of an exon, no more."""
    genome = Genome.open("demo")
    for gene in genome.genes:
        length = genome.contig(gene.contig).length
        ranges = cut_ranges(gene, length)
        covered = [cut for r in ranges for cut in range(r.start, r.end + 1)]
        exons = [exon for transcript in gene.transcripts for exon in transcript.exons]
        wanted = {cut for a, b in exons for cut in range(max(a - 10, 0), min(b + 10, length) + 1)}
        assert len(covered) == len(set(covered))
        assert set(covered) == wanted


def test_enough_is_read_around_a_range() -> None:
    """The widest score reads 30 bases on each side of a cut, a window has at most 28."""
    from loxsmith.guides.microhomology import REACH

    assert AROUND >= REACH + 28

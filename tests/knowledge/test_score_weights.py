"""The weights of the guide scores, and the nucleases: as published, twice read, and complete."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from loxsmith.errors import DataError, RequestError
from loxsmith.knowledge import (
    MotifWeights,
    Nuclease,
    citation,
    crisprscan_weights,
    mit_weights,
    nuclease,
    nucleases,
    rule_set_1_weights,
)
from loxsmith.sequence import IUPAC

QC = Path(__file__).parent / "qc" / "scores.tsv"
TABLES = {
    "ruleset1_doench2014.tsv": (rule_set_1_weights, 70, {"gc_low", "gc_high"}, 30),
    "crisprscan_morenomateos2015.tsv": (crisprscan_weights, 91, set(), 35),
}


def _rows(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def _typed(score: str) -> Iterator[tuple[str, list[str]]]:
    """Position and cell entries of the second reading."""
    for row in _rows(QC):
        if row["score"] == score:
            yield row["position"], row["weights"].split()


def _flat(weights: MotifWeights) -> dict[tuple[int, str], float]:
    """All weights of a score under one kind of key; position 0 for those bound to no place."""
    return {(0, "intercept"): weights.intercept, **{(0, k): v for k, v in weights.extra.items()}} | dict(
        weights.motifs
    )


@pytest.mark.parametrize("name", TABLES)
def test_weights_equal_the_published_table(name: str, shared: Path) -> None:
    """Every weight of the shared table is ours at the same place, and we have no other."""
    load = TABLES[name][0]
    stated = {
        (int(row["position"] or 0), row["motif"] or row["feature_type"]): float(row["weight"])
        for row in _rows(shared / "scores" / name)
    }
    assert _flat(load()) == stated


def test_position_weights_equal_the_published_table(shared: Path) -> None:
    """The twenty weights of the MIT score are the shared ones, in order."""
    rows = _rows(shared / "scores" / "mit_hsu2013_weights.tsv")
    assert [int(row["pos"]) for row in rows] == list(range(1, 21))
    assert mit_weights() == tuple(float(row["weight"]) for row in rows)


@pytest.mark.parametrize(
    ("score", "name", "first", "places"),
    [
        ("Rule Set 1", "ruleset1_doench2014.tsv", 0, 5e-8),
        ("CRISPRscan", "crisprscan_morenomateos2015.tsv", 1, 5e-10),
    ],
)
def test_weights_equal_the_second_reading(score: str, name: str, first: int, places: float) -> None:
    """Another public copy gives the same weights at the same places, within its rounding."""
    second = {}
    for position, cells in _typed(score):
        place = 0 if position == "-" else int(position) + 1 - first
        for cell in cells:
            motif, _, weight = cell.partition("=")
            second[place, motif] = float(weight)
    ours = _flat(TABLES[name][0]())
    assert set(second) == set(ours)
    for key, weight in second.items():
        assert ours[key] == pytest.approx(weight, abs=1.01 * places), key


def test_position_weights_equal_the_second_reading() -> None:
    """Another public copy gives the same twenty numbers."""
    assert tuple(float(cell) for _, cells in _typed("MIT") for cell in cells) == mit_weights()


@pytest.mark.parametrize("name", TABLES)
def test_motifs_lie_within_the_stretch_they_are_read_on(name: str) -> None:
    """One or two plain bases each, none reaching beyond the end, and as many as published."""
    load, count, extra, length = TABLES[name]
    assert len(load().motifs) == count
    assert set(load().extra) == extra
    for position, motif in load().motifs:
        assert set(motif) <= set("ACGT")
        assert len(motif) in (1, 2)
        assert 1 <= position <= length - len(motif) + 1


def test_a_weight_of_a_mismatch_is_a_loss() -> None:
    """Twenty shares between 0 and 1; near the PAM every mismatch costs something."""
    assert len(mit_weights()) == 20
    assert all(0 <= weight < 1 for weight in mit_weights())
    assert all(weight > 0.4 for weight in islice(mit_weights(), 10, None))


def test_weights_are_read_once() -> None:
    """A second call returns the very same object."""
    for load in (mit_weights, rule_set_1_weights, crisprscan_weights, nucleases):
        assert load() is load()


def test_nucleases_are_described_in_full() -> None:
    """Each has IUPAC PAMs of one length, a side, a source with a DOI, and one name nobody else has."""
    names = [entry.name for entry in nucleases()]
    assert names[0] == "SpCas9"
    assert len(set(names)) == len(names) == 6
    for entry in nucleases():
        for pam in (entry.pam, *entry.offtargets):
            assert set(pam) <= set(IUPAC)
            assert len(pam) == len(entry.pam)
        assert "doi:10." in entry.source
        assert entry.spacer[0] <= entry.spacer[1]
        assert nuclease(entry.pam.lower()) is nuclease(entry.name) is entry


@pytest.mark.parametrize(
    ("pam", "name", "side", "offtargets", "cuts"),
    [
        ("NGG", "SpCas9", 3, ("NAG", "NGA"), (3, 3)),
        ("NNGRRT", "SaCas9", 3, (), (3, 3)),
        ("TTTV", "Cas12a", 5, (), (18, 23)),
        ("NRN", "SpRY", 3, ("NYN",), (3, 3)),
    ],
)
def test_nucleases_cut_where_published(
    pam: str, name: str, side: int, offtargets: tuple[str, ...], cuts: tuple[int, int]
) -> None:
    """PAM, side, weaker PAMs and both cuts are those of the papers."""
    entry = nuclease(pam)
    assert (entry.name, entry.side, entry.offtargets, entry.cuts) == (name, side, offtargets, cuts)


def test_an_unknown_nuclease_is_refused_with_what_there_is() -> None:
    """The nearest names are given."""
    with pytest.raises(RequestError, match="no nuclease called 'NGGG'") as caught:
        nuclease("NGGG")
    assert "NGG" in (caught.value.hint or "")


@pytest.mark.parametrize("wrong", [{"pam": ""}, {"pam": "NXG"}, {"offtargets": ("NAGG",)}, {"side": 4}])
def test_a_nuclease_that_means_nothing_is_refused(wrong: dict[str, object]) -> None:
    """A PAM of other letters or another length, or a third side, cannot be built."""
    whole: dict[str, object] = {"name": "x", "pam": "NGG", "side": 3, "cuts": (3, 3), "spacer": (20, 20)}
    with pytest.raises(DataError, match="means nothing"):
        Nuclease(**{**whole, "source": "none", **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["hsu2013", "doench2014", "morenomateos2015", "bae2014", "haeussler2016"])
def test_papers_behind_the_scores_are_cited(key: str) -> None:
    """Each paper is in the list, with its DOI."""
    assert citation(key).identifier.startswith("doi:10.")

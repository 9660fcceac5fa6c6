"""``loxsmith target``: arms and outcomes as JSON, as GenBank and in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.small import random_bases, write_fasta
from loxsmith import read
from loxsmith.sequence import reverse_complement

LEFT, RIGHT, INSERT, BACKBONE = (
    random_bases(seed, length) for seed, length in ((20, 3000), (21, 3000), (22, 300), (23, 900))
)
CORE = LEFT[1000:] + INSERT + RIGHT[:1500]


@pytest.fixture
def locus(tmp_path: Path) -> Path:
    """6,000 random bases."""
    return write_fasta(tmp_path / "locus.fa", LEFT + RIGHT)


def ends(text: str) -> tuple[int, int]:
    """Read ``start-end``."""
    first, last = text.split("-")
    return int(first), int(last)


def test_arms_and_outcomes_have_the_contracts_names(run, locus: Path, tmp_path: Path) -> None:
    """Positions are 1-based texts on locus and vector, and the products start with the wanted one."""
    donor = write_fasta(tmp_path / "donor.fa", CORE)
    value = run("target", locus, donor, "--json").json
    five, three = value["arms"]["5p"], value["arms"]["3p"]
    assert {"locus", "vector", "length", "identity"} <= set(five)
    assert (ends(five["locus"])[0], ends(five["vector"])[0]) == (1001, 1)
    assert (ends(three["locus"])[1], ends(three["vector"])[1]) == (4500, len(CORE))
    assert value["products"][0]["id"] == "targeted"
    assert value["products"][0]["length"] == 6300
    assert {product["id"] for product in value["products"]} >= {"targeted", "tandem", "one_arm_5p"}
    assert [product["file"] for product in value["products"]] == [None] * len(value["products"])


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("opened", [0, 700, 2100, 3000, 4000])
def test_vector_places_are_those_of_the_file(
    run, locus: Path, tmp_path: Path, turned: bool, opened: int
) -> None:
    """Whatever base and strand a circle is drawn from, the stated arm spells the locus's bases."""
    circle = CORE + BACKBONE
    text = circle[opened:] + circle[:opened]
    text = reverse_complement(text) if turned else text
    vector = write_fasta(tmp_path / "vector.fa", text, circular=True)
    value = run("target", locus, vector, "--json").json
    assert value["vector_strand"] == ("-" if turned else "+")
    for arm in value["arms"].values():
        first, last = ends(arm["vector"])
        spelled = text[first - 1 : last] if first <= last else text[first - 1 :] + text[:last]
        start, end = ends(arm["locus"])
        wanted = (LEFT + RIGHT)[start - 1 : end]
        assert spelled == (reverse_complement(wanted) if turned else wanted)


def test_files_carry_arms_that_spell_the_locus(run, locus: Path, tmp_path: Path) -> None:
    """targeted.gb holds both arms as features at their place."""
    donor, out = write_fasta(tmp_path / "donor.fa", CORE), tmp_path / "out"
    assert run("target", locus, donor, "-o", out).code == 0
    molecule = read(out / "targeted.gb")
    features = [f for span in molecule.spans for f in span.source.features]
    arms = {f.label: molecule.sequence[f.start : f.end] for f in features if f.kind == "misc_feature"}
    assert arms["5' homology arm"] in LEFT + INSERT
    assert arms["3' homology arm"] in INSERT + RIGHT
    assert len(arms["5' homology arm"]) >= 2000


def test_words_name_each_outcome_and_how_it_arises(run, locus: Path, tmp_path: Path) -> None:
    """The table is readable without JSON."""
    ran = run("target", locus, write_fasta(tmp_path / "donor.fa", CORE))
    assert "5' arm" in ran.out
    assert "targeted" in ran.out
    assert "1 difference" in ran.out


def test_strangers_are_exit_5(run, locus: Path, tmp_path: Path) -> None:
    """Without homology there is no outcome."""
    ran = run("target", locus, write_fasta(tmp_path / "other.fa", random_bases(30, 800)))
    assert ran.code == 5

"""The site table against itself, against the shared table, and the grading of pairs."""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

import pytest

from loxsmith.errors import RequestError
from loxsmith.knowledge import Site, compatibility, site, sites, spacer_mismatches
from loxsmith.sequence import reverse_complement

ARMED = [entry for entry in sites() if not entry.half]
ARM_MUTANTS = {"lox66", "lox71"}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


def test_every_site_of_the_shared_table_is_there_with_its_sequence(shared: Path) -> None:
    """Each row of the shared table is found under its old name, with the same bases and recombinase."""
    rows = _rows(shared / "sites" / "recombinase_sites.tsv")
    assert len(rows) == len(sites())
    for row in rows:
        found = site(row["name"])
        assert (found.sequence, found.recombinase) == (row["sequence"], row["recombinase"])
        assert (found.confidence == "unconfirmed") == ("MEMORY" in row["confidence"])
        if not found.half:
            assert found.spacer == row["spacer"]


def test_spacer_distances_equal_the_shared_table(shared: Path) -> None:
    """Distances and self-symmetry agree with those computed independently."""
    checked = 0
    for row in _rows(shared / "sites" / "spacer_distance.tsv"):
        expected = int(row["spacer_mismatches_8bp"])
        if row["pair"].endswith(" self-symmetry"):
            spacer = site(row["pair"].removesuffix(" self-symmetry")).spacer
            other = reverse_complement(spacer)
            assert sum(a != b for a, b in zip(spacer, other, strict=True)) == expected, row["pair"]
        else:
            first, second = row["pair"].split(" x ")
            assert spacer_mismatches(site(first), site(second)) == expected, row["pair"]
        checked += 1
    assert checked > 40


@pytest.mark.parametrize("entry", ARMED, ids=lambda entry: entry.name)
def test_arms_are_inverted_repeats(entry: Site) -> None:
    """The arms mirror each other, save in the two single-arm mutants, and in FRT for one base."""
    mirrored = reverse_complement(entry.right)
    differing = sum(a != b for a, b in zip(entry.left, mirrored, strict=True))
    if entry.name in ARM_MUTANTS:
        assert 0 < differing <= 5
    else:
        assert differing == (1 if entry.family == "FRT" else 0)


@pytest.mark.parametrize("entry", ARMED, ids=lambda entry: entry.name)
def test_lengths_follow_the_family(entry: Site) -> None:
    """lox and FRT are 13-8-13, rox is 14-4-14, and no spacer has lost its direction."""
    shape = (len(entry.left), len(entry.spacer), len(entry.right))
    assert shape == ((14, 4, 14) if entry.family == "rox" else (13, 8, 13))
    assert not entry.is_palindromic
    assert entry.crossover == len(entry.extended) + (16 if entry.family == "rox" else 17)


def test_a_palindromic_spacer_is_recognised() -> None:
    """A made-up site whose spacer mirrors itself has no direction."""
    lox = site("loxP")
    made_up = Site(
        name="made-up",
        recombinase="Cre",
        family="lox",
        left=lox.left,
        spacer="GCATATGC",
        right=lox.right,
        source="test",
        confidence="unconfirmed",
    )
    assert made_up.is_palindromic


def test_long_forms_hold_the_core_behind_a_repeat() -> None:
    """A 48-bp form is the 34-bp site behind a further arm and one base."""
    for name in ("FRT", "F3"):
        long, short = site(f"{name}-48"), site(name)
        assert len(long.sequence) == 48
        assert long.minimal == short.sequence
        assert long.extended[:13] == short.left
        assert compatibility(long, short).grade == "full"


def _shared_around_core(enzyme: str) -> str:
    """Lay attP on attB with their cores together and read outwards as long as both agree."""
    phage, host = site(f"{enzyme}-attP"), site(f"{enzyme}-attB")
    shift = phage.core_offset - host.core_offset
    start = end = phage.core_offset
    while start > max(0, shift) and phage.sequence[start - 1] == host.sequence[start - 1 - shift]:
        start -= 1
    while phage.sequence[end : end + 1] == host.sequence[end - shift : end - shift + 1] != "":
        end += 1
    return phage.sequence[start:end]


@pytest.mark.parametrize(("enzyme", "stretch"), [("phiC31", "TTG"), ("Bxb1", "GCGGTCTC")])
def test_att_partners_share_their_core(enzyme: str, stretch: str) -> None:
    """Both partners hold the core where the table says, inside the stretch they share there."""
    for half in ("attP", "attB"):
        entry = site(f"{enzyme}-{half}")
        assert entry.half == half
        assert entry.sequence[entry.core_offset :].startswith(entry.core)
    assert _shared_around_core(enzyme) == stretch
    assert (site("phiC31-attP").core_offset, site("phiC31-attB").core_offset) == (21, 16)


def test_every_site_recombines_with_its_like_and_grading_is_symmetric() -> None:
    """Equal spacers are full unless the site is inert; the order of a pair never matters."""
    for a, b in product(sites(), repeat=2):
        there, back = compatibility(a, b), compatibility(b, a)
        assert (there.grade, there.rate_default) == (back.grade, back.rate_default)
        if a.recombinase != b.recombinase:
            assert there.grade == "none"
    for entry in ARMED:
        assert compatibility(entry, entry).grade == ("leak" if entry.inert else "full")


@pytest.mark.parametrize(
    ("first", "second", "grade"),
    [
        ("loxP", "lox71", "full"),
        ("lox66", "lox71", "full"),
        ("loxP", "lox511", "leak"),
        ("lox71", "lox511", "leak"),
        ("loxP", "lox72", "leak"),
        ("loxP", "lox2272", "none"),
        ("lox2272", "lox5171", "none"),
        ("lox511", "lox5171", "none"),
        ("FRT", "F3", "none"),
        ("loxP", "FRT", "none"),
        ("phiC31-attP", "phiC31-attB", "full"),
        ("phiC31-attP", "phiC31-attP", "none"),
        ("Bxb1-attP", "phiC31-attB", "none"),
    ],
)
def test_pairs_are_graded_as_published(first: str, second: str, grade: str) -> None:
    """Known pairs recombine, leak or do not, and say why in a sentence."""
    found = compatibility(site(first), site(second))
    assert found.grade == grade
    assert found.statement.endswith(".")
    assert found.source


def test_leak_rates_are_assumptions_inside_their_range() -> None:
    """lox511 x loxP is reckoned with at 0.05 within 0.00-0.10, lox2272 x loxP at most 0.01."""
    leak = compatibility(site("lox511"), site("loxP"))
    assert (leak.rate_low, leak.rate_default, leak.rate_high) == (0.0, 0.05, 0.10)
    assert leak.assumption
    pair = compatibility(site("lox2272"), site("loxP"))
    assert (pair.rate_low, pair.rate_high) == (0.0, 0.01)
    assert pair.assumption


def test_names_are_unique_and_found_in_any_case() -> None:
    """No two sites share a name or alias."""
    names = [text.casefold() for entry in sites() for text in (entry.name, *entry.aliases)]
    assert len(names) == len(set(names))
    assert site("LOXp") is site("loxP")


def test_an_unknown_site_names_the_nearest() -> None:
    """A typing slip is answered with names that exist."""
    with pytest.raises(RequestError) as caught:
        site("lox2727")
    assert "lox2272" in caught.value.hint


def test_spacers_of_different_length_are_not_compared() -> None:
    """lox against rox is refused rather than counted."""
    with pytest.raises(RequestError, match="differ in length"):
        spacer_mismatches(site("loxP"), site("rox"))

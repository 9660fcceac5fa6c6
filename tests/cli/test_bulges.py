"""``loxsmith offtargets --bulges``: bulged sites beside the ordinary ones, as JSON, as lines and in words."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.small import Ran, random_bases
from loxsmith.wiring.bulges import BULGED_COLUMNS
from loxsmith.wiring.offtargets import SITE_COLUMNS

Run = Callable[..., Ran]

GUIDE = "GATTACCAGATTCATGACCT"
LESS = "GATTACCAGTTCATGACCT"  # the second of A-T-T's A gone
SITE = {
    "chrom",
    "start",
    "end",
    "strand",
    "aligned_guide",
    "sequence",
    "pam",
    "mismatches",
    "bulges",
    "gene",
    "region",
}


@pytest.fixture
def fasta(tmp_path: Path) -> Path:
    """The guide's own site, and 1,000 bases on one that lacks a base; the slice lies at 5:10001-12000."""
    text = random_bases(41, 2000)
    text = text[:500] + GUIDE + "TGG" + text[523:1500] + LESS + "CGG" + text[1522:]
    path = tmp_path / "slice.fa"
    path.write_text(f">slice assembly=Made1 chrom=5 start=10001 end=12000\n{text}\n")
    return path


def test_json_has_bulged_sites_beside_the_others(run: Run, fasta: Path) -> None:
    """The site that lacks a base is in ``bulged``, on the chromosome, aligned, without scores."""
    (value,) = run("offtargets", GUIDE, "--fasta", fasta, "--mismatches", 2, "--bulges", 1, "--json").json
    assert [site["start"] for site in value["sites"]] == [10501]
    site = next(site for site in value["bulged"] if site["start"] == 11501)
    assert set(site) == SITE
    assert (site["chrom"], site["end"], site["strand"], site["pam"]) == ("5", 11519, "+", "CGG")
    assert (site["mismatches"], site["bulges"]) == (0, 1)
    assert site["aligned_guide"] == GUIDE
    assert site["sequence"].replace("-", "") == LESS
    assert len(site["sequence"]) == 20


def test_without_the_option_nothing_changes(run: Run, fasta: Path) -> None:
    """No key and no column is added, and no extra is needed."""
    (value,) = run("offtargets", GUIDE, "--fasta", fasta, "--json").json
    assert "bulged" not in value
    lines = run("offtargets", GUIDE, "--fasta", fasta, "--tsv").out.splitlines()
    assert tuple(lines[0].split("\t")) == SITE_COLUMNS


def test_the_table_has_two_more_columns(run: Run, fasta: Path) -> None:
    """Ordinary sites have no bulge and the plain guide there; bulged ones have no scores."""
    words = ("offtargets", GUIDE, "--fasta", fasta, "--mismatches", 2, "--bulges", 1, "--tsv")
    head, *lines = (line.split("\t") for line in run(*words).out.splitlines())
    assert tuple(head) == BULGED_COLUMNS
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    own = next(row for row in rows if row["start"] == "10501" and row["mismatches"] == "0" and row["cfd"])
    assert (own["bulges"], own["aligned_guide"]) == ("0", GUIDE)
    less = next(row for row in rows if row["start"] == "11501")
    assert (less["bulges"], less["cfd"], less["mit"], less["guide"]) == ("1", "", "", GUIDE)


def test_people_read_what_the_list_is(run: Run, fasta: Path) -> None:
    """The sites stand under the ordinary ones, with what is listed and what is not."""
    told = " ".join(run("offtargets", GUIDE, "--fasta", fasta, "--mismatches", 2, "--bulges", 1).out.split())
    assert "5:11501-11519:+" in told
    assert "one of them is listed: one with the fewest mismatches and bulged bases together" in told
    assert "sassy" not in told
    assert "CFD and MIT were not made for bulges" in told


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--bulges", 3), "3 bulged bases cannot be searched for"),
        (("--bulges", 1, "--counts-only"), "--counts-only leaves them out"),
        (("--bulges", 2, "--mismatches", 5), "7 edits"),
    ],
)
def test_what_cannot_be_searched_is_refused(
    run: Run, fasta: Path, more: tuple[object, ...], words: str
) -> None:
    """One sentence and its mend, before anything is searched."""
    ran = run("offtargets", GUIDE, "--fasta", fasta, *more)
    assert ran.code == 2
    assert words in ran.err
    assert ran.out == ""


def test_without_sassy_the_mend_is_said(run: Run, fasta: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra's name is said; nothing is searched."""
    monkeypatch.setitem(sys.modules, "sassy", None)
    ran = run("offtargets", GUIDE, "--fasta", fasta, "--bulges", 1)
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'loxsmith[bulges]'" in ran.err

"""Bulged sites: what sassy finds and we check, held against every pairing there is."""

from __future__ import annotations

import doctest
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import loxsmith.guides.bulges
from loxsmith.adapters import bulges as door
from loxsmith.adapters.bulges import check_bulges, search_bulged
from loxsmith.errors import RequestError
from loxsmith.genome import Genome
from loxsmith.guides import Pam, pam_of, search
from loxsmith.guides.bulges import Bulged
from loxsmith.sequence import IUPAC, reverse_complement
from oracle.bulges import Found, bulged

GUIDE = "ATCACCATGTACCACATCAA"
PAMS = ("NGG", "NGG", "TTTV", "NNGRRT", "NG")


def written(folder: Path, contigs: dict[str, str]) -> Genome:
    """Open contigs as a genome."""
    path = folder / "genome.fa"
    path.write_text("".join(f">{name}\n{text}\n" for name, text in contigs.items()))
    return Genome.open(path, name="tried")


def chance(dice: random.Random, length: int, letters: str = "ACGT") -> str:
    """Bases drawn at random."""
    return "".join(dice.choices(letters, k=length))


def bulging(dice: random.Random, guide: str, most: int) -> str:
    """The guide with a few bases lost, gained and changed."""
    bases = list(guide)
    for _ in range(dice.randint(0, most)):
        at = dice.randrange(1, len(bases) - 1)
        if dice.random() < 0.5:
            del bases[at]
        else:
            bases.insert(at, dice.choice("ACGT"))
    for _ in range(dice.randint(0, 3)):
        bases[dice.randrange(len(bases))] = dice.choice("ACGTACGTACGTN")
    return "".join(bases)


def small_genome(dice: random.Random, guides: Sequence[str], pam: Pam, most: int) -> dict[str, str]:
    """A few contigs with altered copies of the guides beside PAMs, at their ends too, on either strand."""
    contigs = {}
    for number in range(dice.randint(1, 3)):
        parts = [chance(dice, dice.randint(0, 30), "ACGTACGTACGTACGTN")]
        for _ in range(dice.randint(0, 4)):
            motif = "".join(
                dice.choice(IUPAC[letter]) for letter in dice.choice((pam.pattern, *pam.offtargets))
            )
            near = bulging(dice, dice.choice(guides), most)
            site = near + motif if pam.side == 3 else motif + near
            parts.append(site if dice.random() < 0.5 else reverse_complement(site))
            parts.append(chance(dice, dice.randint(0, 30)))
        contigs[f"c{number}"] = "".join(parts) or "ACGT"
    return contigs


def as_found(site: Bulged, pam: Pam) -> Found:
    """The oracle's view of a site: the edge between it and its PAM."""
    right = (site.strand == 1) == (pam.side == 3)
    edge = site.end if right else site.start
    return (site.contig, edge, site.strand, site.pam, site.mismatches, site.bulges)


@pytest.mark.parametrize("seed", range(24))
def test_what_is_found_is_what_every_pairing_gives(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every place at which gaps save an edit is found, no other, with the fewest edits; pieces do not show."""
    dice = random.Random(seed)
    monkeypatch.setattr(door, "CHUNK", dice.choice((17, 40, 1 << 20)))
    most, mismatches = dice.choice(((1, 0), (1, 2), (1, 4), (2, 2), (2, 4)))
    pam = pam_of(dice.choice(PAMS))
    guides = [chance(dice, 20) for _ in range(2)]
    contigs = small_genome(dice, guides, pam, most)
    found = search_bulged(written(tmp_path, contigs), guides, pam=pam, mismatches=mismatches, bulges=most)
    for guide, sites in zip(guides, found, strict=True):
        slow = bulged(contigs, guide, pam=pam.pattern, side=pam.side, offtargets=pam.offtargets,
                      mismatches=mismatches, bulges=most)  # fmt: skip
        assert sorted(as_found(site, pam) for site in sites) == sorted(slow)


@pytest.mark.parametrize("seed", range(12))
def test_every_site_is_a_true_alignment(seed: int, tmp_path: Path) -> None:
    """Guide and site stand one above the other as their bases are, with as many edits as stated."""
    dice = random.Random(seed)
    pam = pam_of(dice.choice(PAMS))
    contigs = small_genome(dice, [GUIDE], pam, 2) | {"more": chance(dice, 4000)}
    genome = written(tmp_path, contigs)
    for site in search_bulged(genome, [GUIDE], pam=pam, mismatches=4, bulges=2)[0]:
        columns = list(zip(site.guide, site.sequence, strict=True))
        assert site.guide.replace("-", "") == GUIDE
        assert genome.fetch(site.contig, site.start, site.end, site.strand) == site.sequence.replace("-", "")
        assert sum("-" in column for column in columns) == site.bulges > 0
        assert sum(a != b and "-" not in (a, b) for a, b in columns) == site.mismatches
        assert "-" not in columns[0] + columns[-1]
        size = len(site.pam)
        right = (site.strand == 1) == (pam.side == 3)
        place = (site.end, site.end + size) if right else (site.start - size, site.start)
        assert genome.fetch(site.contig, *place, site.strand) == site.pam
        assert site.pam in pam.spellings


@pytest.mark.parametrize("at", range(1, 19))
@pytest.mark.parametrize("extra", [True, False])
def test_a_planted_bulge_is_found_wherever_it_is(at: int, extra: bool, tmp_path: Path) -> None:
    """One base more or one less anywhere inside the guide is a site with one bulge, on either strand."""
    new = next(base for base in "GTCA" if base not in GUIDE[at - 1 : at + 1])
    site = GUIDE[:at] + new + GUIDE[at:] if extra else GUIDE[:at] + GUIDE[at + 1 :]
    genome = written(tmp_path, {"x": f"TTTT{site}TGGTTTT", "y": reverse_complement(f"TTTT{site}TGGTTTT")})
    sites = search_bulged(genome, [GUIDE], pam=pam_of("NGG"), mismatches=0, bulges=1)[0]
    assert [(s.contig, s.strand, s.mismatches, s.bulges) for s in sites] == [("x", 1, 0, 1), ("y", -1, 0, 1)]


def test_a_site_without_bulges_is_left_to_the_ordinary_list(tmp_path: Path) -> None:
    """A perfect copy, and one with two mismatches, are no bulged sites."""
    other = "ATGACCATGTACCACATCTA"
    genome = written(tmp_path, {"x": f"CCTCCT{GUIDE}TGGCATTA{other}TGGTT"})
    assert [found.counts for found in search(genome, [GUIDE], mismatches=2)] == [(1, 0, 1)]
    assert search_bulged(genome, [GUIDE], pam=pam_of("NGG"), mismatches=2, bulges=1) == ((),)


def test_an_unknown_letter_is_no_site(tmp_path: Path) -> None:
    """A planted bulged site is gone when one of its letters, or of its PAM's, is unknown."""
    site = f"{GUIDE[:9]}G{GUIDE[9:]}TGG"
    for at in range(len(site)):
        text = f"TTTTTT{site[:at]}N{site[at + 1 :]}TTTTT"
        genome = written(tmp_path, {"x": text})
        found = search_bulged(genome, [GUIDE], pam=pam_of("NGG", []), mismatches=3, bulges=1)[0]
        assert all("N" not in genome.fetch("x", s.start, s.end) for s in found)
        assert not [s for s in found if (s.start, s.end) == (6, 27)]


def test_sites_carry_gene_and_region() -> None:
    """On the teaching genome a guide of a coding exon, less one base, finds that exon and names its gene."""
    genome = Genome.open("demo")
    gene = genome.gene("Garl1")
    start, end = gene.canonical.cds[-1]
    text = genome.fetch(gene.contig, start, end)
    pam = text.index("GG", 22) - 1
    site = text[pam - 19 : pam]
    guide = site[:9] + next(base for base in "ACGT" if base not in site[8:10]) + site[9:]
    found = search_bulged(genome, [guide], pam=pam_of("NGG"), mismatches=1, bulges=1)[0]
    assert ("Garl1", "exon", start + pam - 19, start + pam) in [
        (s.gene, s.region, s.start, s.end) for s in found
    ]


def test_without_sassy_the_mend_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence says what is missing and how to install it."""
    monkeypatch.setitem(sys.modules, "sassy", None)
    with pytest.raises(RequestError, match="sassy, which is not installed") as refused:
        search_bulged(Genome.open("demo"), [GUIDE], pam=pam_of("NGG"), mismatches=3, bulges=1)
    assert "pip install 'loxsmith[bulges]'" in refused.value.hint


@pytest.mark.parametrize(
    ("guides", "mismatches", "bulges", "words"),
    [
        (1, 4, 0, "0 bulged bases"),
        (1, 3, 3, "3 bulged bases"),
        (1, 5, 2, "at most 6 are searched"),
        (21, 3, 1, "21 guides are too many"),
    ],
)
def test_more_than_is_searched_is_refused(guides: int, mismatches: int, bulges: int, words: str) -> None:
    """What would fill the list by chance, or take too long, is refused with its limit."""
    with pytest.raises(RequestError, match=words) as refused:
        check_bulges(guides, mismatches, bulges)
    assert refused.value.hint


def test_examples_hold() -> None:
    """The documented examples of pairing run."""
    result = doctest.testmod(loxsmith.guides.bulges)
    assert result.attempted
    assert not result.failed

"""Restriction sites that tell the edited allele from the wild type."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from design.toys import Toy, coding, planned, split, write
from loxsmith.design import Candidate
from loxsmith.design.guiding import rank
from loxsmith.errors import InfeasibleError, RequestError
from loxsmith.genome import Genome
from loxsmith.knowledge import enzyme, enzymes
from loxsmith.locus import Locus, open_locus
from loxsmith.strategy import Strategy
from oracle.silent import cut_anywhere, made, protein
from oracle.strings import opposite

LETTERS = {"R": "AG", "Y": "CT", "W": "AT", "N": "ACGT", "S": "CG", "K": "GT", "M": "AC"}


def sites(text: str, site: str) -> int:
    """Count the windows that spell a site."""
    return sum(
        all(base in LETTERS.get(letter, letter) for base, letter in zip(text[i:], site, strict=False))
        for i in range(len(text) - len(site) + 1)
    )


def genome(folder: Path, seed: int) -> Genome:
    """A gene of one exon."""
    random = Random(seed)
    text, exons, frame = split(random, coding(random, 70), [])
    return write(folder, text, [Toy("Toy", [(exons, frame)])], plus=True)


def cases(folder: Path) -> list[tuple[Strategy, Locus]]:
    """Point mutations of several genes."""
    found = []
    for seed in range(6):
        opened = genome(folder, seed)
        residues = open_locus(opened, opened.gene("Toy"), margin=10).protein
        for i in range(20, 60, 9):
            new = "A" if residues[i] != "A" else "R"
            try:
                found.append(planned(opened, f"Toy p.{residues[i]}{i + 1}{new}"))
            except (InfeasibleError, RequestError):
                continue
    return found


def named(candidate: Candidate) -> list[str]:
    """Enzymes that the sentence names."""
    return [e.name for e in enzymes() if re.search(rf"\b{e.name} \(", candidate.diagnostic)]


def alleles(candidate: Candidate, strategy: Strategy, locus: Locus) -> tuple[str, str]:
    """Wild type and edited allele of the stretch."""
    wild = locus.molecule.sequence
    low, high = max(0, strategy.edits[0].start - 150), strategy.edits[-1].end + 150
    cells = made(wild, [*strategy.edits, *(candidate.blocking or ())])
    return wild[low:high], "".join(cells[low:high])


def differing(before: str, after: str) -> set[str]:
    """Enzymes that cut one of two stretches once and the other not at all."""
    return {e.name for e in enzymes() if {sites(before, e.site), sites(after, e.site)} == {0, 1}}


def test_what_is_said_of_a_site_is_true_and_nothing_is_kept_back(tmp_path: Path) -> None:
    """The enzymes named cut one allele once and the other never; where none is named there is none."""
    said = 0
    for strategy, locus in cases(tmp_path):
        for candidate in rank(strategy, locus):
            if candidate.blocking is None:
                continue
            true = differing(*alleles(candidate, strategy, locus))
            names = named(candidate)
            assert set(names) <= true
            assert bool(names) == bool(true)
            said += bool(names)
    assert said > 20


def test_a_site_costs_no_base_unless_it_is_asked_for(tmp_path: Path) -> None:
    """Without the wish exactly as many bases are changed as with ``no``; with ``yes`` at most one more, and silent."""
    further = 0
    for strategy, locus in cases(tmp_path):
        wild = locus.molecule.sequence
        plain = {c.guide: c for c in rank(strategy, locus, options={"diagnostic": "no"})}
        usual = {c.guide: c for c in rank(strategy, locus)}
        asked = rank(strategy, locus, options={"diagnostic": "yes"})
        assert {c.guide for c in asked} == set(plain) == set(usual)
        for candidate in asked:
            without, auto = plain[candidate.guide], usual[candidate.guide]
            assert (candidate.blocking is None) == (without.blocking is None)
            if candidate.blocking is None or without.blocking is None or auto.blocking is None:
                continue
            assert without.diagnostic == ""
            least = sum(len(e.alt) for e in without.blocking)
            assert sum(len(e.alt) for e in auto.blocking) == least
            extra = [e for e in candidate.blocking if e.kind == "diagnostic"]
            assert sum(len(e.alt) for e in candidate.blocking) == least + len(extra)
            assert len(extra) <= 1
            if not extra:
                continue
            further += 1
            assert not named(auto)
            assert named(candidate)
            cells = made(wild, [*strategy.edits, *candidate.blocking])
            assert protein(cells, locus.target) == protein(made(wild, strategy.edits), locus.target)
            low = min(candidate.guide.start, strategy.edits[0].start) - 200
            assert not cut_anywhere(candidate.guide.protospacer, cells, max(0, low), low + 500)
    assert further > 5


def test_one_change_that_is_both_is_preferred(tmp_path: Path) -> None:
    """Somewhere the blocking set is another one, of the same size, because it makes a site too."""
    other = 0
    for strategy, locus in cases(tmp_path):
        plain = {c.guide: c for c in rank(strategy, locus, options={"diagnostic": "no"})}
        for candidate in rank(strategy, locus):
            without = plain[candidate.guide]
            if candidate.blocking != without.blocking:
                other += 1
                assert named(candidate)
                assert not differing(*alleles(without, strategy, locus))
    assert other


def test_an_insertion_that_is_seen_by_its_length_needs_no_enzyme(tmp_path: Path) -> None:
    """A tag of 27 bases makes the PCR product longer: no enzyme is named, and none is made."""
    strategy, locus = planned(genome(tmp_path, 1), "Toy C-terminal HA")
    for candidate in rank(strategy, locus, options={"diagnostic": "yes"}):
        assert candidate.diagnostic == ""
        assert all(e.kind == "blocking" for e in candidate.blocking or ())


def test_the_table_of_enzymes_is_that_of_rebase() -> None:
    """Every site and cut agrees with Biopython's copy of REBASE; each site is its own reverse complement."""
    restriction = pytest.importorskip("Bio.Restriction")
    for entry in enzymes():
        theirs = getattr(restriction, entry.name)
        assert entry.site == theirs.site
        assert entry.cut == theirs.fst5
        assert opposite(entry.site) == entry.site
        assert len(entry.site) <= 6
    assert len(enzymes()) == len({entry.name for entry in enzymes()}) > 40
    assert enzyme("bamhi").site == "GGATCC"
    with pytest.raises(RequestError, match="no restriction enzyme"):
        enzyme("FooI")

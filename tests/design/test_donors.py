"""Donors for zygotes: their arms, strand and polarity, and silent changes that are silent."""

from __future__ import annotations

import re

import pytest

from loxsmith.sequence import reverse_complement, translate
from loxsmith.strategy import apply_edits
from loxsmith.workbench import Design
from oracle.guides import slow_recuts
from workbench.cases import Designer

OLIGOS = [
    ("mouse", "Tnf p.A223R"), ("mouse", "Tnf p.S109A"), ("mouse", "Ltb p.P154A"), ("mouse", "Ltb N-term HA"),
    ("demo", "Lumo1 p.N99A"), ("demo", "Lumo1 p.V177A"), ("demo", "Ferra2 p.H86A"), ("demo", "Brindl p.M164A"),
    ("demo", "Nimba p.I73A"),
]  # fmt: skip

LONG = [
    ("mouse", "Ltb C-term T2A-mCherry"), ("mouse", "Tnf ATG EGFP-bGHpA"), ("ace2", "Ace2 C-term GSG-EGFP"),
    ("demo", "Ferra2 C-term T2A-mCherry"),
]  # fmt: skip

BOTH = [*OLIGOS, *LONG]


def _extent(design: Design) -> tuple[int, int]:
    edits = design.drawing.edits
    return edits[0].start, edits[-1].end


@pytest.mark.parametrize(("key", "line"), OLIGOS)
def test_an_oligonucleotide_is_longer_on_the_pam_side(key: str, line: str, designed: Designer) -> None:
    """36 nt beyond the outermost change away from the PAM, 91 nt on its side; at most 200 nt (R25)."""
    design = designed(key, line)
    construct, guide = design.drawing.construct, design.drawing.candidates[0].guide
    (a, b), (c, d) = design.drawing.arms
    assert (b, c) == _extent(design)
    assert (b - a, d - c) == ((36, 91) if guide.strand == 1 else (91, 36))
    assert len(construct.molecule) <= 200
    assert construct.kind == "ssODN"


@pytest.mark.parametrize(("key", "line"), OLIGOS)
def test_an_oligonucleotide_is_the_strand_without_the_pam(key: str, line: str, designed: Designer) -> None:
    """It is the target strand: what is ordered is the complement of the strand that holds protospacer and PAM."""
    design = designed(key, line)
    [info] = design.document.molecules
    guide = design.drawing.candidates[0].guide
    wild = design.locus.molecule.sequence
    (start, _), (_, end) = design.drawing.arms
    assert info.polarity == "target"
    assert info.order is not None
    ordered_on_drawing = info.order if info.strand == "+" else reverse_complement(info.order)
    assert ordered_on_drawing == design.alleles["donor"].sequence
    unedited = wild[start:end] if info.strand == "+" else reverse_complement(wild[start:end])
    assert (guide.protospacer + guide.pam) not in unedited
    held = wild[start:end] if guide.strand == 1 else reverse_complement(wild[start:end])
    assert unedited == reverse_complement(held)


@pytest.mark.parametrize(("key", "line"), LONG)
def test_a_long_strand_has_equal_arms_and_keeps_to_two_kilobases(
    key: str, line: str, designed: Designer
) -> None:
    """Arms of 55 to 105 nt, at most 2 kb in all (R24); what is ordered is the drawing."""
    design = designed(key, line)
    [info] = design.document.molecules
    assert info.kind == "lssDNA"
    assert all(55 <= arm.length <= 105 for arm in info.arms.values())
    assert info.length <= 2000
    assert info.order == design.alleles["donor"].sequence
    guide = design.drawing.candidates[0].guide
    assert info.polarity == ("non-target" if guide.strand == 1 else "target")


def test_a_plasmid_is_a_circle_with_kilobase_arms(designed: Designer) -> None:
    """2 + 2 kb at least, circular, with nothing to order base by base (R23)."""
    design = designed("demo", "Lumo1 C-term T2A-mCherry --donor plasmid")
    [info] = design.document.molecules
    assert (info.kind, info.topology, info.order) == ("plasmid", "circular", None)
    assert all(arm.length >= 2000 for arm in info.arms.values())
    assert info.sites == ()


@pytest.mark.parametrize(("key", "line"), BOTH)
def test_the_arms_are_the_genome(key: str, line: str, designed: Designer) -> None:
    """Beyond the changes, a donor is the wild type base for base."""
    design = designed(key, line)
    wild, donor = design.locus.molecule.sequence, design.alleles["donor"].sequence
    for (a, b), (c, d) in zip(design.drawing.arms, design.drawing.construct.arms, strict=True):
        assert wild[a:b] == donor[c:d]
    (start, _), (_, end) = design.drawing.arms
    local = [e.shifted(-start) for e in design.drawing.edits]
    assert donor == apply_edits(wild[start:end], local)


@pytest.mark.parametrize(("key", "line"), BOTH)
def test_the_guide_cuts_neither_donor_nor_allele(key: str, line: str, designed: Designer) -> None:
    """No donor holds protospacer and PAM (R28), and every window of the allele, walked over, is spared (R27)."""
    design = designed(key, line)
    guide = design.drawing.candidates[0].guide
    target = guide.protospacer + guide.pam
    donor = design.alleles["donor"].sequence
    for text in (donor, reverse_complement(donor)):
        assert target not in text
        assert not re.search(guide.protospacer + "[ACGT]GG", text)
    (start, _), (_, end) = design.drawing.arms
    grown = len(design.alleles["targeted"]) - len(design.locus.molecule)
    near = design.alleles["targeted"].sequence[max(0, start - 200) : end + grown + 200]
    assert slow_recuts(guide.protospacer, near) == []
    wild = design.locus.molecule.sequence[start - 200 : end + 200]
    assert [row for row in slow_recuts(guide.protospacer, wild) if row[5] == 0]


@pytest.mark.parametrize(("key", "line"), BOTH)
def test_blocking_changes_are_silent_everywhere(key: str, line: str, designed: Designer) -> None:
    """Alone, they change the protein of no transcript, and touch no splice site."""
    design = designed(key, line)
    locus = design.locus
    blocking = [e for e in design.drawing.edits if e.kind == "blocking"]
    assert all(len(e.ref) == len(e.alt) for e in blocking)
    for transcript in locus.transcripts:
        for start, end in transcript.introns:
            splice = {*range(start - 3, start + 6), *range(end - 8, end + 1)}
            assert not splice.intersection(p for e in blocking for p in range(e.start, e.end))
        if transcript.coding:
            text = apply_edits(locus.molecule.sequence, blocking)
            spelled = "".join(text[a:b] for a, b in transcript.cds)
            assert translate(spelled) == locus.protein_of(transcript) + "*"


@pytest.mark.parametrize(("key", "line"), BOTH)
def test_the_chosen_guide_is_the_first_and_lies_where_it_says(
    key: str, line: str, designed: Designer
) -> None:
    """Printed positions read the protospacer off the genome; the distance is counted from its cut."""
    design = designed(key, line)
    genome = design.locus.genome
    first = design.document.guides[0]
    assert [g.chosen for g in design.document.guides] == [True] + [False] * (len(design.document.guides) - 1)
    for guide in design.document.guides:
        contig, start = genome.locate(guide.chrom, guide.start)
        bases = genome.fetch(contig, start, start + 20, 1 if guide.strand == "+" else -1)
        assert bases == guide.protospacer
        assert guide.end - guide.start == 19
        from_end = guide.end - 3 if guide.strand == "+" else guide.start + 2
        assert guide.cut == from_end
    assert first.recuts["wild_type"]
    assert not first.recuts["targeted"]


def test_a_short_donor_within_a_paralogue_is_not_drawn(designed: Designer) -> None:
    """Where the donor's arms fit two places, the change goes through ES cells, and the reason says why."""
    design = designed("demo", "Garl1 p.S123A")
    assert design.strategy.id == "es-marker"
    assert "occurs in another place too" in design.strategy.why[0]
    assert design.proved

"""The scores and remarks of the guides of a finished document, reckoned again from the chromosome."""

from __future__ import annotations

import pytest

from loxsmith.package.document import GuideInfo
from oracle.scores import slow_crisprscan, slow_microhomology, slow_rule_set_1
from oracle.strings import opposite
from workbench.cases import Designer, Opener

REQUESTS = ["Lumo1 p.R173H", "Ferra2 C-term T2A-mCherry", "Moxla N-term HA"]


def context(chromosome: str, guide: GuideInfo, before: int, behind: int) -> str:
    """The bases from so many before the protospacer to so many behind the PAM, on the guide's strand."""
    if guide.strand == "+":
        return chromosome[guide.start - 1 - before : guide.end + 3 + behind]
    return opposite(chromosome[guide.start - 1 - 3 - behind : guide.end + before])


@pytest.mark.parametrize("line", REQUESTS)
def test_scores_are_those_of_the_guide_where_it_lies(
    line: str, designed: Designer, genome_of: Opener
) -> None:
    """Every score of every guide, on either strand, is the slow twin's at the printed place, to seven places."""
    genome = genome_of("demo")
    guides = designed("demo", line).document.guides
    assert guides
    for guide in guides:
        contig, _ = genome.locate(guide.chrom, guide.start)
        chromosome = genome.fetch(contig, 0, genome.contig(contig).length).upper()
        around = chromosome[guide.cut - 30 : guide.cut + 30]
        score, share = slow_microhomology(around, 30)
        assert context(chromosome, guide, 0, 0) == guide.protospacer + guide.pam
        assert guide.scores.rule_set_1 == round(slow_rule_set_1(context(chromosome, guide, 4, 3)), 7)
        assert guide.scores.crisprscan == round(slow_crisprscan(context(chromosome, guide, 6, 6)), 7)
        assert guide.scores.microhomology == pytest.approx(score, abs=1e-6)
        assert guide.scores.out_of_frame == pytest.approx(share, abs=1e-6)


def test_a_guide_over_the_start_codon_says_so(designed: Designer) -> None:
    """A tag behind the start codon is cut at it, and the remark tells what that does to the other allele."""
    guides = designed("demo", "Moxla N-term HA").document.guides
    assert any("lies over the start codon" in text for guide in guides for text in guide.remarks)
    assert all(
        "of it may be changed silently" in t for g in guides for t in g.remarks if "over the start codon" in t
    )

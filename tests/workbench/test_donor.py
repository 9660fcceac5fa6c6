"""``donor``: guides and donor alone, against the genome's text and nothing of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from loxsmith.errors import InfeasibleError, LoxsmithError
from loxsmith.genome import Genome
from loxsmith.guides import find_guides
from loxsmith.guides.offtargets import OffTargets
from loxsmith.knowledge import part
from loxsmith.sequence import translate
from loxsmith.workbench import Donor, donor, genome_wide
from oracle.guides import slow_recuts
from workbench.cases import Designer, Opener
from workbench.small_genes import SHAPES, Made, make, paired

TAGS = ("N-term HA", "C-term HA")

HA = part("HA").protein

EDGE = re.compile("edge")


@cache
def _made(folder: Path, name: str, strand: int, overlapped: bool) -> Made:
    seed = list(SHAPES).index(name) * 2 + (strand == 1)
    return make(folder, SHAPES[name], strand, seed, overlapped=overlapped)


def _allele(made: Made, found: Donor) -> tuple[str, list[tuple[int, int]]]:
    """Splice the donor into the gene's strand by its arms alone; return it with the coding stretches moved along."""
    drawn = found.sequence if found.strand == "+" else paired(found.sequence)
    if found.construct.molecule.circular:
        drawn = drawn[: found.construct.arms[1][1]]
    (a, b), (c, d) = found.construct.arms
    left, right = drawn[a:b], drawn[c:d]
    wild = made.sense
    assert wild.count(left) == wild.count(right) == 1
    start, end = wild.index(left), wild.index(right) + len(right)
    allele = wild[:start] + drawn[:d] + wild[end:]
    grown, middle = len(allele) - len(wild), wild.index(left) + len(left)
    [insert] = [e for e in found.drawing.edits if e.kind == "intended"]
    at = insert.start
    assert middle <= at
    moved = [(s + grown * (s > at), e + grown * (e > at)) for s, e in made.coding]
    return allele, moved


@pytest.mark.parametrize("overlapped", [False, True])
@pytest.mark.parametrize("strand", [1, -1])
@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("tag", TAGS)
def test_a_gene_of_any_shape_gets_a_true_donor(
    name: str, strand: int, tag: str, overlapped: bool, tmp_path: Path
) -> None:
    """The protein with the tag and nothing else, polarity as said, no window cut again; or a sentence why not."""
    made = _made(tmp_path, name, strand, overlapped)
    found = _tried(f"G1 {tag}", made)
    if isinstance(found, LoxsmithError):
        assert found.exit_code == 4
        edge = EDGE.search(name) is not None or "thirty" in name
        assert re.search("at hand ends within the donor's arms" if edge else "R2[67]", found.message) or (
            "R27" in found.message
        ), found
        return
    allele, coding = _allele(made, found)
    wild = translate("".join(made.sense[a:b] for a, b in made.coding)).removesuffix("*")
    protein = translate("".join(allele[a:b] for a, b in coding))
    assert protein.endswith("*")
    assert "*" not in protein[:-1]
    at = protein.index(HA)
    assert protein[:at] + protein[at + len(HA) : -1] == wild
    assert at == len(wild) if tag.startswith("C") else at >= 1
    guide = found.guide
    assert slow_recuts(guide.protospacer, allele) == []
    _check_polarity(made, found)


def _tried(line: str, made: Made) -> Donor | LoxsmithError:
    try:
        return donor(line, made.genome)
    except LoxsmithError as refusal:
        return refusal


def _check_polarity(made: Made, found: Donor) -> None:
    """The strand with protospacer and PAM, found in the genome's text, is the non-target one."""
    whole = found.guide.protospacer + found.guide.pam
    on_top = whole in made.text
    assert on_top != (paired(whole) in made.text)
    arm = found.sequence[:30] if found.order_text else ""
    if not arm:
        return
    donor_on_top = arm in made.text
    assert donor_on_top != (arm in paired(made.text))
    assert found.polarity == ("non-target" if donor_on_top == on_top else "target")


def test_most_shapes_get_a_donor(tmp_path: Path) -> None:
    """Only those at the edge of the sequence are refused, and they at that end alone."""
    made = {
        (n, s): _made(_folder(tmp_path, f"{i}{s}"), n, s, False)
        for i, n in enumerate(SHAPES)
        for s in (1, -1)
    }
    refused = []
    for (name, strand), gene in made.items():
        for tag in TAGS:
            if isinstance(_tried(f"G1 {tag}", gene), LoxsmithError):
                refused.append((name, strand, tag))
    edges = [r for r in refused if EDGE.search(r[0])]
    assert {(n, t) for n, _, t in edges} == {
        ("a start codon at the edge", "N-term HA"), ("a stop codon at the edge", "C-term HA")
    }  # fmt: skip
    assert len(refused) - len(edges) <= 2, refused


def _folder(above: Path, name: str) -> Path:
    folder = above / name
    folder.mkdir()
    return folder


# -- the value itself --------------------------------------------------------------------------------------

LINES = [("demo", "Lumo1 C-term HA"), ("demo", "Ferra2 C-term T2A-mCherry"), ("mouse", "Tnf p.A223R")]


@pytest.mark.parametrize(("key", "line"), LINES)
def test_donor_and_design_draw_the_same(key: str, line: str, genome_of: Opener, designed: Designer) -> None:
    """The donor alone is the molecule of the whole design, base for base, with its guide and its edits."""
    alone, whole = donor(line, genome_of(key)), designed(key, line)
    [info] = whole.document.molecules
    assert alone.construct.molecule.sequence == whole.alleles["donor"].sequence
    assert alone.molecule == info
    assert alone.edits == whole.document.edits
    assert alone.guide.protospacer == whole.document.guides[0].protospacer
    assert whole.proved


@pytest.mark.parametrize(("key", "line"), LINES)
def test_the_json_says_what_the_value_says(key: str, line: str, genome_of: Opener) -> None:
    """Text, order and edits are written as they are; nothing of it is a proof."""
    found = donor(line, genome_of(key))
    said = json.loads(found.to_json())
    [molecule] = said["molecules"]
    assert molecule["order"] == found.sequence
    assert molecule["order_text"] == found.order_text
    assert molecule["polarity"] == found.polarity
    assert [g["chosen"] for g in said["guides"]] == [True] + [False] * (len(said["guides"]) - 1)
    assert [e["hgvs_g"] for e in said["edits"]] == [e.hgvs_g for e in found.edits]
    assert said["remarks"][-1].endswith("no allele was simulated.")
    assert "promises" not in said


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Lumo1 p.R173H conditional", "built from a targeting vector"),
        ("Lumo1 p.R173H --method es", "ES cells were asked for"),
        ("Lumo1 p.R173H --donor vector", "ES cells were asked for"),
        ("Garl1 C-term HA --donor ssodn", "also fits another place of this locus"),
    ],
)
def test_what_is_no_matter_for_a_donor_is_refused(line: str, says: str, genome_of: Opener) -> None:
    """Conditional alleles and ES cells are for the whole design; a guide that fits a paralogue is not used."""
    with pytest.raises(InfeasibleError, match=says) as refusal:
        donor(line, genome_of("demo"))
    assert refusal.value.hint


@pytest.mark.parametrize("line", ["Garl1 C-term HA", "Garl2 N-term HA"])
def test_for_want_of_a_better_guide_one_with_a_similar_place_is_taken_and_said(
    line: str, genome_of: Opener
) -> None:
    """Every other guide fits the twin gene as well as its own; this one has two mismatches or more there."""
    found = donor(line, genome_of("demo"))
    chosen = found.candidates[0]
    assert chosen.other_cuts
    assert not any(c.usable for c in found.candidates)
    assert not chosen.twins
    wild = found.locus.molecule.sequence
    elsewhere = [row for row in slow_recuts(chosen.guide.protospacer, wild) if row[0] != chosen.guide.start]
    assert len(elsewhere) == chosen.other_cuts
    assert any(
        f"may also cut {chosen.other_cuts} similar place(s) of this locus" in text for text in found.remarks
    )
    assert any("may be copied there" in text for text in found.remarks)


def test_a_relative_forbids_by_its_ngg_sites_alone(genome_of: Opener) -> None:
    """One mismatch beside a weak PAM in the twin gene is for the table; beside NGG it makes the guide unfit (R29)."""
    genome = genome_of("demo")
    found = donor("Garl1 N-term HA", genome)
    start, end = found.locus.span
    guides = find_guides(found.locus.molecule.sequence, start, end)
    bench = genome_wide.GuideBench(genome, found.locus)
    sites = bench.specificity([g.protospacer for g in guides])
    weak = 0
    for guide in guides:
        close = [
            s.pam
            for s in sites[guide.protospacer].sites
            if s.gene == "Garl2" and s.region == "exon" and s.mismatches <= 1
        ]
        fits = any(pam.endswith("GG") for pam in close)
        weak += bool(close) and not fits
        assert bench.examine(guide).usable != fits
    assert weak


def test_guides_are_searched_for_once_however_many_donors_are_tried(
    genome_of: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From oligonucleotide to long strand to plasmid: no protospacer is looked up twice."""
    asked: list[str] = []
    real = genome_wide.search

    def counted(genome: Genome, guides: Sequence[str]) -> tuple[OffTargets, ...]:
        asked.extend(guides)
        return real(genome, guides)

    monkeypatch.setattr(genome_wide, "search", counted)
    assert donor("Garl1 C-term HA", genome_of("demo")).strategy.donor == "plasmid"
    assert len(asked) == len(set(asked)) > 0


def test_a_donor_within_a_repeat_gets_kilobase_arms(genome_of: Opener) -> None:
    """Where the short arms fit two places, a plasmid reaches out of them, and the reason is told."""
    found = donor("Nimba C-term HA", genome_of("demo"))
    assert found.strategy.donor == "plasmid"
    assert "occurs in another place too" in found.strategy.why[0]
    assert found.order_text is None

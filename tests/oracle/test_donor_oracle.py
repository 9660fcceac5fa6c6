"""The oracle of donors, on one gene made up here: a right donor is passed, and each wrong statement is noticed."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from oracle.donor_case import Told
from oracle.donor_oracle import examine
from oracle.donor_rows import _rolled
from oracle.offtarget_naive import Weights
from oracle.plain_genome import CODE, Locus, Model, Plain, opposite, translated

HA = "TACCCATACGATGTTCCAGATTACGCT"
OFFSET = 5_000
STOP = 1_260
"""First base of the stop codon on the gene's strand; the tag goes in front of it."""

SIZE = 3_000


def made_up() -> str:
    """Two exons, 1000-1100 and 1200-1500, coding from 1031 to 1263; a guide is cut in front of the stop."""
    dice = random.Random(7)
    text = dice.choices("ACGT", k=SIZE)
    codons = [codon for codon, residue in CODE.items() if residue not in "*M" and "GG" not in codon]
    coding = "ATG" + "".join(dice.choices(codons, k=41)) + "GGT" + "TAA"
    text[1031:1100], text[1200:1263] = coding[:69], coding[69:]
    text[1100:1102], text[1198:1200] = "GT", "AG"
    text[1263:1266] = "TGG"
    return "".join(text)


WILD = made_up()
FIRST, LEFT, RIGHT = STOP - 1, 36, 91
"""A silent change, GGT to GGC, stands just in front of the tag."""


@pytest.fixture(params=[1, -1], ids=["top strand", "bottom strand"])
def strand(request: pytest.FixtureRequest) -> int:
    """The gene's strand of its contig."""
    return int(request.param)


def genome(strand: int, *others: Locus) -> Plain:
    """One contig, placed on a chromosome."""
    gene = Locus("G1", "Gene", "c", strand)
    gene.models = [
        Model(
            "T1",
            flip([(1000, 1100), (1200, 1500)], strand),
            flip([(1031, 1100), (1200, 1263)], strand),
            [0, 0],
            True,
        )
    ]
    text = WILD if strand == 1 else opposite(WILD)
    return Plain({"c": text}, {"c": ("chrT", OFFSET)}, [gene, *others])


def flip(places: list[tuple[int, int]], strand: int) -> list[tuple[int, int]]:
    return places if strand == 1 else sorted((SIZE - b, SIZE - a) for a, b in places)


def told(strand: int) -> Told:
    """A right answer, written down by hand."""
    sign = "+" if strand == 1 else "-"
    drawn = WILD[FIRST - LEFT : FIRST] + "C" + HA + WILD[STOP : STOP + RIGHT]

    def turned(text: str) -> str:
        return text if strand == 1 else opposite(text)

    def place(start: int, end: int) -> tuple[int, int]:
        (pair,) = flip([(start, end)], strand)
        return pair[0] + OFFSET + 1, pair[1] + OFFSET

    five, three = place(FIRST - LEFT, FIRST), place(STOP, STOP + RIGHT)
    site, changed = place(STOP - 17, STOP + 3), place(FIRST, STOP)[0]
    before = place(STOP - 1, STOP)[0] if strand == 1 else place(STOP, STOP + 1)[0]
    ref, alt, tag = turned("T"), turned("C"), turned(HA)
    # The same insertion as far 3' as it goes, on the transcript and on the chromosome, but not over the changed base.
    behind, own_tag = _rolled(WILD, STOP, HA, set())
    right, top_tag = _rolled(turned(WILD), before - OFFSET, tag, {changed - OFFSET - 1})
    coding, number = 129 + behind - STOP, right + OFFSET
    return Told(
        gene="Gene",
        end="C",
        tag="YPYDVPDYA",
        drawn=drawn,
        molecule={
            "kind": "ssODN",
            "topology": "linear",
            "strand": "-",
            "polarity": "target",
            "order": opposite(drawn),
            "arms": {
                "5p": {"length": LEFT, "genome": f"chrT:{five[0]}-{five[1]}:{sign}", "start": 1, "end": LEFT},
                "3p": {
                    "length": RIGHT,
                    "genome": f"chrT:{three[0]}-{three[1]}:{sign}",
                    "start": len(drawn) - RIGHT + 1,
                    "end": len(drawn),
                },
            },
        },
        guides=[
            {
                "id": "G1", "chosen": True, "protospacer": WILD[STOP - 17 : STOP + 3], "pam": "TGG", "chrom": "chrT",
                "start": site[0], "end": site[1], "strand": sign, "cut": before, "distance": 0,
                "recuts": {"wild_type": True, "targeted": False},
            }
        ],
        edits=[
            {
                "kind": "intended", "chrom": "chrT", "start": before + 1, "ref": "", "alt": tag,
                "hgvs_g": f"chrT:g.{number}_{number + 1}ins{top_tag}", "hgvs_c": f"c.{coding}_{coding + 1}ins{own_tag}",
                "hgvs_p": "p.Gly43_TerinsTyrProTyrAspValProAspTyrAla",
            },
            {
                "kind": "blocking", "chrom": "chrT", "start": changed, "ref": ref, "alt": alt,
                "hgvs_g": f"chrT:g.{changed}{ref}>{alt}", "hgvs_c": "c.129T>C", "hgvs_p": "p.Gly43=",
            },
        ],
    )  # fmt: skip


@pytest.fixture(scope="module")
def weights(shared: Path) -> Weights:
    """The published numbers."""
    return Weights.read(shared / "scores")


def test_a_right_donor_is_passed(strand: int, weights: Weights) -> None:
    """On either strand."""
    assert translated(WILD[1031:1100] + WILD[1200:1263]).endswith("G*")
    assert examine(told(strand), genome(strand), weights) == []


def with_molecule(**changes: object) -> Callable[[Told], Told]:
    return lambda right: replace(right, molecule={**right.molecule, **changes})


def with_arm(side: str, **changes: object) -> Callable[[Told], Told]:
    def changed(right: Told) -> Told:
        arms: dict[str, Mapping[str, Any]] = dict(right.molecule["arms"])
        arms[side] = {**arms[side], **changes}
        return replace(right, molecule={**right.molecule, "arms": arms})

    return changed


def with_guide(**changes: object) -> Callable[[Told], Told]:
    return lambda right: replace(right, guides=[{**right.guides[0], **changes}])


def with_edit(number: int, **changes: object) -> Callable[[Told], Told]:
    def changed(right: Told) -> Told:
        rows = [dict(row) for row in right.edits]
        rows[number].update(changes)
        return replace(right, edits=rows)

    return changed


def with_base(at: int, base: str) -> Callable[[Told], Told]:
    """Another base in the donor, everywhere it is written."""

    def changed(right: Told) -> Told:
        drawn = right.drawn[:at] + base + right.drawn[at + 1 :]
        assert drawn != right.drawn
        return replace(right, drawn=drawn, molecule={**right.molecule, "order": opposite(drawn)})

    return changed


WRONG: dict[str, tuple[Callable[[Told], Told], str]] = {
    "polarity": (with_molecule(polarity="non-target"), "polarity is said to be non-target"),
    "sign": (with_molecule(strand="+"), "is said to be + of the drawing"),
    "other strand": (lambda t: with_molecule(order=t.drawn, strand="+")(t), "polarity is said to be target"),
    "arm's length": (with_arm("5p", length=35), "states 35 bp"),
    "arm's place": (with_arm("3p", genome="chrT:1-91:+"), "arm 3p is said to be"),
    "frame": (with_base(LEFT + 1, "A"), "not the tag"),
    "a residue": (with_base(LEFT - 2, "T"), "do not fit the gene"),
    "silent change left out": (with_base(LEFT, "T"), "not counted from the outermost change"),
    "guide's place": (with_guide(start=5_100), "protospacer is said"),
    "guide's strand": (
        lambda t: with_guide(strand="-" if t.guides[0]["strand"] == "+" else "+")(t),
        "polarity",
    ),
    "guide's cut": (lambda t: with_guide(cut=t.guides[0]["cut"] + 1)(t), "cut is said"),
    "guide's distance": (with_guide(distance=1), "distance is said"),
    "guide's recuts": (with_guide(recuts={"targeted": True}), "is said to cut targeted"),
    "guide's wild type": (with_guide(recuts={"wild_type": False}), "is said not to cut wild_type"),
    "edit's start": (lambda t: with_edit(0, start=t.edits[0]["start"] + 1)(t), "do not give the allele"),
    "edit's base": (with_edit(1, ref="G"), "does not find its bases"),
    "edit's name": (with_edit(1, hgvs_c="c.128T>C"), "an edit is called"),
    "edit's protein": (with_edit(0, hgvs_p=""), "an edit is called"),
    "edit's kind": (with_edit(1, kind="intended"), "not one intended edit"),
    "an edit left out": (lambda t: replace(t, edits=t.edits[:1]), "do not give the allele"),
}


@pytest.mark.parametrize("what", WRONG)
def test_each_wrong_statement_is_noticed(what: str, strand: int, weights: Weights) -> None:
    """One thing is made wrong, and the oracle names it."""
    change, words = WRONG[what]
    found = examine(change(told(strand)), genome(strand), weights)
    assert any(words in sentence for sentence in found), found


def test_a_change_of_the_protein_is_noticed(strand: int, weights: Weights) -> None:
    """Another residue in the last codon: the tag is right, and the protein is not."""
    second = WILD[FIRST - 1 : FIRST]
    right = told(strand)
    drawn = right.drawn[: LEFT - 1] + ("A" if second != "A" else "C") + right.drawn[LEFT:]
    arms = {
        **right.molecule["arms"],
        "5p": {**right.molecule["arms"]["5p"], "length": LEFT - 1, "end": LEFT - 1},
    }
    wrong = replace(right, drawn=drawn, molecule={**right.molecule, "order": opposite(drawn), "arms": arms})
    assert any(text.startswith("T1 makes") for text in examine(wrong, genome(strand), weights))


@pytest.mark.parametrize("other", [1, -1])
def test_another_genes_coding_sequence_is_left_alone(strand: int, other: int, weights: Weights) -> None:
    """A gene on either strand that reads the exchanged base, and one that reads the base before."""
    there = Locus(
        "G2",
        "Other",
        "c",
        other,
        [Model("T2", flip([(1255, 1261)], strand), flip([(1255, 1261)], strand), [0])],
    )
    beside = Locus(
        "G3",
        "Beside",
        "c",
        other,
        [Model("T3", flip([(1250, 1259)], strand), flip([(1250, 1259)], strand), [0])],
    )
    found = examine(told(strand), genome(strand, there, beside), weights)
    assert [text for text in found if "Other" in text and "T>C" in text]
    assert [text for text in found if "within the coding sequence of Other" in text]
    assert not [text for text in found if "Beside" in text]


@pytest.mark.parametrize(
    ("other", "left", "noticed"),
    [
        *((1, 1263, False), (1, 1262, True), (1, 1254, True), (1, 1253, False)),
        *((-1, 1262, False), (-1, 1261, True), (-1, 1240, True), (-1, 1239, False)),
    ],
)
def test_splice_bases_are_left_alone(
    strand: int, other: int, left: int, noticed: bool, weights: Weights
) -> None:
    """Base 1259 is exchanged: three exon and six intron bases of a donor, two and twenty of an acceptor count.

    The intron of another gene begins at ``left``, as it is drawn here; read the other way its acceptor lies there.
    """
    model = Model("T2", flip([(1100, left), (1400, 1450)], strand))
    near = Locus("G2", "Other", "c", other * strand, [model])
    found = examine(told(strand), genome(strand, near), weights)
    assert any("splice site of T2" in text for text in found) == noticed


def test_a_guide_that_still_cuts_is_noticed(strand: int, weights: Weights) -> None:
    """A donor that carries protospacer and PAM unchanged behind the tag."""
    right = told(strand)
    guide = {**right.guides[0]}
    # A guide inside the 3' arm is left whole by the edit.
    at = next(i for i in range(STOP + 5, STOP + 60) if WILD[i + 21 : i + 23] == "GG")
    lower, upper = flip([(at, at + 20)], strand)[0]
    guide |= {
        "protospacer": WILD[at : at + 20],
        "pam": WILD[at + 20 : at + 23],
        "start": lower + OFFSET + 1,
        "end": upper + OFFSET,
    }
    found = examine(replace(right, guides=[guide]), genome(strand), weights)
    assert any("still cuts the edited allele" in text for text in found)
    assert any("cuts the donor itself" in text for text in found)


def test_a_second_home_of_the_arms_is_noticed(strand: int, weights: Weights) -> None:
    """The gene's copy on another contig takes the donor as well."""
    plain = genome(strand)
    plain.texts["copy"] = "ACGT" * 10 + opposite(plain.texts["c"][1_000:2_100])
    plain.places["copy"] = ("copy", 0)
    assert examine(told(strand), plain, weights) == [
        "the arms fit 2 places in the genome, and nobody says so"
    ]
    warned = replace(told(strand), says=("The donor may be copied there too.",))
    assert examine(warned, plain, weights) == []
